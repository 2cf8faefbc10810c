import type { ElectrodeName } from '../domain/electrode'
import type { Random } from '../domain/random'
import type { ClassId } from '../domain/trial'
import { cueSeconds, type CueSchedule } from './cues'
import type { SimulatedSubject } from './subject'

/** Where the rhythms of movement come from, and which of them each movement weakens: the hands cross, the feet lie in the middle. */
export const sources: readonly ElectrodeName[] = ['C3', 'C4', 'Cz']
const weakened: Readonly<Record<ClassId, readonly ElectrodeName[]>> = {
  'left-fist': ['C4'],
  'right-fist': ['C3'],
  'both-fists': ['C3', 'C4'],
  'both-feet': ['Cz'],
}

/** Time in which the amplitude falls and comes back, seconds. */
const rampSeconds = 0.5

interface Course {
  readonly cueSample: number
  /** Share of the amplitude that is taken away, one a source. */
  readonly depths: readonly number[]
  readonly latency: number
}

const clamp = (value: number, least: number, most: number) => Math.min(most, Math.max(least, value))
/** 0 to 1 with a level start and end. */
const smooth = (share: number) => {
  const x = clamp(share, 0, 1)
  return x * x * (3 - 2 * x)
}

function drawCourse(subject: SimulatedSubject, random: Random, cue: { sample: number; classId: ClassId }): Course {
  const depth = clamp(subject.depth + 0.06 * random.normal(), 0.5, 0.9)
  const latency = clamp(subject.latency + 0.06 * random.normal(), 0.05, 0.45)
  const active = weakened[cue.classId] ?? []
  // Not both hands fall equally deep in one trial.
  const depths = sources.map((site) => (active.includes(site) ? clamp(depth + 0.03 * random.normal(), 0.5, 0.9) : 0))
  return { cueSample: cue.sample, depths, latency }
}

/**
 * What is left of the amplitude of each source at a sample, 0 to 1: falls after the cue, stays low while the cue is on
 * (G. Pfurtscheller, F. Lopes da Silva, Clin. Neurophysiol. 110 (1999) 1842–1857). Samples must be asked for in rising order.
 */
export function createDesynchronisation(schedule: CueSchedule, subject: SimulatedSubject, random: Random) {
  const courses = schedule.cues.map((cue) => drawCourse(subject, random, cue))
  let current = -1
  return (sample: number, sampleRate: number, into: Float64Array): void => {
    while (current + 1 < courses.length && courses[current + 1]!.cueSample <= sample) current++
    const course = courses[current]
    if (!course) {
      into.fill(1)
      return
    }
    const time = (sample - course.cueSample) / sampleRate
    const level = smooth((time - course.latency) / rampSeconds) * (1 - smooth((time - cueSeconds) / rampSeconds))
    course.depths.forEach((depth, i) => (into[i] = 1 - depth * level))
  }
}
