import type { BackendChoice, BackendDecision, BackendName, BackendStatus, BackendUse } from '../../core/domain/backend'
import { backendNames } from '../../core/domain/backend'
import { decideBackend } from '../../core/domain/decideBackend'
import type { ErrorData } from '../../core/domain/error'
import { isFinal } from '../../core/domain/job'
import type { AnyJobUpdate } from '../../ipc/contract'
import type { BackendsView } from '../../ipc/views'
import type { ApiClient } from './api'
import type { JobsState } from './jobs.svelte'

/** Jobs that the list of backends is about. */
const findingJobs = ['backends', 'install-tensorflow', 'remove-tensorflow'] as const
type FindingJob = (typeof findingJobs)[number]

type BackendsApi = { readonly backends: ApiClient['backends'] }

/** What learning can run on here, what was chosen, and the jobs that find out more. */
export class BackendsState {
  readonly #api: BackendsApi
  readonly #jobs: Pick<JobsState, 'latest'>
  #view = $state.raw<BackendsView | null>(null)
  #surveyed = false
  #dismissed = $state<string | null>(null)
  constructor(api: BackendsApi, jobs: Pick<JobsState, 'latest'>) {
    this.#api = api
    this.#jobs = jobs
  }

  /** Null until it is known. While they are tested, with what was found out so far. */
  get view(): BackendsView | null {
    const report = this.checking?.report
    return this.#view && report?.kind === 'backends' ? { ...this.#view, statuses: report.statuses } : this.#view
  }
  get statuses(): readonly BackendStatus[] {
    return this.view?.statuses ?? []
  }
  /** Null while none is known to work. */
  get decision(): BackendDecision | null {
    return this.view && decideBackend(this.view.choice, this.view.statuses)
  }
  /** What is learned on right now, also after a backend was lost; null while nothing is. */
  get use(): BackendUse | null {
    const job = this.#running('select')
    const use = job?.report?.kind === 'select' ? job.report.selection.learnedOn : undefined
    // Its process is gone, and the one that goes on has not said on what.
    const isGone = (job?.lost?.length ?? 0) > 0 && job!.lost!.at(-1)!.backend === use?.backend
    return use && !isGone ? use : null
  }
  get checking(): AnyJobUpdate | null {
    return this.#running('backends')
  }
  get installing(): AnyJobUpdate | null {
    return this.#running('install-tensorflow')
  }
  get removing(): AnyJobUpdate | null {
    return this.#running('remove-tensorflow')
  }
  /** The one that is being tested right now. */
  get checkingName(): BackendName | null {
    const state = (this.checking ?? this.installing)?.state
    if (state?.phase !== 'running') return null
    return backendNames.find((name) => state.progress.step === `checking_${name}`) ?? null
  }
  /** How the last test, loading or removal failed; until the person has seen it. */
  get failure(): { readonly kind: FindingJob; readonly error: ErrorData } | null {
    const job = this.#jobs.latest(...findingJobs)
    if (job?.state.phase !== 'failed' || job.id === this.#dismissed) return null
    return { kind: findingJobs.find((kind) => kind === job.kind)!, error: job.state.error }
  }
  dismiss(): void {
    this.#dismissed = this.#jobs.latest(...findingJobs)?.id ?? null
  }

  /** What was kept; once somebody looked for what is missing, that too. Each throws AppError. */
  async load(): Promise<void> {
    if (this.#surveyed) return this.survey()
    const view = await this.#api.backends.known()
    if (!this.#surveyed) this.#view = view
  }
  async survey(): Promise<void> {
    this.#view = await this.#api.backends.survey()
    this.#surveyed = true
  }
  /** What a job found out, until it is asked for anew. */
  take(statuses: readonly BackendStatus[]): void {
    if (this.#view) this.#view = { ...this.#view, statuses }
  }
  async choose(choice: BackendChoice): Promise<void> {
    await this.#api.backends.choose({ choice })
    if (this.#view) this.#view = { ...this.#view, choice }
  }
  async check(): Promise<void> {
    await this.#api.backends.check({ names: backendNames })
  }
  async install(): Promise<void> {
    await this.#api.backends.installTensorflow()
  }

  async remove(): Promise<void> {
    await this.#api.backends.removeTensorflow()
  }

  #running(kind: FindingJob | 'select'): AnyJobUpdate | null {
    const job = this.#jobs.latest(kind)
    return job && !isFinal(job.state) ? job : null
  }
}
