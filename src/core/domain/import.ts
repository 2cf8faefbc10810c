import type { ErrorData } from './error'
import type { RecordingProblem, RecordingSummary, StreamChoice } from './recording'

export interface ImportRequest {
  /** Files and folders; a folder is searched to its depths for EEG files. */
  readonly paths: readonly string[]
  /** Import the sound part of a file that ends too early, instead of refusing it. */
  readonly keepPartial?: boolean
  /** Where a file holds several streams that may be the EEG (`file/several-streams`): which one it is. */
  readonly streams?: StreamChoice
  /** `simulator` marks the files of the demo study; `file` when absent. */
  readonly origin?: RecordingSummary['origin']
}

/** `partly`: something of it is missing (`problems` says what): the end of a cut file, events whose file is not there; `duplicate`: the study has the same content already. */
export type ImportState = 'imported' | 'partly' | 'refused' | 'duplicate'

/** What became of one file, or of several that are one recording. */
export interface ImportOutcome {
  readonly path: string
  readonly fileName: string
  /** Files that came with it, by name; absent: none. */
  readonly companions?: readonly string[]
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
  readonly unfinished?: ImportResult['unfinished']
}

export interface ImportResult {
  readonly outcomes: readonly ImportOutcome[]
  /** Imports whose process died before they were done: nothing of them is in the study. Absent: none were found. */
  readonly unfinished?: readonly UnfinishedImport[]
}

/** An import that was cut short by a crash or a power cut. */
export interface UnfinishedImport {
  /** What was being imported. */
  readonly path: string
  readonly fileName: string
  readonly startedAtMs: number
}

export const countOutcomes = (result: ImportResult | ImportReport, state: ImportState): number =>
  result.outcomes.filter((outcome) => outcome.state === state).length
