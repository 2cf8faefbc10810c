import { AppError } from '../domain/error'
import type { FilterSpec } from '../domain/signal'
import type { Hertz } from '../domain/units'

/** One second-order section: b0 + b1 z⁻¹ + b2 z⁻² over 1 + a1 z⁻¹ + a2 z⁻². */
export interface Section {
  readonly b0: number
  readonly b1: number
  readonly b2: number
  readonly a1: number
  readonly a2: number
}

interface Complex {
  readonly re: number
  readonly im: number
}

/** Corners on the analogue side, after prewarping; the bilinear transform here is s = 4 (z − 1) / (z + 1). */
interface Band {
  readonly kind: FilterSpec['kind']
  /** The corner of a low- or high-pass. */
  readonly corner: number
  /** Geometric centre and width of a band. */
  readonly centre: number
  readonly width: number
}

/**
 * Causal digital Butterworth filter as a cascade of sections, the least resonant first, each with unit gain at the
 * filter's reference frequency (0 for low-pass and notch, half the rate for high-pass, the centre for band-pass).
 * Analogue prototype, frequency transformation and bilinear transform with prewarping as in Oppenheim & Schafer,
 * Discrete-Time Signal Processing, 3rd ed., 7.2–7.3. A band-pass or notch of order n has 2n poles.
 * @throws AppError `signal/bad-spec` for an order outside 1…10 or a corner that the rate cannot carry
 */
export function designButterworth(spec: FilterSpec, sampleRate: Hertz): Section[] {
  checkFilter(spec, sampleRate)
  const band = toBand(spec, sampleRate)
  const poles = prototypePoles(spec.order).flatMap((pole) => transformPole(pole, band))
  const sections = pairPoles(poles.map(bilinear)).map((pair) => toSection(pair, band))
  return sections.sort((left, right) => left.a2 - right.a2)
}

function checkFilter(spec: FilterSpec, sampleRate: Hertz): void {
  const fail = (message: string, hint?: string): never => {
    throw new AppError({ code: 'signal/bad-spec', message, hint })
  }
  if (!Number.isInteger(spec.order) || spec.order < 1 || spec.order > 10) {
    fail(`Expected a filter order from 1 to 10, got ${spec.order}.`)
  }
  const single = spec.kind === 'lowpass' || spec.kind === 'highpass'
  if (spec.corners.length !== (single ? 1 : 2)) {
    fail(`A ${spec.kind} filter takes ${single ? 'one corner' : 'two corners'}, got ${spec.corners.length}.`)
  }
  const edges = toEdges(spec)
  if (!edges.every((edge) => edge > 0)) fail(`Filter corners must be above 0 Hz, got ${edges.join(' and ')} Hz.`)
  if (edges.length === 2 && edges[0]! >= edges[1]!) fail(`The band ${edges.join('–')} Hz is empty.`)
  const limit = sampleRate / 2
  if (edges.some((edge) => edge >= limit)) {
    fail(`Must be below ${limit} Hz, half the sample rate.`, 'Choose a lower corner, or a higher rate for the model.')
  }
}

/** Corner frequencies in hertz, low to high. A notch is given as centre and width. */
function toEdges(spec: FilterSpec): number[] {
  if (spec.kind !== 'notch') return [...spec.corners]
  const [centre, width] = spec.corners as [number, number]
  return [centre - width / 2, centre + width / 2]
}

function toBand(spec: FilterSpec, sampleRate: Hertz): Band {
  const warped = toEdges(spec).map((edge) => 4 * Math.tan((Math.PI * edge) / sampleRate))
  const low = warped[0]!
  const high = warped[1] ?? low
  return { kind: spec.kind, corner: low, centre: Math.sqrt(low * high), width: high - low }
}

/** Left-half-plane poles of the analogue low-pass with corner 1 rad/s. */
function prototypePoles(order: number): Complex[] {
  return Array.from({ length: order }, (_, k) => {
    const angle = (Math.PI * (2 * k + order + 1)) / (2 * order)
    const real = 2 * k + 1 === order
    return real ? { re: -1, im: 0 } : { re: Math.cos(angle), im: Math.sin(angle) }
  })
}

function transformPole(pole: Complex, band: Band): Complex[] {
  if (band.kind === 'lowpass') return [scale(pole, band.corner)]
  if (band.kind === 'highpass') return [scale(reciprocal(pole), band.corner)]
  const half = scale(band.kind === 'bandpass' ? pole : reciprocal(pole), band.width / 2)
  const root = squareRoot({
    re: half.re * half.re - half.im * half.im - band.centre * band.centre,
    im: 2 * half.re * half.im,
  })
  return [
    { re: half.re + root.re, im: half.im + root.im },
    { re: half.re - root.re, im: half.im - root.im },
  ]
}

const scale = (value: Complex, factor: number): Complex => ({ re: value.re * factor, im: value.im * factor })

function reciprocal(value: Complex): Complex {
  const square = value.re * value.re + value.im * value.im
  return { re: value.re / square, im: -value.im / square }
}

function squareRoot(value: Complex): Complex {
  const length = Math.hypot(value.re, value.im)
  const re = Math.sqrt(Math.max(0, (length + value.re) / 2))
  const im = Math.sqrt(Math.max(0, (length - value.re) / 2))
  return { re, im: value.im < 0 ? -im : im }
}

/** z = (4 + s) / (4 − s). */
function bilinear(s: Complex): Complex {
  const bottom = (4 - s.re) ** 2 + s.im * s.im
  return { re: (16 - s.re * s.re - s.im * s.im) / bottom, im: (8 * s.im) / bottom }
}

/** Conjugate pairs, then the real poles two by two; a single one is left alone at the end. */
function pairPoles(poles: readonly Complex[]): [Complex, Complex | null][] {
  const pairs = poles
    .filter((pole) => pole.im > 1e-12)
    .map((pole): [Complex, Complex | null] => [pole, { re: pole.re, im: -pole.im }])
  const real = poles.filter((pole) => Math.abs(pole.im) <= 1e-12).sort((left, right) => left.re - right.re)
  for (let i = 0; i < real.length; i += 2) pairs.push([real[i]!, real[i + 1] ?? null])
  return pairs
}

function toSection([first, second]: [Complex, Complex | null], band: Band): Section {
  const a1 = second ? -(first.re + second.re) : -first.re
  const a2 = second ? first.re * second.re - first.im * second.im : 0
  const centre = 2 * Math.atan(band.centre / 4)
  const [b1, b2, reference] = {
    lowpass: second ? [2, 1, 0] : [1, 0, 0],
    highpass: second ? [-2, 1, Math.PI] : [-1, 0, Math.PI],
    bandpass: [0, -1, centre],
    notch: [-2 * Math.cos(centre), 1, 0],
  }[band.kind] as [number, number, number]
  const gain = 1 / gainAt([{ b0: 1, b1, b2, a1, a2 }], reference)
  return { b0: gain, b1: gain * b1, b2: gain * b2, a1, a2 }
}

/** Magnitude of the cascade at `angle` in radians a sample (2π f / rate). */
export function gainAt(sections: readonly Section[], angle: number): number {
  const at = (c0: number, c1: number, c2: number): number =>
    Math.hypot(c0 + c1 * Math.cos(angle) + c2 * Math.cos(2 * angle), c1 * Math.sin(angle) + c2 * Math.sin(2 * angle))
  return sections.reduce((gain, { b0, b1, b2, a1, a2 }) => (gain * at(b0, b1, b2)) / at(1, a1, a2), 1)
}
