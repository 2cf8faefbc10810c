import { describe, expect, test } from 'vitest'
import { createRandom } from '../../domain/random'
import { durationText, planEdf } from './edfPlan'
import { readEdf } from './readEdf'
import { recordSize } from './recordSize'
import { uniqueLabels } from './uniqueLabels'
import { peakOf, stepOf, writeEdf, type EdfWriteRequest } from './writeEdf'

const random = createRandom(21)
const noise = (length: number, amplitude: number): Float32Array =>
  Float32Array.from({ length }, () => random.normal() * amplitude)

const request: EdfWriteRequest = {
  ...{ sampleBytes: 3, sampleRate: 128, labels: ['C3', 'Cz'], data: [noise(640, 30), noise(640, 2e5)] },
  markers: [
    { code: 'T1', sample: 0 },
    { code: 'T2', sample: 127, duration: 0.25 },
  ],
}

describe('a file of 24 bits', () => {
  test('has all samples to half a step, a step being 2^-23 of the largest', () => {
    const back = readEdf(writeEdf(request))
    expect(back).toMatchObject({ format: 'bdf+', sampleRate: 128, sampleCount: 640, problems: [] })
    expect(back.markers).toEqual(request.markers)
    const plan = planEdf(request, 640, request.data.map(peakOf))
    request.data.forEach((channel, c) => {
      const step = stepOf(plan, c)
      expect(step).toBeLessThan((peakOf(channel) + 1) * 2 ** -22.99)
      channel.forEach((value, i) => expect(Math.abs(back.data[c]![i]! - value)).toBeLessThan(0.51 * step + 0.02))
    })
  })

  test('holds the last value where a sample is no number', () => {
    const data = [Float32Array.of(5, NaN, Infinity, -7, NaN)]
    const back = readEdf(writeEdf({ ...request, sampleRate: 5, labels: ['C3'], data, markers: [] }))
    expect([...back.data[0]!].map(Math.round)).toEqual([5, 5, 5, -7, -7])
  })

  test('has voltages beyond the field of the header in millivolts, and they come back as µV', () => {
    const data = [Float32Array.from({ length: 10 }, (_, i) => (i - 5) * 4e6)]
    const back = readEdf(writeEdf({ ...request, sampleRate: 10, labels: ['C3'], data, markers: [] }))
    back.data[0]!.forEach((value, i) => expect(value / data[0]![i]! || 1).toBeCloseTo(1, 5))
  })
})

test('a code with letters that annotations are made with comes back without them', () => {
  const back = readEdf(writeEdf({ ...request, markers: [{ code: 'a\x14b\x15c\0d', sample: 9 }] }))
  expect(back.markers).toEqual([{ code: 'a b c d', sample: 9 }])
})

test.each([
  [1000, 250, 250],
  [20_000, 160, 160],
  [19_920, 160, 166],
  [1001, 100, 91],
  [10_007, 500, 500],
  [300, 256.41, 300],
])('%i samples at %f Hz are records of %i', (count, rate, size) => {
  expect(recordSize(count, rate)).toBe(size)
  expect(Math.abs(Number(durationText(size / rate)) * rate - size)).toBeLessThan(1e-6 * size)
})

test.each([499.9987, 256.4102564, 128.125, 1000 / 3])('markers at %f Hz come back on their samples', (sampleRate) => {
  const samplesPerRecord = recordSize(4000, sampleRate)
  const markers = [0, 1, 999, 3998].map((sample) => ({ code: `at ${sample}`, sample }))
  const data = [noise(4000, 10), noise(4000, 10)]
  const back = readEdf(writeEdf({ ...request, sampleRate, samplesPerRecord, markers, data }))
  expect(back.markers).toEqual(markers)
  expect(Math.abs(back.sampleRate / sampleRate - 1)).toBeLessThan(1e-6)
})

test('labels fit the header and are none twice', () => {
  expect(uniqueLabels(['C3', 'c3', 'µ-Kanal', 'a label beyond all', 'a label beyond you', ''])).toEqual([
    ...['C3', 'c3-2', '_-Kanal', 'a label beyond a', 'a label beyond y', 'channel'],
  ])
})
