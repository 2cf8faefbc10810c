import type { RecordingGap } from '../../domain/recording'
import { samples, type Samples } from '../../domain/units'
import { readRecords, type RecordLayout, type WantedRecords } from '../records'
import type { ByteSource } from '../source'

/** Records that follow each other without a pause. */
export interface Stretch {
  /** First record and how many. */
  readonly first: number
  readonly count: number
  /** Seconds from the start of the recording. */
  readonly start: number
}

/** A stretch among the samples of the recording. */
export interface PlacedStretch extends Stretch {
  readonly at: Samples
}

export interface Timeline {
  readonly stretches: readonly PlacedStretch[]
  readonly perRecord: number
  readonly sampleCount: Samples
  readonly gaps: readonly RecordingGap[]
}

/** Longer pauses end a recording, and so do more hours of pauses in all: nobody wants to wait for held samples. */
const longest = { pause: 3600, pauses: 24 * 3600 }
/** Records that begin this much earlier than the one before ends are in no order, seconds. */
const backwards = 1

/** Finds the pauses from the times at which records say that they begin, seconds from the start of the recording. */
export function trackStretches(recordDuration: number) {
  const starts: Omit<Stretch, 'count'>[] = [{ first: 0, start: 0 }]
  let paused = 0
  return {
    /** `false`: this record and those after it have no place. */
    begins(record: number, start: number): boolean {
      const last = starts.at(-1)!
      const pause = start - (last.start + (record - last.first) * recordDuration)
      if (pause > longest.pause || pause < -backwards || paused + pause > longest.pauses) return false
      if (pause <= recordDuration / 100) return true
      paused += pause
      starts.push({ first: record, start })
      return true
    },
    end: (records: number): Stretch[] =>
      starts.map((one, i) => ({ ...one, count: (starts[i + 1]?.first ?? records) - one.first })),
  }
}

/** Places stretches on one clock of samples; each begins at its own time, so that roundings do not add up. */
export function placeStretches(stretches: readonly Stretch[], perRecord: number, sampleRate: number): Timeline {
  const placed: PlacedStretch[] = []
  const gaps: RecordingGap[] = []
  let end = 0
  for (const stretch of stretches) {
    const at = Math.max(end, Math.round(stretch.start * sampleRate))
    if (at > end) gaps.push({ start: samples(end), length: samples(at - end) })
    placed.push({ ...stretch, at: samples(at) })
    end = at + stretch.count * perRecord
  }
  return { stretches: placed, perRecord, sampleCount: samples(end), gaps }
}

/** Sample of the recording at which a record begins. */
export function sampleOfRecord(
  { stretches, perRecord }: Pick<Timeline, 'stretches' | 'perRecord'>,
  record: number,
): Samples {
  const stretch = stretches.findLast(({ first }) => first <= record)!
  return samples(stretch.at + (record - stretch.first) * perRecord)
}

/** As `readRecords`, on the clock of the timeline; in the gaps the last value is held. */
export function readTimeline(
  source: ByteSource,
  { layout, timeline }: { layout: RecordLayout; timeline: Timeline },
  { from, to: wanted, signals, into }: WantedRecords,
): Float32Array[] {
  const { stretches, perRecord, sampleCount } = timeline
  const to = samples(Math.min(wanted, sampleCount))
  if (stretches.length === 1) return readRecords(source, layout, { from, to, signals, into })
  const result = into ?? signals.map(() => new Float32Array(Math.max(0, to - from)))
  for (const [i, { at, first, count }] of stretches.entries()) {
    const end = at + count * perRecord
    const next = stretches[i + 1]?.at ?? end
    if (next <= from || at >= to) continue
    // At least the last sample, which is held until the next stretch begins.
    const [low, high] = [Math.min(Math.max(from, at), end - 1), Math.min(to, end)]
    const shift = first * perRecord - at
    const part = readRecords(source, layout, { from: samples(low + shift), to: samples(high + shift), signals })
    part.forEach((data, signal) => {
      if (end > from) result[signal]!.set(data, low - from)
      result[signal]!.fill(data.at(-1)!, Math.max(0, end - from), Math.max(0, Math.min(to, next) - from))
    })
  }
  return result
}
