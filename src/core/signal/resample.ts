import { AppError } from '../domain/error'
import type { Hertz, Seconds } from '../domain/units'

/** Output rate = source rate · up / down, in lowest terms. */
export interface Ratio {
  readonly up: number
  readonly down: number
}

/** Causal resampler of all channels. Output k stands at source position k · down / up. */
export interface Resampler {
  readonly ratio: Ratio
  /** What happens at time t is in the output at t + delay (to within half a source sample). */
  readonly delay: Seconds
  /** Starts anew at source sample `start`; returns the index of the first output at or after it. */
  restart(start: number): number
  /** Makes `value` the whole past of `channel`. */
  prime(channel: number, value: number): void
  /**
   * Outputs that `length` more source samples complete, written to `output`; returns how many.
   * Call for every channel with the same length, then `advance`.
   */
  run(channel: number, input: Float64Array, length: number, output: Float64Array): number
  advance(length: number): void
  /** Most outputs that `length` inputs can complete. */
  capacity(length: number): number
}

const maximumPhases = 20_000
/** Half width of the transition, as a share of half the lower rate. */
const halfTransition = 0.4
const attenuationDb = 60

export function toRatio(sourceRate: Hertz, targetRate: Hertz): Ratio {
  // Thousandths of a hertz: devices report rates like 249.9.
  const from = Math.round(sourceRate * 1000)
  const to = Math.round(targetRate * 1000)
  const divisor = greatestCommonDivisor(from, to)
  const ratio = { up: to / divisor, down: from / divisor }
  if (!(from > 0 && to > 0) || ratio.up > maximumPhases) {
    throw new AppError({
      code: 'signal/bad-spec',
      message: `Cannot resample ${sourceRate} Hz to ${targetRate} Hz: the ratio ${ratio.up}/${ratio.down} is too fine.`,
      hint: 'Give the rate of the source as a round number.',
    })
  }
  return ratio
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b)
}

/** Source samples that one output looks back on: Kaiser's length for the attenuation and transition. */
function tapsOf(sourceRate: Hertz, targetRate: Hertz): number {
  const transition = halfTransition * Math.min(sourceRate, targetRate)
  return Math.ceil((sourceRate * (attenuationDb - 7.95)) / (14.36 * transition))
}

/** Group delay of the resampler; 0 when the rates are equal. */
export function resamplerDelay(sourceRate: Hertz, targetRate: Hertz): Seconds {
  const { up, down } = toRatio(sourceRate, targetRate)
  return up === down ? 0 : tapsOf(sourceRate, targetRate) / 2 / sourceRate
}

/**
 * Polyphase windowed-sinc filter, `[phase][tap]`, newest source sample first: −6 dB at half the lower rate, flat to
 * 0.6 of that, −60 dB from 1.4 of that (what folds back lands above 0.6). Window and length: Kaiser 1974, in
 * Oppenheim & Schafer, 3rd ed., 7.5.3. Each phase sums to 1, else a large offset would come out as a tone.
 */
export function designPhases(sourceRate: Hertz, targetRate: Hertz): Float64Array[] {
  const { up } = toRatio(sourceRate, targetRate)
  const taps = tapsOf(sourceRate, targetRate)
  const middle = taps / 2
  const cut = Math.min(1, targetRate / sourceRate)
  const beta = 0.1102 * (attenuationDb - 8.7)
  return Array.from({ length: up }, (_, phase) => {
    const row = Float64Array.from({ length: taps }, (_, tap) => {
      const offset = tap + phase / up - middle
      return sinc(cut * offset) * besselI0(beta * Math.sqrt(Math.max(0, 1 - (offset / middle) ** 2)))
    })
    const sum = row.reduce((total, value) => total + value, 0)
    return row.map((value) => value / sum)
  })
}

const sinc = (x: number): number => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x))

/** Modified Bessel function of the first kind, order 0, by its series. */
function besselI0(x: number): number {
  let term = 1
  let sum = 1
  for (let k = 1; term > sum * 1e-17; k++) {
    term *= (x / (2 * k)) ** 2
    sum += term
  }
  return sum
}

/** State: the last taps − 1 source samples of each channel and the position; exact for any cutting into chunks. */
export function createResampler(sourceRate: Hertz, targetRate: Hertz, channels: number): Resampler {
  const ratio = toRatio(sourceRate, targetRate)
  const delay = resamplerDelay(sourceRate, targetRate)
  if (ratio.up === ratio.down) return createPassThrough(ratio)
  const { up, down } = ratio
  const phases = designPhases(sourceRate, targetRate)
  const past = phases[0]!.length - 1
  const histories = Array.from({ length: channels }, () => new Float64Array(past))
  let line = new Float64Array(past + 512)
  let position = 0
  let next = 0
  return {
    ratio,
    delay,
    restart(start) {
      position = start
      next = Math.ceil((start * up) / down)
      return next
    },
    prime: (channel, value) => void histories[channel]!.fill(value),
    run(channel, input, length, output) {
      if (line.length < past + length) line = new Float64Array(past + length)
      line.set(histories[channel]!)
      line.set(input.subarray(0, length), past)
      let count = 0
      for (let k = next; ; k++) {
        const newest = Math.floor((k * down) / up)
        if (newest >= position + length) break
        output[count++] = dot(phases[k * down - newest * up]!, line, newest - position + past)
      }
      histories[channel]!.set(line.subarray(length, length + past))
      return count
    },
    advance(length) {
      position += length
      next = Math.ceil((position * up) / down)
    },
    capacity: (length) => Math.ceil((length * up) / down) + 1,
  }
}

function dot(row: Float64Array, line: Float64Array, newest: number): number {
  let sum = 0
  for (let tap = 0; tap < row.length; tap++) sum += row[tap]! * line[newest - tap]!
  return sum
}

function createPassThrough(ratio: Ratio): Resampler {
  return {
    ratio,
    delay: 0,
    restart: (start) => start,
    prime: () => {},
    run(_channel, input, length, output) {
      output.set(input.subarray(0, length))
      return length
    },
    advance: () => {},
    capacity: (length) => length,
  }
}
