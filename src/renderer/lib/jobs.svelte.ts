import { isFinal } from '../../core/domain/job'
import type { AnyJobUpdate } from '../../ipc/contract'
import type { ApiClient } from './api'
import { applyUpdate } from './applyUpdate'

/** Long work that main runs: what is running, and how the last of each kind ended. */
export class JobsState {
  #api: ApiClient
  #all = $state.raw<readonly AnyJobUpdate[]>([])
  #endings: readonly ((job: AnyJobUpdate) => void)[] = []
  constructor(api: ApiClient) {
    this.#api = api
  }

  get all(): readonly AnyJobUpdate[] {
    return this.#all
  }
  get running(): readonly AnyJobUpdate[] {
    return this.#all.filter((job) => !isFinal(job.state))
  }
  /** The job that brings recordings into the study now, if one does. */
  get bringing(): AnyJobUpdate | null {
    return this.running.find(({ kind }) => kind === 'import' || kind === 'fetch' || kind === 'demo') ?? null
  }
  /** The newest job of a kind, running or ended. */
  latest(...kinds: AnyJobUpdate['kind'][]): AnyJobUpdate | null {
    return this.#all.findLast((job) => kinds.includes(job.kind)) ?? null
  }

  /** Subscribes, then asks. Returns the end of the subscription. */
  follow(): () => void {
    const stop = this.#api.jobs.changed((update) => this.#apply(update, true))
    void this.#ask()
    return stop
  }

  /** `listener` hears each job once when it ends. Returns the end of the subscription. */
  onEnd(listener: (job: AnyJobUpdate) => void): () => void {
    this.#endings = [...this.#endings, listener]
    return () => {
      this.#endings = this.#endings.filter((one) => one !== listener)
    }
  }

  /** A request: the job answers by ending as cancelled. Throws AppError. */
  async cancel(id: string): Promise<void> {
    await this.#api.jobs.cancel({ id })
  }

  /** What ran before this page was there; without an answer the next news of a job brings it. */
  async #ask(): Promise<void> {
    const list = await this.#api.jobs.list().catch((): AnyJobUpdate[] => [])
    for (const update of list) this.#apply(update, false)
  }

  #apply(update: AnyJobUpdate, news: boolean): void {
    const next = applyUpdate(this.#all, update)
    if (next === this.#all) return
    this.#all = next
    if (news && isFinal(update.state)) for (const listener of this.#endings) listener(update)
  }
}
