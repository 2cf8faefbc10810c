import { createRandom } from '../domain/random'

/** What differs between two simulated people. Amplitudes in µV at the site above a source. */
export interface SimulatedSubject {
  readonly code: string
  readonly muHertz: number
  readonly betaHertz: number
  readonly alphaHertz: number
  readonly muMicrovolts: number
  readonly betaMicrovolts: number
  readonly alphaMicrovolts: number
  /** Mean share of the amplitude that imagining a movement takes away. */
  readonly depth: number
  /** Mean time from the cue to the first change, seconds. */
  readonly latency: number
  /** All brain signals are that much larger or smaller: skull and scalp. */
  readonly gain: number
}

/** Person `number` (1, 2, …) is the same in every study and session. `strength` scales the rhythms of movement; 1 is usual. */
export function createSimulatedSubject(number: number, strength = 1): SimulatedSubject {
  const random = createRandom(number).fork('simulated subject')
  const between = (least: number, most: number) => least + (most - least) * random.next()
  return {
    code: `SIM${number}`,
    muHertz: between(9.5, 11.5),
    betaHertz: between(18.5, 22.5),
    alphaHertz: between(9, 11),
    muMicrovolts: strength * between(5.5, 7),
    betaMicrovolts: strength * between(2.4, 3.2),
    alphaMicrovolts: between(7, 10),
    depth: between(0.68, 0.76),
    latency: between(0.15, 0.3),
    gain: between(0.9, 1.2),
  }
}
