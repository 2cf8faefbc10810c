/** One comparison of a stream's clock with the recorder's. */
export interface ClockOffset {
  /** Time on the stream's clock, seconds. */
  readonly time: number
  /** What to add to be on the recorder's. */
  readonly offset: number
}

export interface ClockMap {
  /** Time on the recorder's clock. */
  toRecorder(time: number, index: number): number
  /** How often the stream's clock was set anew while it was recorded. */
  readonly resets: number
}

/** A clock was set anew where both its time and its offset leap: limits as in pyxdf (reset_threshold_…). */
const limits = { seconds: 5, deviations: 5, offsetSeconds: 1, offsetDeviations: 10 }
/** Errors up to this, in seconds, count fully in the fit; larger ones ever less (Huber). */
const tolerated = 1e-4

/**
 * Straight lines through the offsets, one between each two resets. `times`: the stream's time stamps, by which a segment
 * is told where the clock ran backwards.
 */
export function mapClock(offsets: readonly ClockOffset[], times: Float64Array): ClockMap {
  if (offsets.length === 0) return { toRecorder: (time) => time, resets: 0 }
  const starts = [0, ...resetsIn(offsets)]
  const lines = starts.map((start, i) => fitLine(offsets.slice(start, starts[i + 1] ?? offsets.length)))
  if (lines.length === 1) return { toRecorder: (time) => time + lines[0]!(time), resets: 0 }
  const changes = stampsAfterResets(offsets, starts, times)
  const lineOf = (index: number) => lines[changes.findLastIndex((from) => index >= from)]!
  return { toRecorder: (time, index) => time + lineOf(index)(time), resets: lines.length - 1 }
}

function resetsIn(offsets: readonly ClockOffset[]): number[] {
  const steps = offsets.slice(1).map(({ time }, i) => time - offsets[i]!.time)
  const leaps = offsets.slice(1).map(({ offset }, i) => Math.abs(offset - offsets[i]!.offset))
  const [step, leap] = [median(steps), median(leaps)]
  const stepSpread = median(steps.map((value) => Math.abs(value - step))) + Number.EPSILON
  const leapSpread = median(leaps.map((value) => Math.abs(value - leap))) + Number.EPSILON
  return steps.flatMap((value, i) => {
    const late = value - step > limits.seconds && (value - step) / stepSpread > limits.deviations
    const away = leaps[i]! - leap > limits.offsetSeconds && (leaps[i]! - leap) / leapSpread > limits.offsetDeviations
    return (value < 0 || late) && away ? [i + 1] : []
  })
}

/** First time stamp of each segment: where the stamps come nearest to the segment's first comparison by a leap. */
function stampsAfterResets(offsets: readonly ClockOffset[], starts: readonly number[], times: Float64Array): number[] {
  const changes = [0]
  for (const start of starts.slice(1)) {
    const [before, after] = [offsets[start - 1]!.time, offsets[start]!.time]
    let index = changes.at(-1)!
    while (index < times.length && Math.abs(times[index]! - before) <= Math.abs(times[index]! - after)) index++
    changes.push(index)
  }
  return changes
}

/** Line through the offsets by iterated reweighting (P. J. Huber 1981); a level for a single one. */
function fitLine(offsets: readonly ClockOffset[]): (time: number) => number {
  const origin = offsets[0]!.time
  let [level, slope] = [offsets[0]!.offset, 0]
  for (let round = 0; round < 20; round++) {
    const weights = offsets.map(({ time, offset }) => {
      const error = Math.abs(offset - level - slope * (time - origin))
      return round === 0 || error <= tolerated ? 1 : tolerated / error
    })
    const total = weights.reduce((sum, weight) => sum + weight, 0)
    const mean = (value: (one: ClockOffset) => number): number =>
      offsets.reduce((sum, one, i) => sum + weights[i]! * value(one), 0) / total
    const [mx, my] = [mean(({ time }) => time - origin), mean(({ offset }) => offset)]
    const spread = mean(({ time }) => (time - origin - mx) ** 2)
    slope = spread > 0 ? mean(({ time, offset }) => (time - origin - mx) * (offset - my)) / spread : 0
    level = my - slope * mx
  }
  return (time) => level + slope * (time - origin)
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
}
