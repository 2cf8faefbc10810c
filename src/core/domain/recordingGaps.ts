import type { RecordingGap } from './recording'
import { samples, type Samples } from './units'

/** Samples `from … to − 1`. */
export interface SampleRange {
  readonly from: Samples
  readonly to: Samples
}

/** The parts of a range that were recorded, in order: what is left of it without the gaps, which are in order themselves. */
export function recordedRanges({ from, to }: SampleRange, gaps: readonly RecordingGap[] = []): SampleRange[] {
  const ranges: SampleRange[] = []
  let at: number = from
  for (const { start, length } of gaps) {
    if (start >= to) break
    if (start > at) ranges.push({ from: samples(at), to: samples(start) })
    at = Math.max(at, start + length)
  }
  if (at < to) ranges.push({ from: samples(at), to })
  return ranges
}
