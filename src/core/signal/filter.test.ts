import { expect, test } from 'vitest'
import { designButterworth } from './butterworth'
import { createFilterBank } from './filter'
import { createStandardiser } from './standardise'

const sections = [
  ...designButterworth({ kind: 'highpass', order: 3, corners: [4] }, 160),
  ...designButterworth({ kind: 'lowpass', order: 4, corners: [40] }, 160),
]
const input = Float64Array.from({ length: 40 }, (_, i) => ((i * 37) % 101) - 50 + (i > 5 ? 10 : 0))

test('filters as scipy.signal.sosfilt does from the steady state of the first sample', () => {
  const bank = createFilterBank(sections, 1)
  const buffer = input.slice()
  bank.prime(0, buffer[0]!)
  bank.run(0, buffer, buffer.length)
  const expected: Record<number, number> = {
    0: 2.003322338604955e-15,
    1: 2.9713359628316147,
    2: 16.895483962684448,
    5: 3.923228165066978,
    10: 0.860784141728848,
    39: 5.896993634527973,
  }
  for (const [at, value] of Object.entries(expected)) expect(buffer[Number(at)]).toBeCloseTo(value, 9)
})

test('a constant, however large, comes out of a primed high-pass as nothing', () => {
  const bank = createFilterBank(sections, 1)
  const buffer = new Float64Array(500).fill(187_500)
  bank.prime(0, 187_500)
  bank.run(0, buffer, buffer.length)
  expect(Math.max(...buffer.map(Math.abs))).toBeLessThan(1e-6)
})

test('channels keep their state apart', () => {
  const alone = input.slice()
  const bank = createFilterBank(sections, 2)
  bank.run(1, new Float64Array(30).fill(1000), 30)
  bank.run(0, alone, alone.length)
  const fresh = input.slice()
  createFilterBank(sections, 1).run(0, fresh, fresh.length)
  expect(alone).toEqual(fresh)
})

test('running standardisation averages plainly at first and forgets exponentially later', () => {
  const factor = 0.1
  const values = Float64Array.from({ length: 60 }, (_, i) => Math.sin(i * 1.7) * 20 + i)
  const buffer = values.slice()
  createStandardiser({ kind: 'exponential', factor, epsilon: 1e-4 }, 1).run(0, buffer, buffer.length)
  // Up to 1/factor samples the mean is the plain mean of all so far.
  const mean = (values[0]! + values[1]! + values[2]!) / 3
  const second = values[1]! - (values[0]! + values[1]!) / 2
  const variance = (second ** 2 + (values[2]! - mean) ** 2) / 3
  expect(buffer[0]).toBe(0)
  expect(buffer[2]).toBeCloseTo((values[2]! - mean) / Math.sqrt(variance), 12)
  // Later the recursion may be written as one weighted sum over all samples.
  const weights = Array.from({ length: 60 }, (_, i) => (i < 10 ? 0.1 : factor) * (1 - factor) ** Math.min(50, 59 - i))
  const late = weights.reduce((sum, weight, i) => sum + weight * values[i]!, 0)
  expect(weights.reduce((sum, weight) => sum + weight)).toBeCloseTo(1, 12)
  const means: number[] = []
  values.forEach((value, i) =>
    means.push((means[i - 1] ?? 0) + Math.max(1 / (i + 1), factor) * (value - (means[i - 1] ?? 0))),
  )
  expect(means[59]).toBeCloseTo(late, 10)
  const spread = weights.reduce((sum, weight, i) => sum + weight * (values[i]! - means[i]!) ** 2, 0)
  expect(buffer[59]).toBeCloseTo((values[59]! - late) / Math.sqrt(spread), 10)
})

test('a flat channel is divided by epsilon, not by zero', () => {
  const buffer = new Float64Array(10).fill(3)
  createStandardiser({ kind: 'exponential', factor: 1e-3, epsilon: 1e-4 }, 1).run(0, buffer, 10)
  expect([...buffer]).toEqual(new Array(10).fill(0))
})
