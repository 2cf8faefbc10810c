import type { LostBackend } from './backend'
import type { ErrorData } from './error'

export type JobId = string
export type JobKind =
  | 'import'
  | 'fetch'
  | 'demo'
  | 'select'
  | 'curve'
  | 'curve-report'
  | 'report'
  | 'export'
  | 'export-study'
  | 'backends'
  | 'install-tensorflow'
  | 'remove-tensorflow'
  | 'check-labels'
  | 'overview'

/** At most ten of these a second. `step` is a key of the message catalogue with `values` for it. */
export interface Progress {
  readonly step: string
  readonly values?: Readonly<Record<string, string | number>>
  readonly done: number
  readonly total?: number
}

/** `queued → running → finished | failed`; `cancelling → cancelled`. The last three are final. */
export type JobState<Result> =
  | { readonly phase: 'queued' }
  | { readonly phase: 'running'; readonly progress: Progress }
  | { readonly phase: 'cancelling'; readonly progress: Progress }
  | { readonly phase: 'finished'; readonly result: Result }
  | { readonly phase: 'failed'; readonly error: ErrorData }
  | { readonly phase: 'cancelled' }

export interface JobUpdate<Result, Report = never> {
  readonly id: JobId
  readonly kind: JobKind
  /** Rises by one with each update of a job; an update with an older number is dropped. */
  readonly sequence: number
  readonly startedAtMs: number
  readonly state: JobState<Result>
  /** What the job shows while it runs, e.g. the selection's probabilities. */
  readonly report?: Report
  /** Backends that took the job's process with them; it goes on without them. */
  readonly lost?: readonly LostBackend[]
}

export const isFinal = (state: JobState<unknown>): boolean =>
  state.phase === 'finished' || state.phase === 'failed' || state.phase === 'cancelled'

/** Asked once per recording and once per batch. */
export interface Cancellation {
  readonly requested: boolean
}
export const neverCancelled: Cancellation = { requested: false }

/** What a job body gets from whoever runs it: window, command line or test. */
export interface JobContext<Report = never> {
  readonly cancellation: Cancellation
  progress(progress: Progress): void
  report(report: Report): void
}
