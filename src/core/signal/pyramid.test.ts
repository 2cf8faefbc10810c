import { describe, expect, test } from 'vitest'
import { createRandom } from '../domain/random'
import {
  chunkCells,
  createPyramid,
  finestFactor,
  levelStep,
  maskGaps,
  pyramidLevels,
  type PyramidChunk,
} from './pyramid'

const channels = 3

/** All levels as they would stand in a file, `[level][channel][cell][low, high]`. */
function build(data: readonly Float32Array[], blocks: (left: number) => number): number[][][] {
  const sampleCount = data[0]!.length
  const levels = pyramidLevels(sampleCount).map(() => Array.from({ length: channels }, (): number[] => []))
  const emit = ({ level, first, cells, data: chunk }: PyramidChunk): void => {
    levels[level]!.forEach((channel, i) => {
      expect(channel.length).toBe(2 * first)
      channel.push(...chunk.subarray(2 * i * cells, 2 * (i + 1) * cells))
    })
  }
  const builder = createPyramid({ channels, sampleCount }, emit)
  for (let at = 0; at < sampleCount;) {
    const count = Math.max(1, Math.min(sampleCount - at, blocks(sampleCount - at)))
    builder.push(data.map((signal) => signal.slice(at, at + count)))
    at += count
  }
  builder.finish()
  return levels
}

function bruteForce(signal: Float32Array, factor: number): number[] {
  const cells: number[] = []
  for (let at = 0; at < signal.length; at += factor) {
    const finite = [...signal.subarray(at, at + factor)].filter(Number.isFinite)
    cells.push(finite.length > 0 ? Math.min(...finite) : NaN, finite.length > 0 ? Math.max(...finite) : NaN)
  }
  return cells
}

function randomSignals(length: number, seed: number): Float32Array[] {
  const random = createRandom(seed)
  return Array.from({ length: channels }, () => {
    let level = 0
    return Float32Array.from({ length }, () => (level += random.next() - 0.5))
  })
}

describe('a pyramid', () => {
  const full = chunkCells * finestFactor
  test.each([1, 63, 64, 65, full - 1, full, full + 1, 4 * full + 777])(
    'of %i samples equals a search through all of them, however they come',
    (length) => {
      const data = randomSignals(length, length)
      data[1]![Math.floor(length / 2)] = Infinity
      data[2]!.fill(NaN, Math.floor(length / 3), Math.floor(length / 3) + 1500)
      const random = createRandom(7)
      const expected = pyramidLevels(length).map(({ factor }) => data.map((signal) => bruteForce(signal, factor)))
      expect(build(data, () => 1 + Math.floor(random.next() * 5000))).toEqual(expected)
      expect(build(data, (left) => left)).toEqual(expected)
    },
  )

  test('ends with a level of one chunk, each four times as coarse as the one below', () => {
    const levels = pyramidLevels(7200 * 512)
    expect(levels.map(({ factor }) => factor)).toEqual([64, 256, 1024, 4096, 16384])
    expect(levels.at(-1)!.cells).toBeLessThanOrEqual(chunkCells)
    expect(levels.at(-2)!.cells).toBeGreaterThan(chunkCells)
    expect(levels[1]!.factor / levels[0]!.factor).toBe(levelStep)
  })

  test('has nothing where nothing was recorded', () => {
    const data = [Float32Array.from({ length: 10 }, (_, i) => i)]
    maskGaps(data, 100, [
      { start: 90, length: 12 },
      { start: 104, length: 0 },
      { start: 107, length: 50 },
    ])
    expect([...data[0]!]).toEqual([NaN, NaN, 2, 3, 4, 5, 6, NaN, NaN, NaN])
  })
})
