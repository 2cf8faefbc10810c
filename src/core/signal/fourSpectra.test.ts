import { expect, test } from 'vitest'
import { createRandom } from '../domain/random'
import { hertz } from '../domain/units'
import { createFourSpectra, powerOfTwo } from './fourSpectra'

const random = createRandom(6)
const draw = (length: number): Float32Array => Float32Array.from({ length }, () => 900 + 20 * random.normal())
const withoutSome = (signal: Float32Array): Float32Array =>
  signal.map((value, i) => (i % 5 === 3 ? NaN : i % 11 === 2 ? Infinity : value))

/** Bin k by the sum that defines it, of the tapered signal less its mean. */
function expectedBin(signal: Float32Array, k: number, size: number): [real: number, imaginary: number] {
  const finite = signal.filter(Number.isFinite)
  const mean = finite.reduce((sum, value) => sum + value, 0) / Math.max(1, finite.length)
  return signal.reduce<[number, number]>(
    ([real, imaginary], value, i) => {
      const hann = 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / signal.length)
      const tapered = Number.isFinite(value) ? (value - mean) * hann : 0
      const angle = (2 * Math.PI * k * i) / size
      return [real + tapered * Math.cos(angle), imaginary - tapered * Math.sin(angle)]
    },
    [0, 0],
  )
}

function transform(signals: readonly Float32Array[], length: number, sampleRate: number) {
  const size = powerOfTwo(length)
  const [first, last, bins] = [1, size / 2 - 1, size / 2 + 1]
  const into = {
    densities: new Float32Array(signals.length * bins),
    banded: signals.map(() => new Float64Array(2 * (last - first + 1))),
  }
  createFourSpectra({ length, size, bins, first, last, sampleRate: hertz(sampleRate) })(signals, into)
  return { ...into, size, bins }
}

test.each([
  [8, 4],
  [11, 1],
  [64, 3],
  [90, 2],
])('windows of %i samples, %i signals: every bin is the sum that defines it', (length, count) => {
  const rate = 50
  const signals = Array.from({ length: count }, (_, i) => (i === 1 ? withoutSome(draw(length)) : draw(length)))
  const { densities, banded, size, bins } = transform(signals, length, rate)
  const energy = (3 / 8) * length
  signals.forEach((signal, channel) => {
    for (let k = 0; k < bins; k++) {
      const [real, imaginary] = expectedBin(signal, k, size)
      const sides = k === 0 || k === size / 2 ? 1 : 2
      const density = (sides * (real ** 2 + imaginary ** 2)) / (rate * energy)
      expect(densities[channel * bins + k]! / Math.max(1e-6, density)).toBeCloseTo(density > 1e-6 ? 1 : 0, 4)
      if (k === 0 || k === size / 2) continue
      const scale = Math.sqrt(2 / (energy * size))
      expect(banded[channel]![2 * (k - 1)]).toBeCloseTo(real * scale, 9)
      expect(banded[channel]![2 * (k - 1) + 1]).toBeCloseTo(imaginary * scale, 9)
    }
  })
})

test('recordings of two rates may take turns, and no signal hears of another', () => {
  const [a, b] = [draw(40), draw(320)]
  const alone = [transform([a], 40, 20), transform([b], 320, 160)]
  const one = createFourSpectra({ length: 40, size: 64, bins: 33, first: 1, last: 31, sampleRate: hertz(20) })
  const two = createFourSpectra({ length: 320, size: 512, bins: 257, first: 1, last: 255, sampleRate: hertz(160) })
  for (let turn = 0; turn < 2; turn++) {
    const [intoOne, intoTwo] = [33, 257].map((bins) => ({ densities: new Float32Array(2 * bins), banded: [] }))
    one([a, draw(40)], intoOne!)
    two([b, draw(320)], intoTwo!)
    // Two signals share a transform: what rounding leaves of the other is far below.
    for (const [i, into] of [intoOne!, intoTwo!].entries())
      alone[i]!.densities.forEach((value, k) =>
        expect(Math.abs(into.densities[k]! - value)).toBeLessThan(1e-6 * value + 1e-12),
      )
  }
})

test('lengths are rounded up to a power of two', () => {
  expect([1, 2, 352, 512, 513].map(powerOfTwo)).toEqual([1, 2, 512, 512, 1024])
})
