import type { CurveFinding, CurvePlan, CurveReport } from '../../../../core/domain/curve'
import type { ErrorData } from '../../../../core/domain/error'
import { toErrorData } from '../../../../core/domain/error'
import { isFinal } from '../../../../core/domain/job'
import type { AnyJobUpdate } from '../../../../ipc/contract'
import type { CurveSummary, UnfinishedCurve } from '../../../../ipc/views'
import type { ApiClient } from '../../../lib/api'
import type { JobsState } from '../../../lib/jobs.svelte'

type CurveApi = { readonly curve: Pick<ApiClient['curve'], 'start' | 'list' | 'get' | 'unfinished' | 'discard'> }
export type CurveView = 'asking' | 'running' | 'answer'

/** The answer over N as a job, earlier answers of the study, and what was begun and not finished. */
export class CurveState {
  readonly #api: CurveApi
  readonly #jobs: Pick<JobsState, 'latest' | 'cancel'>
  #answers = $state.raw<readonly CurveSummary[]>([])
  #unfinished = $state.raw<readonly UnfinishedCurve[]>([])
  #finding = $state.raw<CurveFinding | null>(null)
  #loaded = $state(false)
  #loadError = $state.raw<ErrorData | null>(null)
  #starting = $state(false)
  #startError = $state.raw<ErrorData | null>(null)
  #asking = $state(false)
  #cancelled = $state<string | null>(null)
  #dismissed = $state<string | null>(null)
  #asked = ''
  #adopted: string | null = null
  #calls = 0

  constructor(api: CurveApi, jobs: Pick<JobsState, 'latest' | 'cancel'>) {
    this.#api = api
    this.#jobs = jobs
  }

  get job(): AnyJobUpdate | null {
    return this.#jobs.latest('curve')
  }
  get running(): boolean {
    return this.#starting || (this.job !== null && !isFinal(this.job.state))
  }
  get cancelling(): boolean {
    const { job } = this
    return this.running && job !== null && (job.state.phase === 'cancelling' || this.#cancelled === job.id)
  }
  get wasCancelled(): boolean {
    return this.job?.state.phase === 'cancelled' && this.job.id !== this.#dismissed
  }
  get error(): ErrorData | null {
    if (this.#startError) return this.#startError
    const { job } = this
    return job?.state.phase === 'failed' && job.id !== this.#dismissed ? job.state.error : null
  }
  get report(): CurveReport | null {
    const report = this.job?.report
    return this.running && report?.kind === 'curve' ? report.curve : null
  }
  /** Of the study, the newest first. */
  get answers(): readonly CurveSummary[] {
    return this.#answers
  }
  get unfinished(): readonly UnfinishedCurve[] {
    return this.#unfinished
  }
  get finding(): CurveFinding | null {
    return this.#finding
  }
  get loaded(): boolean {
    return this.#loaded
  }
  get loadError(): ErrorData | null {
    return this.#loadError
  }
  get view(): CurveView {
    if (this.running) return 'running'
    return this.#finding && !this.#asking && !this.error && !this.wasCancelled ? 'answer' : 'asking'
  }

  /** What the study has; shows the answer of a job that has just ended, else the newest about the subject that is no control. */
  async load(studyPath: string, subject: string | null): Promise<void> {
    const asked = `${studyPath}\n${subject ?? ''}`
    if (this.#asked !== '' && asked !== this.#asked) this.#clear()
    this.#asked = asked
    const call = ++this.#calls
    try {
      const [answers, unfinished] = await Promise.all([this.#api.curve.list(), this.#api.curve.unfinished()])
      const finding = this.#justFinished() ?? this.#finding ?? (await this.#newest(answers, subject))
      if (call !== this.#calls) return
      this.#answers = answers
      this.#unfinished = unfinished
      this.#finding = finding
      this.#loadError = null
    } catch (thrown) {
      if (call === this.#calls) this.#loadError = toErrorData(thrown)
    }
    this.#loaded = true
  }

  /** The finding of the last job, once. */
  #justFinished(): CurveFinding | null {
    const { job } = this
    if (job?.state.phase !== 'finished' || job.id === this.#adopted || job.id === this.#dismissed) return null
    if (job.state.result.kind !== 'curve') return null
    this.#adopted = job.id
    return job.state.result.finding
  }
  async #newest(answers: readonly CurveSummary[], subject: string | null): Promise<CurveFinding | null> {
    const about = answers.find(({ subjects, shuffleLabels }) => !shuffleLabels && subjects.includes(subject ?? ''))
    return about ? this.#api.curve.get({ id: about.id }) : null
  }
  #clear(): void {
    this.#finding = null
    this.#loaded = false
    this.#asking = false
    if (!this.running) this.dismiss()
  }

  async start(plan: CurvePlan): Promise<void> {
    this.#starting = true
    this.#startError = null
    this.#dismissed = this.job?.id ?? null
    try {
      await this.#api.curve.start(plan)
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
  /** Forgets what was done of one that was not finished. Throws AppError. */
  async discard(id: string): Promise<void> {
    await this.#api.curve.discard({ id })
    this.#unfinished = await this.#api.curve.unfinished()
  }
  /** An earlier answer in full. Throws AppError. */
  async look(id: string): Promise<void> {
    this.#finding = await this.#api.curve.get({ id })
    this.showAnswer()
  }
  ask(): void {
    this.#asking = true
    this.dismiss()
  }
  showAnswer(): void {
    this.#asking = false
    this.dismiss()
  }
  dismiss(): void {
    this.#dismissed = this.job?.id ?? null
    this.#startError = null
  }
}
