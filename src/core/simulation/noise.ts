import type { Random } from '../domain/random'

/** One latent signal: a value a sample, from its own stream of random numbers, so that the cutting into chunks means nothing. */
export type Latent = () => number

/**
 * Pink (1/f) noise of unit variance: white noise through parallel one-pole filters (P. Kellet's economy filter, published by
 * R. Whittle, "DSP generation of pink noise", 1999).
 */
export function createPink(random: Random): Latent {
  const poles = [0.99765, 0.963, 0.57]
  const gains = [0.099046, 0.2965164, 1.0526913]
  const direct = 0.1848
  let variance = direct * direct
  for (const [i, gain] of gains.entries()) {
    variance += 2 * direct * gain
    for (const [j, other] of gains.entries()) variance += (gain * other) / (1 - poles[i]! * poles[j]!)
  }
  const scale = 1 / Math.sqrt(variance)
  let [slow, middle, fast] = [0, 0, 0]
  return () => {
    const white = random.normal()
    slow = poles[0]! * slow + gains[0]! * white
    middle = poles[1]! * middle + gains[1]! * white
    fast = poles[2]! * fast + gains[2]! * white
    return (slow + middle + fast + direct * white) * scale
  }
}

/** Unit-variance noise that forgets with the time constant `seconds` (Ornstein–Uhlenbeck process). */
export function createSlow(random: Random, sampleRate: number, seconds: number): Latent {
  const keep = Math.exp(-1 / (seconds * sampleRate))
  const fresh = Math.sqrt(1 - keep * keep)
  let value = random.normal()
  return () => (value = keep * value + fresh * random.normal())
}

/** Centre and −3 dB width in hertz. */
export interface Band {
  readonly frequency: number
  readonly width: number
}

/** A rhythm of unit variance: a damped rotation kept going by noise, so its size and phase wander as those of EEG do. */
export function createRhythm(random: Random, sampleRate: number, band: Band): Latent {
  const keep = Math.exp((-Math.PI * band.width) / sampleRate)
  const turn = (2 * Math.PI * band.frequency) / sampleRate
  const [c, s, fresh] = [keep * Math.cos(turn), keep * Math.sin(turn), Math.sqrt(1 - keep * keep)]
  let [x, y] = [random.normal(), random.normal()]
  return () => {
    const next = c * x - s * y + fresh * random.normal()
    y = s * x + c * y + fresh * random.normal()
    x = next
    return x
  }
}

/** Something that happens now and then. */
export interface Happening {
  /** Mean time between one's end and the next, seconds. */
  readonly every: number
  /** Shortest and longest, seconds. */
  readonly lasts: readonly [least: number, most: number]
}

/** Zero between the happenings; in one, a bell from 0 to its own random height near 1. */
export function createBells(random: Random, sampleRate: number, { every, lasts }: Happening): Latent {
  const wait = () => Math.ceil(-Math.log(1 - random.next()) * every * sampleRate)
  let untilNext = wait()
  let [length, at, height] = [0, 0, 0]
  return () => {
    if (at < length) return height * Math.sin((Math.PI * at++) / length) ** 2
    if (untilNext-- > 0) return 0
    length = Math.ceil((lasts[0] + (lasts[1] - lasts[0]) * random.next()) * sampleRate)
    height = 0.7 + 0.6 * random.next()
    at = 0
    untilNext = wait()
    return 0
  }
}

/** Fast noise inside the happenings, as muscles give: differences of white noise, of unit variance at the height of a bell. */
export function createBursts(random: Random, sampleRate: number, happening: Happening): Latent {
  const bell = createBells(random.fork('bells'), sampleRate, happening)
  let last = random.normal()
  return () => {
    const white = random.normal()
    const value = (bell() * (white - last)) / Math.SQRT2
    last = white
    return value
  }
}
