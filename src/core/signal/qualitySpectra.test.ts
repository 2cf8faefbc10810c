import { expect, test } from 'vitest'
import { hertz } from '../domain/units'
import { medianOf, middleOf, quantileOf } from './median'
import { createWindowSpectra, medianBias } from './qualitySpectra'

const [rate, length, windows] = [160, 320, 7]

/** Two sines on an offset and noise of a linear congruential generator, so that Python makes the very same numbers. */
function makeSignal(): Float32Array {
  let state = 12345
  return Float32Array.from({ length: length * windows }, (_, i) => {
    state = Number((BigInt(state) * 1664525n + 1013904223n) % 4294967296n)
    const sines = 20 * Math.sin((2 * Math.PI * 10 * i) / rate) + 5 * Math.sin((2 * Math.PI * 60 * i) / rate)
    return 1e4 + sines + 8 * (state / 2 ** 32 - 0.5)
  })
}

const cut = (signal: Float32Array, w: number) => signal.subarray(w * length, (w + 1) * length)
const create = (channels: number) => createWindowSpectra({ channels, windows, length, sampleRate: hertz(rate) })

// scipy 1.17: welch(x, 160, 'hann', nperseg=320, noverlap=0, nfft=512, detrend='constant', average='median'), in dB.
const golden: readonly (readonly [bin: number, decibels: number])[] = [
  [1, -12.0007],
  [8, -11.9389],
  [16, -15.6679],
  [31, 23.1803],
  [32, 25.4413],
  [33, 23.234],
  [64, -7.9947],
  [100, -11.6193],
  [160, -17.487],
  [191, 11.0125],
  [192, 13.2018],
  [193, 10.856],
  [255, -7.798],
]

test('densities are those of scipy.signal.welch', () => {
  const signal = makeSignal()
  const spectra = create(3)
  for (let w = 0; w < windows; w++) spectra.add([cut(signal, w), cut(signal, w).map((x) => 3 * x), cut(signal, w)])
  const [first, second, third] = spectra.medians()
  const bias = medianBias(windows)
  expect(spectra.step).toBe(0.3125)
  expect(first).toHaveLength(257)
  for (const [bin, decibels] of golden) expect(10 * Math.log10(first![bin]! / bias)).toBeCloseTo(decibels, 3)
  // Each of two channels that share a transform has its own.
  expect(second![32]! / first![32]!).toBeCloseTo(9, 3)
  expect(third![100]! / first![100]!).toBeCloseTo(1, 6)
})

test('products of what lies in the band are mean products of the signals there', () => {
  const wave = (frequency: number, amplitude: number, phase = 0) =>
    Float32Array.from(
      { length },
      (_, i) => amplitude * Math.SQRT2 * Math.sin((2 * Math.PI * frequency * i) / rate + phase),
    )
  const [a, b, outside] = create(3).add([wave(10, 5), wave(10, 3, Math.PI / 3), wave(60, 7)])
  const product = (x: Float64Array, y: Float64Array) => x.reduce((sum, value, i) => sum + value * y[i]!, 0)
  expect(product(a!, a!)).toBeCloseTo(25, 2)
  expect(product(a!, b!)).toBeCloseTo(15 * Math.cos(Math.PI / 3), 2)
  expect(product(outside!, outside!)).toBeLessThan(1e-3)
})

test('windows with an artifact do not move the middle', () => {
  const signal = makeSignal()
  const spoilt = signal.map((value, i) => (i < 2 * length ? value + (i % 97) * 40 : value))
  const of = (one: Float32Array) => {
    const spectra = create(1)
    for (let w = 0; w < windows; w++) spectra.add([cut(one, w)])
    return spectra.medians()[0]!
  }
  expect(Math.abs(10 * Math.log10(of(spoilt)[32]! / of(signal)[32]!))).toBeLessThan(1.5)
})

test('medians and quantiles are those of numpy', () => {
  expect(medianOf([4, 1, NaN, 3, 2])).toBe(2.5)
  expect(quantileOf([1, 2, 3, 4, 10], 0.75)).toBe(4)
  expect(quantileOf([1, 2], 0.25)).toBe(1.25)
  expect(quantileOf([], 0.5)).toBeNaN()
  let state = 1
  for (let size = 0; size < 60; size++) {
    const values = Float64Array.from({ length: size }, () => (state = (state * 48271) % 2147483647) % 23)
    expect(middleOf(values.slice())).toEqual(medianOf(values))
  }
})
