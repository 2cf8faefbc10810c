import type { Hertz, Samples } from '../../domain/units'
import { durationText } from './edfPlan'

/** A record may be so many times shorter or longer than a second. */
const widest = 8

/**
 * Samples of a record such that the records end where the recording does, near to one second: EDF has whole records alone, and
 * what fills the last one would be signal to a reader. Those of a second where there is no such number.
 */
export function recordSize(sampleCount: Samples, sampleRate: Hertz): number {
  const second = Math.max(1, Math.round(sampleRate))
  const [least, most] = [Math.max(1, second / widest), Math.min(sampleCount, widest * second)]
  const sizes: number[] = []
  for (let size = Math.ceil(least); size <= most; size++) if (sampleCount % size === 0) sizes.push(size)
  sizes.sort((a, b) => Math.abs(a - second) - Math.abs(b - second) || a - b)
  const exact = sizes.find((size) => inexactness(size / sampleRate) < 1e-12)
  return exact ?? sizes.find((size) => inexactness(size / sampleRate) < Infinity) ?? second
}

/** How far the header's letters are from a duration, as a share of it; infinite where they cannot say it. */
function inexactness(duration: number): number {
  try {
    return Math.abs(Number(durationText(duration)) / duration - 1)
  } catch (thrown) {
    if (thrown instanceof RangeError) return Infinity
    throw thrown
  }
}
