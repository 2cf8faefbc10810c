import type { ElectrodeName } from './electrode'
import type { ErrorData } from './error'
import type { AccuracyFigure } from './model'
import type { LatencyFigure, StreamEvent, TrialOutcome } from './session'

export type Quality = 'good' | 'fair' | 'bad'
export interface ChannelQuality {
  readonly electrode: ElectrodeName
  readonly quality: Quality
  /** Key of the message catalogue, e.g. `flat`, `line-noise`, `railed`, `drift`. */
  readonly reason: string | null
  readonly rmsMicrovolts: number
  readonly lineMicrovolts: number
}

/** What a running stream tells whoever watches, about twenty times a second. */
export type StreamMessage =
  | {
      readonly kind: 'samples'
      /** First sample on the source's clock. */
      readonly start: number
      /** One array an electrode, µV, in the model's order. */
      readonly data: readonly Float32Array[]
      readonly events: readonly StreamEvent[]
      readonly gaps: readonly { readonly start: number; readonly length: number }[]
    }
  | {
      readonly kind: 'outputs'
      readonly items: readonly {
        readonly sample: number
        readonly probabilities: Float32Array
        readonly evidence: Float32Array
        readonly decision: number
      }[]
    }
  | {
      readonly kind: 'trial'
      readonly outcome: TrialOutcome
      /** Over all trials of this stream so far. */
      readonly accuracy: AccuracyFigure
    }
  | ({ readonly kind: 'status' } & StreamStatus)

export interface StreamStatus {
  readonly elapsedSeconds: number
  /** Since the stream began, seen by the page or not. */
  readonly outputs: number
  readonly decisions: number
  /** Age of the newest sample when this was sent, milliseconds. */
  readonly newestSampleAgeMs: number
  readonly latencyMs: LatencyFigure | null
  readonly receivedSamples: number
  readonly lostSamples: number
  readonly backlogMs: number
  readonly battery: number | null
  readonly recordedBytes: number
  readonly freeBytes: number | null
  readonly quality: readonly ChannelQuality[]
  /** Share of a finite source that has been played, 0…1; null for a device. */
  readonly progress: number | null
  readonly stalled: boolean
  /** Set when recording had to stop (full disk), with the stream's time then; decoding goes on. */
  readonly recordingStopped: (ErrorData & { readonly atSeconds: number }) | null
}
