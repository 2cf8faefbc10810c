import type { ElectrodeName } from '../../core/domain/electrode'
import type { PipelineSpec } from '../../core/domain/signal'
import type { Trial } from '../../core/domain/trial'

/** Trials as one array, with what each is. */
export interface Epochs {
  /** `[trial, electrode, sample]`; standardised, or µV. */
  readonly x: Float32Array
  readonly trials: readonly Trial[]
  readonly electrodes: readonly ElectrodeName[]
  readonly samples: number
  readonly sampleRate: number
  /** First sample, seconds after the cue, `[trial]`. */
  readonly starts: Float64Array
  readonly leftOut: number
  /** Null: no pipeline, the samples are as recorded. */
  readonly pipeline: Omit<PipelineSpec, 'channels'> | null
}
