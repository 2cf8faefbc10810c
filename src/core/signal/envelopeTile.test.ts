import { describe, expect, test } from 'vitest'
import { createRandom } from '../domain/random'
import { createDisplayChain, fitsRate, noFilter, settlingSamples } from './displayFilter'
import { readEnvelope, type SignalSource } from './envelopeTile'

const sampleRate = 100
const gaps = [{ start: 3000, length: 250 }]

/** Two channels: a slow wave with an offset and noise; a mains hum. */
function source(length = 10_000): SignalSource {
  const random = createRandom(3)
  const data = [
    Float32Array.from({ length }, (_, i) => 500 + 50 * Math.sin((2 * Math.PI * i) / 2000) + random.normal()),
    Float32Array.from({ length }, (_, i) => 20 * Math.sin((2 * Math.PI * 20 * i) / sampleRate)),
  ]
  return {
    info: { sampleRate, sampleCount: length, gaps },
    read: (from, to, channels = [0, 1]) => channels.map((channel) => data[channel]!.slice(from, to)),
  }
}

describe('a stretch for the screen', () => {
  test('has the samples themselves at factor 1, and nothing in gaps and past the end', () => {
    const { read } = source()
    const tile = readEnvelope(source(), { factor: 1, first: 9_900, cells: 200, channels: [1], filter: noFilter })
    expect([...tile.subarray(0, 100)]).toEqual([...read(9_900, 10_000, [1])[0]!])
    expect([...tile.subarray(100)].every(Number.isNaN)).toBe(true)
    const gap = readEnvelope(source(), { factor: 1, first: 2_999, cells: 3, channels: [0], filter: noFilter })
    expect([...gap].map(Number.isNaN)).toEqual([false, true, true])
  })

  test.each([4, 16, 64])('has the extremes of each %i samples', (factor) => {
    const cells = 40
    const tile = readEnvelope(source(), { factor, first: 3, cells, channels: [1, 0], filter: noFilter })
    const signal = source().read(3 * factor, (3 + cells) * factor, [0])[0]!
    for (let cell = 0; cell < cells; cell++) {
      const inside = [...signal.subarray(cell * factor, (cell + 1) * factor)].filter((_, i) => {
        const sample = (3 + cell) * factor + i
        return sample < 3000 || sample >= 3250
      })
      const [low, high] = tile.subarray(2 * (cells + cell), 2 * (cells + cell) + 2)
      expect(low).toBe(inside.length > 0 ? Math.min(...inside) : NaN)
      expect(high).toBe(inside.length > 0 ? Math.max(...inside) : NaN)
    }
  })

  test('is the same wherever the tile was cut, once the filter has settled', () => {
    const filter = { highpass: 1, lowpass: 30, notch: 20 }
    const channels = [0, 1]
    const whole = readEnvelope(source(), { factor: 1, first: 0, cells: 10_000, channels, filter })
    const part = readEnvelope(source(), { factor: 1, first: 5_000, cells: 500, channels, filter })
    const far = part.reduce((most, value, i) => {
      const same = whole[(i < 500 ? 5_000 : 15_000 - 500) + i]!
      return Math.max(most, Math.abs(value - same))
    }, 0)
    expect(far).toBeLessThan(0.05)
    // The offset of 500 µV is gone, and so is the hum.
    expect(Math.max(...part.subarray(0, 500))).toBeLessThan(20)
    expect(Math.max(...part.subarray(500))).toBeLessThan(0.05)
  })

  test('starts its filter anew behind a gap, from the value that is there', () => {
    const signal = Float32Array.of(10, 10, NaN, 900, 900, 900)
    createDisplayChain({ highpass: 1, lowpass: null, notch: null }, { sampleRate, channels: 1 }).run(0, signal)
    expect([...signal].map((value) => Math.abs(value) < 1e-3 || Number.isNaN(value))).toEqual(Array(6).fill(true))
    expect(signal[2]).toBeNaN()
  })

  test('knows which corners a rate can carry and how long they take to settle', () => {
    expect(fitsRate({ highpass: 0.5, lowpass: 40, notch: null }, 100)).toBe(true)
    expect(fitsRate({ ...noFilter, notch: 50 }, 100)).toBe(false)
    expect(fitsRate({ ...noFilter, lowpass: 50 }, 100)).toBe(false)
    expect(settlingSamples({ ...noFilter, highpass: 0.5 }, 100)).toBe(400)
    expect(settlingSamples(noFilter, 100)).toBe(0)
  })
})
