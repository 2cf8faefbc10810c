import type { Hertz } from '../../core/domain/units'
import type { PackageRule } from './devices'

/** Package numbers and host times of consecutive samples, as read together. */
export interface Stamps {
  readonly count: number
  readonly numbers: ArrayLike<number> | null
  /** UNIX seconds. */
  readonly times: ArrayLike<number>
}

export interface LossCounter {
  /** True when a pause may hide whole turns of the package number, and what came after it is too short to tell. */
  undecided(stamps: Stamps, silentSeconds: number): boolean
  /** Samples lost before each sample. `silentSeconds`: by a steady clock, since the samples before these were read. */
  count(stamps: Stamps, silentSeconds: number): Uint32Array
}

interface Options {
  readonly sampleRate: Hertz
  readonly packages: PackageRule
  /** A jump of numbers in no time is no loss: a played file that starts over. */
  readonly jumps: boolean
}

/** Host times jitter by tens of milliseconds; a steady clock bounds a pause up to this, in seconds. */
const slack = 0.1
/** Without package numbers a pause is a loss from here on, in seconds. */
const pauseWithoutNumbers = 0.5

/**
 * Loss by package number and time together: the number alone misses whole turns, the time alone takes a late
 * burst for a loss.
 */
export function createLossCounter({ sampleRate, packages, jumps }: Options): LossCounter {
  const turn = packages ? packages.modulus / packages.step : Math.round(pauseWithoutNumbers * sampleRate)
  let lastNumber = 0
  let lastTime: number | null = null

  const advanceOf = (number: number): number => {
    if (!packages) return 1
    const distance = Math.round((number - lastNumber) / packages.step)
    return ((distance % turn) + turn) % turn
  }
  /** Samples that the pause before sample `i` would have held, less those that came in a burst after it. */
  const pauseOf = (stamps: Stamps, i: number, silentSeconds: number): number => {
    const pause = Math.min(Math.max(0, stamps.times[i]! - lastTime!), silentSeconds + slack) * sampleRate
    const after = stamps.count - 1 - i
    const burst = after - (stamps.times[stamps.count - 1]! - stamps.times[i]!) * sampleRate
    return pause - Math.max(0, burst)
  }
  const lossAt = (stamps: Stamps, i: number, silentSeconds: number): number => {
    if (lastTime === null) return 0
    const advance = advanceOf(stamps.numbers?.[i] ?? 0)
    const pause = pauseOf(stamps, i, silentSeconds)
    const hidden = pause - advance > turn / 2 ? pause - advance : 0
    const whole = packages ? Math.round(hidden / turn) * turn : Math.round(hidden)
    if (jumps && advance > 1 && pause < advance / 2) return 0
    // An old number again is a sample whose first half was lost (Daisy): stale, but there.
    return Math.max(1, advance + whole) - 1
  }
  const follow = (number: number, time: number): void => {
    const stale = packages !== null && lastTime !== null && advanceOf(number) === 0
    lastNumber = stale ? (lastNumber + packages.step) % packages.modulus : number
    lastTime = time
  }

  return {
    undecided(stamps, silentSeconds) {
      let before = lastTime
      for (let i = 0; i < stamps.count && before !== null; i++) {
        const pause = Math.min(stamps.times[i]! - before, silentSeconds + slack) * sampleRate
        if (pause > turn / 2) return stamps.count - i < pause
        before = stamps.times[i]!
      }
      return false
    },
    count(stamps, silentSeconds) {
      const losses = new Uint32Array(stamps.count)
      for (let i = 0; i < stamps.count; i++) {
        losses[i] = lossAt(stamps, i, silentSeconds)
        follow(stamps.numbers?.[i] ?? 0, stamps.times[i]!)
      }
      return losses
    },
  }
}
