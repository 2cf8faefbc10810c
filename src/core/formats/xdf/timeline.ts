import type { RecordingGap } from '../../domain/recording'
import { samples } from '../../domain/units'

/** A stretch of samples without a break, on an even clock. */
export interface Stretch {
  /** First stored sample and how many. */
  readonly first: number
  readonly count: number
  /** Recorder's time of the first sample and seconds between two, by a least-squares line. */
  readonly start: number
  readonly step: number
}

/** A break is longer than both: limits as in pyxdf (jitter_break_threshold_…). */
const breakSeconds = 1
const breakSamples = 500

/** Cuts at breaks and evens the jitter of the time stamps out. */
export function evenOut(times: Float64Array, nominalRate: number): Stretch[] {
  const limit = Math.max(breakSeconds, breakSamples / nominalRate)
  const stretches: Stretch[] = []
  let first = 0
  for (let i = 1; i <= times.length; i++) {
    const step = i < times.length ? times[i]! - times[i - 1]! : Infinity
    if (step >= 0 && step <= limit) continue
    stretches.push(fit(times, first, i - first, nominalRate))
    first = i
  }
  return stretches
}

function fit(times: Float64Array, first: number, count: number, nominalRate: number): Stretch {
  const middle = (count - 1) / 2
  let [sum, top, bottom] = [0, 0, 0]
  for (let i = 0; i < count; i++) sum += times[first + i]!
  const mean = sum / count
  for (let i = 0; i < count; i++) {
    top += (i - middle) * (times[first + i]! - mean)
    bottom += (i - middle) ** 2
  }
  const step = bottom > 0 ? top / bottom : 1 / nominalRate
  return { first, count, start: mean - middle * step, step }
}

/** A stretch at its place among the samples of the recording. */
export interface PlacedStretch extends Stretch {
  readonly at: number
}

export interface Timeline {
  readonly stretches: readonly PlacedStretch[]
  readonly sampleCount: number
  /** Samples between the stretches that the file does not have. */
  readonly lost: number
  /** Seconds that come after a break too long to be filled. */
  readonly left: number
}

/** Longer breaks end a recording: nobody wants hours of held samples. */
const longestFill = 3600

/** The nominal rate, unless the samples came at a rate that differs by more than this share. */
const tolerated = 0.005

/** Samples a second as they really came, to a tenth of a millihertz. */
export function effectiveRate(stretches: readonly Stretch[], nominalRate: number): number {
  const steps = stretches.reduce((sum, { count }) => sum + count - 1, 0)
  const seconds = stretches.reduce((sum, { count, step }) => sum + (count - 1) * step, 0)
  const rate = seconds > 0 ? steps / seconds : nominalRate
  return Math.abs(rate / nominalRate - 1) > tolerated ? Math.round(rate * 1e4) / 1e4 : nominalRate
}

/** Places the stretches on one even clock; short breaks leave room for the samples that were lost. */
export function placeStretches(stretches: readonly Stretch[], sampleRate: number): Timeline {
  const placed: PlacedStretch[] = []
  let [end, lost] = [0, 0]
  for (const [i, stretch] of stretches.entries()) {
    const before = placed.at(-1)
    const pause = before ? stretch.start - (before.start + before.count * before.step) : 0
    if (pause > longestFill || pause < -1) {
      const left = stretches.slice(i).reduce((sum, { count }) => sum + count, 0) / sampleRate
      return { stretches: placed, sampleCount: end, lost, left }
    }
    const missing = Math.max(0, Math.round(pause * sampleRate))
    placed.push({ ...stretch, at: end + missing })
    lost += missing
    end += missing + stretch.count
  }
  return { stretches: placed, sampleCount: end, lost, left: 0 }
}

/** Sample of the recording that is nearest to a time on the recorder's clock; `null` when it lies outside. */
export function sampleAt({ stretches, sampleCount }: Timeline, time: number): number | null {
  const stretch = stretches.findLast(({ start, step }) => time >= start - step / 2) ?? null
  if (!stretch) return null
  const sample = stretch.at + Math.round((time - stretch.start) / stretch.step)
  return sample < sampleCount ? sample : null
}

/** Where samples are missing between the stretches. */
export const gapsIn = ({ stretches }: Timeline): RecordingGap[] =>
  stretches.flatMap(({ at }, i) => {
    const before = stretches[i - 1]
    const start = before ? before.at + before.count : at
    return at > start ? [{ start: samples(start), length: samples(at - start) }] : []
  })
