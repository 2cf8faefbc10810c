import { describe, expect, test } from 'vitest'
import { createResampler, designPhases, resamplerDelay, toRatio } from './resample'

const rates: [number, number, number, number][] = [
  [250, 160, 16, 25],
  [125, 160, 32, 25],
  [500, 160, 8, 25],
  [256, 160, 5, 8],
  [2048, 160, 5, 64],
  [249.9, 160, 1600, 2499],
]

function resample(input: Float64Array, from: number, to: number, start = 0): { data: Float64Array; first: number } {
  const resampler = createResampler(from, to, 1)
  const first = resampler.restart(start)
  resampler.prime(0, input[0]!)
  const output = new Float64Array(resampler.capacity(input.length))
  return { data: output.subarray(0, resampler.run(0, input, input.length, output)), first }
}

const tone = (frequency: number, rate: number, length: number): Float64Array =>
  Float64Array.from({ length }, (_, i) => Math.sin((2 * Math.PI * frequency * i) / rate))

describe.each(rates)('%d Hz to %d Hz', (from, to, up, down) => {
  test('is the ratio in lowest terms', () => expect(toRatio(from, to)).toEqual({ up, down }))

  test('delays by 40 ms at most', () => {
    expect(resamplerDelay(from, to)).toBeGreaterThan(0)
    expect(resamplerDelay(from, to)).toBeLessThanOrEqual(0.04)
  })

  test.each([4, 10, 20, 30])('lets %d Hz pass, late by its delay', (frequency) => {
    const delay = resamplerDelay(from, to)
    const { data } = resample(tone(frequency, from, Math.round(from * 3)), from, to)
    for (let k = to; k < data.length; k++) {
      expect(data[k]).toBeCloseTo(Math.sin(2 * Math.PI * frequency * (k / to - delay)), 2)
    }
  })

  test('a constant stays that constant in every phase', () => {
    const { data } = resample(new Float64Array(Math.round(from)).fill(50_000), from, to)
    expect(Math.max(...data.map((value) => Math.abs(value - 50_000)))).toBeLessThan(1e-8)
    for (const row of designPhases(from, to)) expect(row.reduce((sum, value) => sum + value)).toBeCloseTo(1, 12)
  })

  test('gives an output as soon as the source sample at or before its time is there', () => {
    const { data, first } = resample(tone(10, from, 1000), from, to, 333)
    expect(first).toBe(Math.ceil((333 * up) / down))
    // The newest source sample is 1332: output k is due once floor(k · down / up) has come.
    const last = first + data.length - 1
    expect(Math.floor((last * down) / up)).toBeLessThanOrEqual(1332)
    expect(Math.floor(((last + 1) * down) / up)).toBeGreaterThan(1332)
  })
})

test.each([
  [250, 160, 125],
  [500, 160, 121],
  [2048, 160, 150],
])('%d Hz to %d Hz removes %d Hz, which would fold into the band', (from, to, frequency) => {
  const { data } = resample(tone(frequency - 1, from, from * 3), from, to)
  expect(Math.max(...data.subarray(to).map(Math.abs))).toBeLessThan(2e-3)
})

test.each([1, 7, 25, 160])('cutting into chunks of %i changes nothing', (size) => {
  const input = Float64Array.from({ length: 2000 }, (_, i) => Math.sin(i * i * 0.001) * 100)
  const whole = resample(input, 250, 160, 12_345)
  const resampler = createResampler(250, 160, 1)
  resampler.restart(12_345)
  resampler.prime(0, input[0]!)
  const pieces: number[] = []
  const output = new Float64Array(resampler.capacity(size))
  for (let at = 0; at < input.length; at += size) {
    const part = input.subarray(at, at + size)
    const made = resampler.run(0, part, part.length, output)
    resampler.advance(part.length)
    pieces.push(...output.subarray(0, made))
  }
  expect(Float64Array.from(pieces)).toEqual(whole.data)
})

test('equal rates pass through untouched, without delay', () => {
  const input = tone(10, 160, 100)
  expect(resample(input, 160, 160).data).toEqual(input)
  expect(resamplerDelay(160, 160)).toBe(0)
})

test('a ratio that is too fine is refused', () => {
  expect(() => createResampler(249.983, 160.001, 1)).toThrow(/too fine/)
})
