import { describe, expect, test } from 'vitest'
import { createRandom } from '../domain/random'
import { placeOf, placePieces, readPlaced, type Break } from './pieces'

const stored = Float32Array.from({ length: 20 }, (_, i) => 100 + i)
const readStored = (from: number, to: number, channels: readonly number[]) =>
  channels.map((channel) => stored.slice(from, to).map((value) => value + 1000 * channel))

describe('samples that were lost', () => {
  const placement = placePieces(
    20,
    [
      { before: 5, lost: 3 },
      { before: 12, lost: 0 },
    ],
    100,
  )
  test('leave room where the last value is held', () => {
    expect(placement).toMatchObject({ sampleCount: 23, lost: 3, left: 0 })
    expect(placement.gaps).toEqual([
      { start: 5, length: 3 },
      { start: 15, length: 0 },
    ])
    const [data] = readPlaced(placement, readStored, { from: 3, to: 10, channels: [0] })
    expect([...data!]).toEqual([103, 104, 104, 104, 104, 105, 106])
    const inside = readPlaced(placement, readStored, { from: 6, to: 8, channels: [1] })
    expect([...inside[0]!]).toEqual([1104, 1104])
  })
  test('move what comes after them', () => {
    expect([0, 4, 5, 19].map((sample) => placeOf(placement, sample))).toEqual([0, 4, 8, 22])
    expect(placeOf(placement, 20)).toBeNull()
  })
  test('end the recording when they are too many', () => {
    const cut = placePieces(20, [{ before: 5, lost: 101 }], 100)
    expect(cut).toMatchObject({ sampleCount: 5, left: 15, gaps: [] })
    expect(placeOf(cut, 7)).toBeNull()
  })
  test('outside the stored samples do not count; two at one place add up', () => {
    const breaks = [0, 5, 5, 20].map((before) => ({ before, lost: 2 }))
    expect(placePieces(20, breaks, 100)).toMatchObject({ sampleCount: 24, gaps: [{ start: 5, length: 4 }] })
  })
  test('any part read is that part of the whole', () => {
    const dice = createRandom(5)
    for (let turn = 0; turn < 200; turn++) {
      const breaks: Break[] = []
      for (let at = 1 + dice.integer(6); at < 20; at += 1 + dice.integer(6))
        breaks.push({ before: at, lost: dice.integer(4) })
      const placed = placePieces(20, breaks, 100)
      const whole = readPlaced(placed, readStored, { from: 0, to: placed.sampleCount, channels: [0] })[0]!
      expect(whole.length).toBe(placed.sampleCount)
      const from = dice.integer(placed.sampleCount)
      const to = from + dice.integer(placed.sampleCount - from + 3)
      expect(readPlaced(placed, readStored, { from, to, channels: [0] })[0]).toEqual(whole.slice(from, to))
    }
  })
})
