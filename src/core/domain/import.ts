import type { ErrorData } from './error'
import type { RecordingProblem } from './recording'

/** What became of one file. `refused` leaves nothing in the study. */
export interface ImportOutcome {
  readonly path: string
  readonly fileName: string
  readonly state: 'waiting' | 'reading' | 'imported' | 'partly' | 'refused' | 'duplicate'
  readonly recordingId?: number
  readonly problems: readonly RecordingProblem[]
  readonly error?: ErrorData
  /** A sound part exists and is imported when the person asks for it. */
  readonly partialAvailable?: boolean
}

export interface ImportReport {
  readonly outcomes: readonly ImportOutcome[]
}

export interface ImportResult {
  readonly outcomes: readonly ImportOutcome[]
  readonly imported: number
  readonly refused: number
}
