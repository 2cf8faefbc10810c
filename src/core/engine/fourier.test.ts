import { describe, expect, it } from 'vitest'
import { createRandom } from '../domain/random'
import { radicesOf, transformLength, transformTable } from './fourier'
import { engineKernels, instantiateKernels } from './kernels'

const memory = new WebAssembly.Memory({ initial: 64, maximum: 64, shared: true })
const kernels = instantiateKernels(engineKernels(), memory)
const place = {
  radices: 1024,
  table: 2048,
  rows: 512,
  scratch: 1536,
  x: 1 << 18,
  y: 1 << 19,
  raw: 1 << 20,
  tiles: 1 << 21,
}
const views = { floats: new Float32Array(memory.buffer), words: new Uint32Array(memory.buffer) }

function prepare(length: number): void {
  views.words.fill(0, place.radices / 4, place.radices / 4 + 16)
  views.words.set(radicesOf(length)!, place.radices / 4)
  views.floats.set(transformTable(length), place.table / 4)
}

/** Eight rows of `samples` values, as addresses for `interleave`. */
function eightRows(samples: number, seed: number): Float32Array[] {
  const random = createRandom(seed)
  return Array.from({ length: 8 }, (_, row) => {
    const address = place.raw + row * samples * 4
    views.words[place.rows / 4 + row] = address
    const values = views.floats.subarray(address / 4, address / 4 + samples)
    return values.map((_, i) => (values[i] = random.normal()))
  })
}

/** Bin k of the discrete Fourier transform (sign −) in float64. */
function bin(values: Float32Array, k: number, length: number): [number, number] {
  let [re, im] = [0, 0]
  values.forEach((value, t) => {
    const angle = (-2 * Math.PI * ((k * t) % length)) / length
    re += value * Math.cos(angle)
    im += value * Math.sin(angle)
  })
  return [re, im]
}

const lengths = [2, 4, 6, 10, 12, 30, 64, 100, 128, 150, 288, 360, 384, 450, 1200, 1250, 1458, 2048]

describe('the transform', () => {
  it.each(lengths)('gives the spectra of eight real signals at length %i', (length) => {
    prepare(length)
    const samples = Math.max(1, length - 1 - (length % 7))
    const rows = eightRows(samples, length)
    kernels.interleave(place.x, place.rows, samples, length)
    const result = kernels.transform(place.x, place.y, length, place.radices, place.table)
    kernels.toTiles(place.tiles, place.tiles + 128, 256, result, length, 1, 2, place.scratch)
    const scale = Math.sqrt(samples)
    const step = Math.max(1, Math.floor(length / 40))
    for (let k = 0; k <= length / 2; k += step) {
      rows.forEach((row, i) => {
        const at = place.tiles / 4 + (k >> 2) * 64 + i * 8 + (k & 3)
        const [re, im] = bin(row, k, length)
        expect(Math.abs(views.floats[at]! - re) / scale, `row ${i}, bin ${k}`).toBeLessThan(1e-5)
        expect(Math.abs(views.floats[at + 4]! - im) / scale, `row ${i}, bin ${k}`).toBeLessThan(1e-5)
      })
    }
  })

  it.each(lengths)('comes back to the signals at length %i', (length) => {
    prepare(length)
    const rows = eightRows(length, length + 1)
    kernels.interleave(place.x, place.rows, length, length)
    const spectrum = kernels.transform(place.x, place.y, length, place.radices, place.table)
    kernels.toTiles(place.tiles, place.tiles + 128, 256, spectrum, length, 1 / length, 2, place.scratch)
    kernels.fromTiles(place.x, place.tiles, place.tiles + 128, 256, length, place.scratch)
    const result = kernels.transform(place.x, place.y, length, place.radices, place.table) / 4
    rows.forEach((row, i) =>
      row.forEach((value, t) => {
        const found = views.floats[result + t * 8 + i]!
        if (Math.abs(found - value) > 1e-5) expect(found, `row ${i}, sample ${t}`).toBe(value)
      }),
    )
  })

  it('leaves nothing behind the last bin', () => {
    prepare(30)
    views.floats.fill(NaN, place.tiles / 4, place.tiles / 4 + 4 * 64)
    eightRows(30, 1)
    kernels.interleave(place.x, place.rows, 30, 30)
    const result = kernels.transform(place.x, place.y, 30, place.radices, place.table)
    kernels.toTiles(place.tiles, place.tiles + 128, 256, result, 30, 1, 2, place.scratch)
    const last = views.floats.subarray(place.tiles / 4, place.tiles / 4 + 4 * 64)
    expect(last.every((value) => Number.isFinite(value))).toBe(true)
  })

  it('finds the next length with factors 2, 3 and 5', () => {
    expect([1189, 384, 385, 4160].map(transformLength)).toEqual([1200, 384, 400, 4320])
    expect(radicesOf(14)).toBeNull()
  })
})
