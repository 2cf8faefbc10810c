/** Branded numbers, so that seconds never meet samples by accident. The brand exists for the compiler only. */
declare const unit: unique symbol
type Branded<Name extends string> = number & { readonly [unit]?: Name }

export type Hertz = Branded<'hertz'>
export type Seconds = Branded<'seconds'>
/** A count of samples, or a position on a sample clock. */
export type Samples = Branded<'samples'>
/** Microvolts; every amplitude inside the program. */
export type Microvolts = Branded<'microvolts'>

export const hertz = (value: number): Hertz => value as Hertz
export const seconds = (value: number): Seconds => value as Seconds
export const samples = (value: number): Samples => value as Samples

/** Nearest whole number of samples in `duration` at `sampleRate`. */
export const toSamples = (duration: Seconds, sampleRate: Hertz): Samples => Math.round(duration * sampleRate) as Samples
