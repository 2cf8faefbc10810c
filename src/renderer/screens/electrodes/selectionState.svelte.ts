import type { LostBackend } from '../../../core/domain/backend'
import type { ErrorData } from '../../../core/domain/error'
import { toErrorData } from '../../../core/domain/error'
import { isFinal } from '../../../core/domain/job'
import type { SelectionReport, SelectionRequest, SelectionResult } from '../../../core/domain/training'
import type { AnyJobUpdate } from '../../../ipc/contract'
import type { SelectionSummary } from '../../../ipc/views'
import type { ApiClient } from '../../lib/api'
import type { JobsState } from '../../lib/jobs.svelte'

type SelectionApi = { readonly selection: Pick<ApiClient['selection'], 'start' | 'latest' | 'list' | 'get'> }

/** What the screen is about now. */
export type SelectionView = 'asking' | 'running' | 'result'

/** Choosing electrodes as a job, and the last result of the study. */
export class SelectionState {
  readonly #api: SelectionApi
  readonly #jobs: Pick<JobsState, 'latest' | 'cancel'>
  #result = $state.raw<SelectionResult | null>(null)
  #answers = $state.raw<readonly SelectionSummary[]>([])
  /** An earlier answer that is looked at again. */
  #again = $state.raw<SelectionResult | null>(null)
  #loaded = $state(false)
  #loadError = $state.raw<ErrorData | null>(null)
  #starting = $state(false)
  #startError = $state.raw<ErrorData | null>(null)
  #asking = $state(false)
  #studyPath: string | null = null
  #own = $state<string | null>(null)
  #cancelled = $state<string | null>(null)
  /** Its ending has been seen, and the person went on. */
  #dismissed = $state<string | null>(null)

  constructor(api: SelectionApi, jobs: Pick<JobsState, 'latest' | 'cancel'>) {
    this.#api = api
    this.#jobs = jobs
  }

  get job(): AnyJobUpdate | null {
    return this.#jobs.latest('select')
  }
  get running(): boolean {
    return this.#starting || (this.job !== null && !isFinal(this.job.state))
  }
  /** Begun on this page, so that the question beside it is its own. */
  get isOwn(): boolean {
    return this.#starting || this.job?.id === this.#own
  }
  get cancelling(): boolean {
    return (
      this.running && this.job !== null && (this.job.state.phase === 'cancelling' || this.#cancelled === this.job.id)
    )
  }
  /** The cancelled job has ended and nobody has gone on since. */
  get wasCancelled(): boolean {
    return this.job?.state.phase === 'cancelled' && this.job.id !== this.#dismissed
  }
  get error(): ErrorData | null {
    if (this.#startError) return this.#startError
    const { job } = this
    return job?.state.phase === 'failed' && job.id !== this.#dismissed ? job.state.error : null
  }
  get report(): SelectionReport | null {
    const report = this.job?.report
    return this.running && report?.kind === 'select' ? report.selection : null
  }
  /** Backends that took the process of this learning along, while none has taken over yet. */
  get untoldLosses(): readonly LostBackend[] {
    const told = this.report?.learnedOn?.switches ?? []
    if (!this.running) return []
    return (this.job?.lost ?? []).filter(
      (lost) => !told.some(({ from, step }) => from === lost.backend && step === lost.step),
    )
  }
  /** All answers of the study, the newest first. */
  get answers(): readonly SelectionSummary[] {
    return this.#answers
  }
  /** The earlier one that is looked at again, else of the job that has just finished, else the last of the study. */
  get result(): SelectionResult | null {
    if (this.#again) return this.#again
    const { job } = this
    if (job?.state.phase === 'finished' && job.id !== this.#dismissed && job.state.result.kind === 'select') {
      return job.state.result.selection
    }
    return this.#result
  }
  get loaded(): boolean {
    return this.#loaded
  }
  get loadError(): ErrorData | null {
    return this.#loadError
  }
  get view(): SelectionView {
    if (this.running) return 'running'
    return this.result && !this.#asking && !this.error && !this.wasCancelled ? 'result' : 'asking'
  }

  /** The last result of the open study; of another study nothing stays. */
  async load(studyPath: string): Promise<void> {
    if (this.#studyPath !== null && this.#studyPath !== studyPath) this.#clear()
    this.#studyPath = studyPath
    try {
      const [result, answers] = await Promise.all([this.#api.selection.latest(), this.#api.selection.list()])
      this.#result = result
      this.#answers = answers
      this.#loadError = null
    } catch (thrown) {
      this.#loadError = toErrorData(thrown)
    }
    this.#loaded = true
  }
  #clear(): void {
    this.#result = null
    this.#answers = []
    this.#again = null
    this.#loaded = false
    this.#asking = false
    this.#startError = null
    this.#dismissed = this.job?.id ?? null
  }

  async start(request: SelectionRequest): Promise<void> {
    this.#starting = true
    this.#startError = null
    this.#again = null
    this.#dismissed = this.job?.id ?? null
    try {
      this.#own = await this.#api.selection.start(request)
      this.#asking = false
    } catch (thrown) {
      this.#startError = toErrorData(thrown)
    } finally {
      this.#starting = false
    }
  }

  async cancel(): Promise<void> {
    const { job } = this
    if (!job || isFinal(job.state)) return
    this.#cancelled = job.id
    await this.#jobs.cancel(job.id)
  }

  /** The person wants to ask anew, or to go back to the answer. */
  ask(): void {
    this.#asking = true
    this.dismiss()
  }
  showAnswer(): void {
    this.#asking = false
    this.dismiss()
  }
  /** An earlier answer in full. Throws AppError. */
  async look(modelId: string): Promise<void> {
    this.#again = await this.#api.selection.get({ modelId })
    this.showAnswer()
  }
  dismiss(): void {
    this.#dismissed = this.job?.id ?? null
    this.#startError = null
  }
}
