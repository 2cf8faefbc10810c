import type { ElectrodeName } from './electrode'
import type { Hertz, Samples, Seconds } from './units'

/** Samples as they arrived; the number of samples means nothing. */
export interface Chunk {
  /** Index of the first sample on the source's clock. The clock counts lost samples too. */
  readonly start: Samples
  /** One array a channel, µV, all of one length. */
  readonly data: readonly Float32Array[]
}

/** Causal Butterworth filter as second-order sections. */
export interface FilterSpec {
  readonly kind: 'highpass' | 'lowpass' | 'bandpass' | 'notch'
  readonly order: number
  /** One corner for high- and low-pass, two for the others (notch: centre and width). */
  readonly corners: readonly Hertz[]
}

export interface StandardiseSpec {
  readonly kind: 'exponential'
  /** Weight of the newest sample once warmed up: max(1/n, factor). */
  readonly factor: number
  readonly epsilon: number
}

/** Plain, versioned data: the whole way from samples to windows. Saved inside the model. */
export interface PipelineSpec {
  readonly version: 1
  readonly channels: readonly ElectrodeName[]
  /** The model's rate; a source of another rate is resampled to it. */
  readonly sampleRate: Hertz
  readonly filters: readonly FilterSpec[]
  readonly standardise: StandardiseSpec
  readonly window: Seconds
  readonly hop: Seconds
  /** Nothing leaves before this time after a start or a reset. */
  readonly warmUp: Seconds
  /** A gap up to this long is bridged by the last value; a longer one resets the state. */
  readonly bridgeGap: Seconds
}

/** What a source says of itself before the first sample. */
export interface SourceInfo {
  /** Names in the order of the chunk's channels. */
  readonly channels: readonly ElectrodeName[]
  readonly sampleRate: Hertz
}

/** A stretch of preprocessed signal. Never called `window`. */
export interface SignalWindow {
  /** First sample and one past the last, on the clock of the **pipeline's** rate; sample 0 is the source's sample 0. */
  readonly start: Samples
  readonly end: Samples
  /** `[channel, sample]`, channel-major, length channels × (end − start). Owned by the receiver. */
  readonly data: Float32Array
}

export interface Gap {
  /** On the source's clock. */
  readonly start: Samples
  readonly length: Samples
  readonly action: 'held' | 'reset'
}

/** The only way from samples to windows. */
export interface Pipeline {
  readonly spec: PipelineSpec
  /** Windows completed by this chunk, oldest first. Throws AppError for a chunk that does not fit. */
  push(chunk: Chunk): SignalWindow[]
  /** Gaps met so far, oldest first. */
  readonly gaps: readonly Gap[]
}

/** What a person gets at the end of a decoded trial or stretch. */
export interface DecoderOutput {
  /** One past the newest sample of the window, on the pipeline's clock: when this could be known at the earliest. */
  readonly sample: Samples
  /** One a class, sums to 1. */
  readonly probabilities: Float32Array
  /** Accumulated evidence a class, in nats, after this window. */
  readonly evidence: Float32Array
  /** Index of the class decided on with this window, or −1 for none. */
  readonly decision: number
}
