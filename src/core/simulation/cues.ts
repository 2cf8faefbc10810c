import type { Random } from '../domain/random'
import type { StreamEvent } from '../domain/session'
import type { ClassId } from '../domain/trial'
import { samples } from '../domain/units'

/** Times as in EEGMMIDB, seconds: rest, then the cue is on. */
export const restSeconds = 4.2
export const cueSeconds = 4.1
/** Rest after the last cue. */
const tailSeconds = 2

export interface CueSchedule {
  readonly cues: readonly StreamEvent[]
  /** Starts of rest, before each cue. */
  readonly rests: readonly number[]
  /** Whole seconds, in samples. */
  readonly sampleCount: number
}

/** The classes as often as each other (to within one), in shuffled order. */
export function scheduleCues(
  classes: readonly ClassId[],
  trials: number,
  sampleRate: number,
  random: Random,
): CueSchedule {
  const order = random.shuffle(Array.from({ length: trials }, (_, i) => classes[i % classes.length]!))
  const rest = Math.round(restSeconds * sampleRate)
  const cue = Math.round(cueSeconds * sampleRate)
  const end = trials * (rest + cue) + tailSeconds * sampleRate
  return {
    cues: order.map((classId, i) => ({ sample: samples(i * (rest + cue) + rest), classId })),
    rests: order.map((_, i) => i * (rest + cue)),
    sampleCount: Math.ceil(end / sampleRate) * sampleRate,
  }
}
