import type { ReadStored } from '../pieces'

/** A recording in the variables of a MATLAB file, whatever they are called. */
export interface MatlabLayout {
  readonly sampleRate: number
  readonly labels: readonly string[]
  /** Unit of each channel; `null`: the file does not say. */
  readonly units: readonly (string | null)[]
  readonly sampleCount: number
  readonly read: ReadStored
  /** By sample; those outside the recording are still there. */
  readonly events: readonly MatlabEvent[]
  /** Events whose code or time could not be read. */
  readonly badEvents: number
}

export interface MatlabEvent {
  readonly code: string
  readonly sample: number
  /** Seconds. */
  readonly duration?: number
}
