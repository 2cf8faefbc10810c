import type { ElectrodeName } from '../domain/electrode'
import { AppError } from '../domain/error'
import { createRandom, type Random } from '../domain/random'
import type { StreamEvent } from '../domain/session'
import { movementClasses, type ClassId } from '../domain/trial'
import { hertz, samples, type Hertz, type Samples } from '../domain/units'
import { distance } from '../montage/projection'
import { siteOf } from '../montage/sites'
import { scheduleCues, type CueSchedule } from './cues'
import { createDesynchronisation, sources } from './desynchronisation'
import { movementLatent, otherLatents, type PlacedLatent } from './latents'
import { createPink, createSlow, type Latent } from './noise'
import type { SimulatedSubject } from './subject'

export interface SimulationSpec {
  readonly subject: SimulatedSubject
  /** One seed, one recording: another run of the same person has another. */
  readonly seed: number
  readonly trials: number
  /** Rows of the output; any sites of the 10-05 system. */
  readonly electrodes: readonly ElectrodeName[]
  /** 160 when absent. */
  readonly sampleRate?: number
  /** All four movements when absent. */
  readonly classes?: readonly ClassId[]
  /** Slow wandering of each electrode's own level, µV; 0 when absent. */
  readonly driftMicrovolts?: number
}

export interface Simulation {
  readonly electrodes: readonly ElectrodeName[]
  readonly sampleRate: Hertz
  readonly sampleCount: Samples
  readonly cues: readonly StreamEvent[]
  readonly schedule: CueSchedule
  /** The next `count` samples in µV, one array an electrode; fewer at the end, none after it. */
  next(count: number): Float32Array[]
}

const lineHertz = 50
const lineMicrovolts = 0.6
/** Pink, of the tissue and contact under this one electrode: so a second electrode near a source is worth having. */
const sensorMicrovolts = 8

/** What one electrode has of its own: sensor noise, drift, and its share of the line. */
function createSensor(site: ElectrodeName, random: Random, spec: Required<SimulationSpec>): (line: number) => number {
  const own = random.fork(`sensor ${site}`)
  const line = lineMicrovolts * (0.5 + own.next())
  const noise = createPink(own.fork('noise'))
  const { driftMicrovolts, sampleRate } = spec
  const drift: Latent = driftMicrovolts > 0 ? createSlow(own.fork('drift'), sampleRate, 20) : () => 0
  return (wave) => sensorMicrovolts * noise() + driftMicrovolts * drift() + line * wave
}

/** `[electrode × latent]`: how much of each latent an electrode sees, µV a unit. */
function mixingMatrix(electrodes: readonly ElectrodeName[], latents: readonly PlacedLatent[]): Float64Array {
  const matrix = new Float64Array(electrodes.length * latents.length)
  electrodes.forEach((name, e) => {
    const at = siteOf(name)
    if (!at) throw unknownSite(name)
    latents.forEach(({ site, spread, amplitude }, l) => {
      const degrees = (distance(at, siteOf(site)!) * 180) / Math.PI
      matrix[e * latents.length + l] = amplitude * Math.exp(-(degrees ** 2) / (2 * spread ** 2))
    })
  })
  return matrix
}

const unknownSite = (name: string): AppError =>
  new AppError({
    code: 'input/invalid',
    message: `The simulator has sites of the 10-05 system only, not ${name}.`,
    hint: 'Choose electrodes by their names on the head.',
    values: { expected: 'a site of the 10-05 system', got: name },
  })

/** Latent values of one sample after another; the movement sources come first. */
function createLatentStep(spec: Required<SimulationSpec>, schedule: CueSchedule, random: Random) {
  const { subject, sampleRate } = spec
  const movement = sources.map((site) => movementLatent(subject, random.fork(`movement ${site}`), sampleRate, site))
  const latents = [...movement, ...otherLatents(subject, random.fork('other'), sampleRate)]
  const left = createDesynchronisation(schedule, subject, random.fork('trials'))
  const envelope = new Float64Array(sources.length)
  const step = (sample: number, into: Float64Array): void => {
    left(sample, sampleRate, envelope)
    latents.forEach((latent, l) => (into[l] = latent.next() * (envelope[l] ?? 1)))
  }
  return { latents, step }
}

/**
 * Imagined movements of a simulated person: mu and beta from sources under C3, C4 and Cz, weakened by the cued movement,
 * seen through a smooth field together with pink background, posterior alpha, blinks, muscles and the line.
 * Made sample by sample from the seed: no cutting into chunks and no choice of electrodes changes a value.
 * Throws AppError `input/invalid` for a site that the 10-05 system does not have.
 */
export function createSimulation(request: SimulationSpec): Simulation {
  const spec = { sampleRate: 160, classes: movementClasses, driftMicrovolts: 0, ...request }
  const { electrodes, sampleRate } = spec
  const random = createRandom(spec.seed).fork(`simulation of ${spec.subject.code}`)
  const schedule = scheduleCues(spec.classes, spec.trials, sampleRate, random.fork('cues'))
  const { latents, step } = createLatentStep(spec, schedule, random)
  const matrix = mixingMatrix(electrodes, latents)
  const sensors = electrodes.map((site) => createSensor(site, random, spec))
  const values = new Float64Array(latents.length)
  let at = 0
  const sense = (e: number, line: number): number => {
    let sum = sensors[e]!(line)
    for (let l = 0; l < values.length; l++) sum += matrix[e * values.length + l]! * values[l]!
    return sum
  }
  return {
    ...{
      electrodes,
      schedule,
      cues: schedule.cues,
      sampleRate: hertz(sampleRate),
      sampleCount: samples(schedule.sampleCount),
    },
    next(count) {
      const length = Math.max(0, Math.min(count, schedule.sampleCount - at))
      const data = electrodes.map(() => new Float32Array(length))
      for (let i = 0; i < length; i++, at++) {
        step(at, values)
        const line = Math.sin((2 * Math.PI * lineHertz * at) / sampleRate)
        data.forEach((row, e) => (row[i] = sense(e, line)))
      }
      return data
    },
  }
}
