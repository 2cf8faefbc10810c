import type { ErrorData } from './error'
import type { RecordingProblem, RecordingSummary } from './recording'

export interface ImportRequest {
  /** Files and folders; a folder is searched to its depths for EEG files. */
  readonly paths: readonly string[]
  /** Import the sound part of a file that ends too early, instead of refusing it. */
  readonly keepPartial?: boolean
  /** `simulator` marks the files of the demo study; `file` when absent. */
  readonly origin?: RecordingSummary['origin']
}

/** `partly`: the sound part of a cut file; `duplicate`: the study has the same content already. */
export type ImportState = 'imported' | 'partly' | 'refused' | 'duplicate'

/** What became of one file. */
export interface ImportOutcome {
  readonly path: string
  readonly fileName: string
  readonly state: ImportState
  /** The recording it became, or for a duplicate the one that was there. */
  readonly recordingId?: number
  readonly problems: readonly RecordingProblem[]
  /** For `refused` and `duplicate`: why, and what to do. */
  readonly error?: ErrorData
}

/** While it runs: what is known so far, of how many files. */
export interface ImportReport {
  readonly outcomes: readonly ImportOutcome[]
  readonly total: number
}

export interface ImportResult {
  readonly outcomes: readonly ImportOutcome[]
}

export const countOutcomes = (result: ImportResult | ImportReport, state: ImportState): number =>
  result.outcomes.filter((outcome) => outcome.state === state).length
