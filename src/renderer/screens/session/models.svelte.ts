import type { ErrorData } from '../../../core/domain/error'
import { toErrorData } from '../../../core/domain/error'
import type { ModelSummary } from '../../../ipc/views'
import type { ApiClient } from '../../lib/api'

/** The decoders of the study, the newest first, and the one that Cap, Session and Replay are about. */
export class ModelsState {
  readonly #api: Pick<ApiClient, 'models'>
  #all = $state.raw<readonly ModelSummary[]>([])
  #loaded = $state(false)
  #error = $state.raw<ErrorData | null>(null)
  #chosenId = $state<string | null>(null)
  #asked = 0

  constructor(api: Pick<ApiClient, 'models'>) {
    this.#api = api
  }
  readonly chosen: ModelSummary | null = $derived(
    // A control is used where somebody chose it, never by itself.
    this.#all.find(({ id }) => id === this.#chosenId) ?? this.#all.find(({ control }) => !control) ?? null,
  )
  get all(): readonly ModelSummary[] {
    return this.#all
  }
  get loaded(): boolean {
    return this.#loaded
  }
  get error(): ErrorData | null {
    return this.#error
  }
  byId(id: string): ModelSummary | null {
    return this.#all.find((model) => model.id === id) ?? null
  }
  choose(id: string): void {
    this.#chosenId = id
  }
  /** Another study is open: nothing of the last one stays, nor an answer that is still on its way. */
  clear(): void {
    this.#asked++
    this.#all = []
    this.#loaded = false
    this.#error = null
    this.#chosenId = null
  }
  async load(): Promise<void> {
    const asked = ++this.#asked
    try {
      const list = await this.#api.models.list()
      if (asked !== this.#asked) return
      this.#all = list.toSorted((a, b) => b.createdAtMs - a.createdAtMs)
      this.#error = null
    } catch (thrown) {
      this.#error = toErrorData(thrown)
    }
    this.#loaded = true
  }
}
