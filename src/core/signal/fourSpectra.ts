import type { Hertz } from '../domain/units'
import { spectrumKernels } from './sampleKernels'

/** Windows of `length` samples, padded to `size`, a power of two. */
export interface SpectrumShape {
  readonly length: number
  readonly size: number
  /** Bins of the density that are kept, from 0 on. */
  readonly bins: number
  /** Bins `first … last` whose coefficients are kept. */
  readonly first: number
  readonly last: number
  readonly sampleRate: Hertz
}

/** Of up to four signals, one after the other. */
export interface FourSpectra {
  /** `[signal][bin]`, one-sided, per hertz. */
  readonly densities: Float32Array
  /** `[signal]`: [real, imaginary] by turns, of an orthonormal basis. */
  readonly banded: readonly Float64Array[]
}

/**
 * Spectra of up to four signals at a time: less their means, with a Hann window, transformed (radix 2, Cooley & Tukey 1965) by
 * WebAssembly. What is not finite counts as the mean.
 */
export function createFourSpectra(shape: SpectrumShape): (signals: readonly Float32Array[], into: FourSpectra) => void {
  const { length, size, bins, first, last, sampleRate } = shape
  const tables = toTables(length, size)
  const energy = tables.taper.reduce((sum, value) => sum + value * value, 0)
  const scales = [1 / (sampleRate * energy), Math.sqrt(2 / (energy * size))] as const
  const inBand = 2 * Math.max(0, last - first + 1)
  const at = place({ length, size, bins, inBand })
  return (signals, { densities, banded }) => {
    const kernels = prepared(tables, at)
    const { float32, float64 } = kernels
    for (let i = 0; i < 4; i++) {
      const start = at.window / 4 + i * length
      if (signals[i]) float32.set(signals[i]!, start)
      else float32.fill(0, start, start + length)
    }
    kernels.transformFour(at.window, length, size, at.taper, at.order, at.cosines, at.sines, at.re, at.im)
    kernels.splitFour(size, bins, first, last, ...scales, at.re, at.im, at.density, at.banded)
    densities.set(float32.subarray(at.density / 4, at.density / 4 + densities.length))
    banded.forEach((one, i) => {
      const start = at.banded / 8 + i * inBand
      one.set(float64.subarray(start, start + inBand))
    })
  }
}

/** Smallest power of two that is at least `length`. */
export const powerOfTwo = (length: number): number => 2 ** Math.ceil(Math.log2(Math.max(1, length)))

interface Tables {
  readonly taper: Float64Array
  readonly order: Uint32Array
  readonly cosines: Float64Array
  readonly sines: Float64Array
}

function toTables(length: number, size: number): Tables {
  const turns = (of: (angle: number) => number) =>
    Float64Array.from({ length: size / 2 }, (_, k) => of((2 * Math.PI * k) / size))
  const order = new Uint32Array(size)
  for (let i = 1; i < size; i++) order[i] = (order[i >> 1]! >> 1) | (i & 1 ? size >> 1 : 0)
  return {
    // Periodic, as spectral estimates use it.
    taper: Float64Array.from({ length }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / length)),
    ...{ order, cosines: turns(Math.cos), sines: turns((angle) => -Math.sin(angle)) },
  }
}

/** Where what stands in the kernels' memory, bytes. */
type Places = ReturnType<typeof place>

function place(counts: {
  readonly length: number
  readonly size: number
  readonly bins: number
  readonly inBand: number
}) {
  const { length, size, bins, inBand } = counts
  let end = 0
  const next = (bytes: number): number => (end += Math.ceil(bytes / 16) * 16) - Math.ceil(bytes / 16) * 16
  const vectors = { re: next(16 * size), im: next(16 * size) }
  const tables = { taper: next(8 * length), order: next(4 * size), cosines: next(4 * size), sines: next(4 * size) }
  const signals = { window: next(16 * length), density: next(16 * bins), banded: next(32 * inBand) }
  return { ...vectors, ...tables, ...signals, end }
}

/** Whose tables stand there: recordings of another rate may take turns. */
let owner: Tables | null = null

function prepared(tables: Tables, at: Places) {
  const kernels = spectrumKernels.withBytes(at.end)
  if (owner === tables) return kernels
  kernels.float64.set(tables.taper, at.taper / 8)
  kernels.uint32.set(tables.order, at.order / 4)
  kernels.float64.set(tables.cosines, at.cosines / 8)
  kernels.float64.set(tables.sines, at.sines / 8)
  owner = tables
  return kernels
}
