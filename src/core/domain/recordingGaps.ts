import type { Recording } from './recording'
import { samples, type Samples } from './units'

/** Samples `from … to − 1`. */
export interface SampleRange {
  readonly from: Samples
  readonly to: Samples
}

/** What of a recording is needed to know what is not in it. */
export type Gappy = Pick<Recording, 'gaps' | 'sampleRate'>

/** Where pieces of signal were joined without anyone knowing what lay between, so much behind the seam is left out. */
const joinSeconds = 1

/**
 * The parts of a range that were recorded, in order: what is left of it without the gaps, which are in order themselves. Each
 * seam (a gap of length 0) counts as a gap of a second: longer than any that a pipeline bridges, so that no window has both
 * sides of it.
 */
export function recordedRanges({ from, to }: SampleRange, { gaps = [], sampleRate }: Gappy): SampleRange[] {
  const ranges: SampleRange[] = []
  let at: number = from
  for (const { start, length } of gaps) {
    if (start >= to) break
    if (start > at) ranges.push({ from: samples(at), to: samples(start) })
    at = Math.max(at, start + (length > 0 ? length : Math.ceil(joinSeconds * sampleRate)))
  }
  if (at < to) ranges.push({ from: samples(at), to })
  return ranges
}
