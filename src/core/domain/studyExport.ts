import type { ElectrodeName } from './electrode'
import type { ClassId } from './trial'

/** A study as a BIDS data set. */
export interface BidsExportRequest {
  /** A folder that is not there, or is empty. */
  readonly output: string
  /** Leaves out all that may name a person, and reads each file back to see that it is so. */
  readonly deidentify: boolean
  /** Those recordings alone; all when absent. */
  readonly recordingIds?: readonly number[] | undefined
}

export interface BidsExportResult {
  readonly path: string
  readonly subjects: number
  readonly recordings: number
  /** Files that are the originals, bit for bit. */
  readonly copied: number
  /** Files that were written as BDF+ and read back. */
  readonly converted: number
  readonly bytes: number
  /** Different texts of annotations that were replaced by numbers, since they may name a person. */
  readonly textsReplaced: number
}

/** `training`: filtered, resampled and standardised as learning sees it. `raw`: µV as recorded. */
export const epochSignals = ['training', 'raw'] as const
export type EpochSignal = (typeof epochSignals)[number]

/** Trials of a study as one array. */
export interface EpochsExportRequest {
  readonly output: string
  readonly signal: EpochSignal
  /** All that the study has when empty. */
  readonly classes: readonly ClassId[]
  /** Seconds after the cue, `from … to`. */
  readonly window: { readonly from: number; readonly to: number }
  /** Those recordings alone; all when absent. */
  readonly recordingIds?: readonly number[] | undefined
}

export interface EpochsExportResult {
  readonly path: string
  readonly signal: EpochSignal
  readonly trials: number
  readonly electrodes: readonly ElectrodeName[]
  readonly samples: number
  readonly sampleRate: number
  readonly classes: readonly ClassId[]
  /** Trials that a bad span, a gap or an end of a recording spoils. */
  readonly leftOut: number
  readonly bytes: number
}

/** Either of the two, as a job is asked for it. */
export type StudyExportRequest =
  ({ readonly form: 'bids' } & BidsExportRequest) | ({ readonly form: 'epochs' } & EpochsExportRequest)

export const defaultEpochWindow = { from: 0.5, to: 4 } as const
