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
  const farthest = Math.min(sampleCount, Math.floor(widest * second))
  for (let distance = 0; distance < farthest; distance++) {
    for (const size of new Set([second - distance, second + distance])) {
      if (size < second / widest || size < 1 || size > farthest || sampleCount % size !== 0) continue
      if (isExact(size / sampleRate)) return size
    }
  }
  return second
}

/** Whether the header says it exactly, or as exactly as it says a second's samples at this rate. */
function isExact(seconds: number): boolean {
  try {
    return Math.abs(Number(durationText(seconds)) / seconds - 1) < 1e-7
  } catch {
    return false
  }
}
