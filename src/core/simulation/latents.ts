import type { ElectrodeName } from '../domain/electrode'
import type { Random } from '../domain/random'
import { createBells, createBursts, createPink, createRhythm, createSlow, type Latent } from './noise'
import type { SimulatedSubject } from './subject'

/** A signal with a place on the head, seen by an electrode the less the further off it lies. */
export interface PlacedLatent {
  readonly site: ElectrodeName
  /** Width of its field on the scalp (standard deviation of a Gaussian), degrees. */
  readonly spread: number
  /** At the site itself, µV. */
  readonly amplitude: number
  readonly next: Latent
}

/** Wide enough to reach the direct neighbours (22.5° away: .37) and hardly the second ring (45°: .02). */
const movementSpread = 16
const backgroundSites = 'AF3 AF4 F7 F8 FCz T7 T8 CP5 CP6 Pz PO7 PO8'.split(' ')
/** Each of the far-reaching background sources; most of an electrode's background is its own (see `sensorMicrovolts`). */
const backgroundMicrovolts = 1

/** Mu and beta of one movement source; the caller weakens both. */
export function movementLatent(
  subject: SimulatedSubject,
  random: Random,
  sampleRate: number,
  site: ElectrodeName,
): PlacedLatent {
  const mu = createRhythm(random.fork('mu'), sampleRate, { frequency: subject.muHertz, width: 2 })
  const beta = createRhythm(random.fork('beta'), sampleRate, { frequency: subject.betaHertz, width: 4 })
  const { muMicrovolts, betaMicrovolts, gain } = subject
  return { site, spread: movementSpread, amplitude: gain, next: () => muMicrovolts * mu() + betaMicrovolts * beta() }
}

/** Posterior alpha, waxing and waning whatever the cue is. */
function alphaLatent(subject: SimulatedSubject, random: Random, sampleRate: number, site: ElectrodeName): PlacedLatent {
  const rhythm = createRhythm(random.fork('alpha'), sampleRate, { frequency: subject.alphaHertz, width: 1 })
  const wax = createSlow(random.fork('wax'), sampleRate, 4)
  return {
    site,
    spread: 22,
    amplitude: subject.gain * subject.alphaMicrovolts,
    next: () => rhythm() * Math.exp(0.5 * wax() - 0.25),
  }
}

/** All that knows nothing of the task. */
export function otherLatents(subject: SimulatedSubject, random: Random, sampleRate: number): PlacedLatent[] {
  const background = backgroundSites.map((site) => ({
    ...{ site, spread: 35, amplitude: subject.gain * backgroundMicrovolts },
    next: createPink(random.fork(`background ${site}`)),
  }))
  const alpha = ['POz', 'O1', 'O2'].map((site) => alphaLatent(subject, random.fork(`alpha ${site}`), sampleRate, site))
  const blinks = createBells(random.fork('blinks'), sampleRate, { every: 5, lasts: [0.25, 0.4] })
  const muscles = ['T7', 'T8'].map((site) => ({
    ...{ site, spread: 18, amplitude: 14 },
    next: createBursts(random.fork(`muscle ${site}`), sampleRate, { every: 15, lasts: [0.3, 1.2] }),
  }))
  return [...background, ...alpha, { site: 'Fpz', spread: 24, amplitude: 110, next: blinks }, ...muscles]
}
