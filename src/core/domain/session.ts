import type { ElectrodeName } from './electrode'
import type { ErrorData } from './error'
import type { AccuracyFigure } from './model'
import type { ClassId } from './trial'
import type { Hertz, Samples } from './units'

/** Which board row feeds which electrode. Order: the model's channels. */
export interface Wire {
  readonly electrode: ElectrodeName
  /** Index into the board's EEG inputs, 0-based; null while not connected. */
  readonly input: number | null
}
export type Wiring = readonly Wire[]

/** What a session or replay reads its samples from. */
export type SourceRequest =
  | {
      readonly kind: 'brainflow'
      readonly boardId: number
      readonly parameters: Readonly<Record<string, string | number>>
      readonly wiring: Wiring
    }
  | {
      readonly kind: 'simulator'
      readonly seed: number
      readonly trials: number
      readonly subject: number
      readonly speed: number
    }
  | { readonly kind: 'recording'; readonly recordingId: number; readonly speed: number }
  | { readonly kind: 'session'; readonly sessionId: string; readonly speed: number }

/** Speed: 1 = as recorded, 0 = as fast as possible. */
export interface SessionRequest {
  readonly modelId: string
  readonly source: SourceRequest
  /** Write what is streamed to the study. A replay does not. */
  readonly record: boolean
}

export interface SessionSummary {
  readonly id: string
  readonly modelId: string
  readonly subject: string
  readonly startedAtMs: number
  readonly seconds: number
  readonly sampleRate: Hertz
  readonly electrodes: readonly ElectrodeName[]
  readonly classes: readonly ClassId[]
  readonly sourceLabel: string
  readonly outputs: number
  readonly decisions: number
  readonly lostSamples: number
  readonly byteLength: number
  /** False after a crash: the file ends without its closing record, and is read up to the last sound one. */
  readonly closed: boolean
}

/** Cue seen on a stream, meeting samples by index on the source's clock. */
export interface StreamEvent {
  readonly sample: Samples
  readonly classId: ClassId
}

export interface LatencyFigure {
  readonly p50: number
  readonly p95: number
}

/** What a session or replay says when it ends. */
export interface SessionResult {
  readonly sessionId: string | null
  readonly outputs: number
  readonly decisions: number
  readonly lostSamples: number
  readonly seconds: number
  /** From the arrival of the newest sample to its output, milliseconds. */
  readonly latencyMs: LatencyFigure | null
  readonly accuracy: AccuracyFigure | null
  readonly confusion: readonly (readonly number[])[] | null
  /** For the replay of a session: are all outputs equal to the recorded ones, bit for bit? */
  readonly equalsRecorded: boolean | null
  /** Position of the first difference in the outputs. */
  readonly firstDifference: number | null
  readonly trials: readonly TrialOutcome[]
  /** True when the recording was part of the training set: not a figure to report. */
  readonly usedForTraining: boolean
  /** What of a session's file could not be played, because it is damaged; null when all was there. */
  readonly problem: ErrorData | null
}

export interface TrialOutcome {
  readonly cueSample: Samples
  readonly classId: ClassId
  readonly decided: ClassId
  readonly probabilities: readonly number[]
}
