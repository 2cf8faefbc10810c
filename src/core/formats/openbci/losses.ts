import type { Break } from '../pieces'
import type { SampleCounter } from './counter'

/** Takes the rows in order and finds what is missing between them. */
export interface LossFinder {
  /** `index`: sample number; `time`: seconds; both NaN where the file has none. */
  row(index: number, time: number): void
  /** What was lost, in order. */
  finish(): Break[]
}

/** Seconds over which the earliest arrivals are compared. */
const horizon = 2

/**
 * By sample number, and by time where whole rounds were lost or there is no number. Rows arrive in bursts, so one late row
 * proves nothing: the earliest arrivals of the two seconds before and after a jump are compared, and only a shift that stays
 * counts.
 */
export function createLossFinder(counter: SampleCounter | null, sampleRate: number): LossFinder {
  const breaks: Break[] = []
  const shifts = createShiftFinder(sampleRate, counter?.round ?? 0)
  let [rows, place, last, run] = [0, 0, NaN, 0]
  const lose = (before: number, lost: number): void => {
    if (lost > 0) breaks.push({ before, lost })
    place += Math.max(0, lost)
  }
  const settle = (found: Break | null): void => {
    if (found) lose(found.before, found.lost)
  }
  return {
    row(index, time) {
      if (rows > 0 && counter && index !== last) lose(rows, counter.lostBetween(last, run, index) ?? 0)
      run = index === last ? run + 1 : 1
      last = index
      settle(shifts.row(rows, place, time))
      rows++
      place++
    },
    finish() {
      settle(shifts.finish())
      return breaks.sort((a, b) => a.before - b.before)
    },
  }
}

interface Pending {
  readonly before: number
  readonly earlier: number
  readonly until: number
  later: number
}

/** Finds jumps of the time stamps against the samples' places. */
function createShiftFinder(sampleRate: number, round: number) {
  const length = Math.max(8, Math.ceil(horizon * sampleRate))
  const recent = new Float64Array(length).fill(NaN)
  // A shift of less than half a round is the number's to tell.
  const least = Math.max(0.25, round / 2 / sampleRate)
  let pending: Pending | null = null
  let previous = NaN
  const resolve = (): Break | null => {
    if (!pending) return null
    const { before, earlier, later } = pending
    pending = null
    const lost = (later - earlier) * sampleRate
    const whole = round > 0 ? Math.round(lost / round) * round : lost / sampleRate > least ? Math.round(lost) : 0
    if (!(whole > 0)) return null
    for (let i = 0; i < length; i++) recent[i]! -= whole / sampleRate
    previous -= whole / sampleRate
    return { before, lost: whole }
  }
  return {
    row(row: number, place: number, time: number): Break | null {
      if (!Number.isFinite(time)) return null
      const offset = time - place / sampleRate
      let found: Break | null = null
      if (pending && row >= pending.until) found = resolve()
      const late = offset - (found ? found.lost / sampleRate : 0)
      if (!pending && late - previous > least)
        pending = { before: row, earlier: smallest(recent), until: row + length, later: Infinity }
      if (pending) pending.later = Math.min(pending.later, late)
      recent[row % length] = late
      previous = late
      return found
    },
    finish: resolve,
  }
}

function smallest(values: Float64Array): number {
  let least = Infinity
  for (const value of values) if (value < least) least = value
  return least
}
