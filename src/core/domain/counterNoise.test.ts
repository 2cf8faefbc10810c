import { describe, expect, it } from 'vitest'
import { noiseAt, noiseKey } from './counterNoise'

describe('noiseAt', () => {
  const key = noiseKey(7, 3, 'gumbel')

  it('is uniform: mean, variance and the share of each tenth are what chance allows', () => {
    const count = 200_000
    const tenths = new Array<number>(10).fill(0)
    let [sum, squares] = [0, 0]
    for (let i = 0; i < count; i++) {
      const value = noiseAt(key, i)
      sum += value
      squares += value * value
      tenths[Math.floor(value * 10)]!++
    }
    expect(sum / count).toBeCloseTo(0.5, 2)
    expect(squares / count - (sum / count) ** 2).toBeCloseTo(1 / 12, 3)
    for (const share of tenths) expect(Math.abs(share / count - 0.1)).toBeLessThan(4 * Math.sqrt(0.09 / count))
  })

  it('shows no relation between neighbours, steps or purposes', () => {
    const correlation = (other: (i: number) => number): number => {
      let sum = 0
      for (let i = 0; i < 50_000; i++) sum += (noiseAt(key, i) - 0.5) * (other(i) - 0.5)
      return (12 * sum) / 50_000
    }
    expect(Math.abs(correlation((i) => noiseAt(key, i + 1)))).toBeLessThan(0.02)
    expect(Math.abs(correlation((i) => noiseAt(noiseKey(7, 4, 'gumbel'), i)))).toBeLessThan(0.02)
    expect(Math.abs(correlation((i) => noiseAt(noiseKey(7, 3, 'dropout'), i)))).toBeLessThan(0.02)
    expect(Math.abs(correlation((i) => noiseAt(noiseKey(8, 3, 'gumbel'), i)))).toBeLessThan(0.02)
  })

  it('stays inside its bounds and gives float32 values', () => {
    for (let i = 0; i < 10_000; i++) {
      const value = noiseAt(key, i)
      expect(value).toBe(Math.fround(value))
      expect(value).toBeGreaterThan(0)
      expect(value).toBeLessThan(1)
    }
  })
})
