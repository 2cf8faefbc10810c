import type { ElectrodeName } from '../domain/electrode'
import type { FilterSpec, PipelineSpec } from '../domain/signal'
import type { CropSpec } from '../domain/trial'
import type { Hertz } from '../domain/units'

/** The rate of EEGMMIDB; learning at the native rate beats resampling to the published 250 Hz. */
export const defaultRate: Hertz = 160

/**
 * The signal path that a new model learns with, short of its channels. High-pass as published (Strypsteen & Bertrand
 * 2021: Butterworth, order 3, 4 Hz). The low-pass leaves mu and beta whole, keeps mains out, and lets a source of
 * 125 Hz (Cyton with Daisy) run a model of 160 Hz; a rate that cannot carry it (80 Hz and below) goes without. Measured on
 * EEGMMIDB with the fixed motor set of eight, each run held out once: S001 fists/feet 41 of 45 with and without it (loss
 * .196 and .202), S002 left/right 37 and 38 of 45 (.360 and .350): no difference that so few trials could show.
 */
export function defaultPipeline(sampleRate: Hertz = defaultRate): Omit<PipelineSpec, 'channels'> {
  const highpass: FilterSpec = { kind: 'highpass', order: 3, corners: [4] }
  const lowpass: FilterSpec = { kind: 'lowpass', order: 4, corners: [40] }
  return {
    version: 1,
    sampleRate,
    filters: sampleRate > 80 ? [highpass, lowpass] : [highpass],
    standardise: { kind: 'exponential', factor: 1e-3, epsilon: 1e-4 },
    window: 2,
    hop: 0.0625,
    warmUp: 2,
    bridgeGap: 0.04,
  }
}

/** Seven crops of two seconds a trial. */
export const defaultCrops: CropSpec = { from: 0.5, to: 4, step: 0.25 }

/** The same path for some electrodes, in the order given: every channel is worked on alone, so nothing else changes. */
export function restrictSpec(spec: Omit<PipelineSpec, 'channels'>, electrodes: readonly ElectrodeName[]): PipelineSpec {
  return { ...spec, channels: [...electrodes] }
}
