import { describe, expect, test } from 'vitest'
import { createRandom } from '../../domain/random'
import { learnCounter } from './counter'
import { createLossFinder } from './losses'

const cyton = Array.from({ length: 2000 }, (_, i) => i % 256)
const daisy = Array.from({ length: 2000 }, (_, i) => (2 * i) % 256)
/** Two rows a number, and a packet of its own at the start of each round. */
const ganglion = Array.from({ length: 3000 }, (_, i) => (i % 201 === 0 ? 0 : 101 + Math.floor(((i % 201) - 1) / 2)))
const endless = Array.from({ length: 500 }, (_, i) => 1000 + i)

describe('how the numbers of samples go', () => {
  test.each([
    ['a Cyton', cyton, 256],
    ['a Cyton with Daisy', daisy, 128],
    ['a Ganglion', ganglion, 201],
    ['a counter that does not go round', endless, 0],
  ])('%s is learned from its rows', (_, values, round) => expect(learnCounter(values).round).toBe(round))

  test.each([
    ['a Cyton', cyton],
    ['a Cyton with Daisy', daisy],
    ['a Ganglion', ganglion],
    ['a counter that does not go round', endless],
  ])('of %s any rows that were taken out are counted, wherever', (_, values) => {
    const dice = createRandom(4)
    // A radio loses whole packets: all rows of a number.
    const packetFrom = (at: number): number => {
      while (at < values.length && values[at] === values[at - 1]) at++
      return at
    }
    for (let turn = 0; turn < 30; turn++) {
      const kept: number[] = []
      const cuts: { before: number; lost: number }[] = []
      for (let i = 0; ;) {
        const from = packetFrom(i + 150 + dice.integer(200))
        kept.push(...values.slice(i, from))
        i = packetFrom(from + 1 + dice.integer(60))
        if (i >= values.length) break
        cuts.push({ before: kept.length, lost: i - from })
      }
      const finder = createLossFinder(learnCounter(values), 250)
      for (const value of kept) finder.row(value, NaN)
      expect(finder.finish()).toEqual(cuts)
    }
  })

  test('a number that stands still, or noise, tells nothing', () => {
    expect(learnCounter([5, 5, 5, 5]).lostBetween(5, 1, 6)).toBeNull()
    const dice = createRandom(2)
    const counter = learnCounter(Array.from({ length: 500 }, () => dice.next()))
    expect(counter.lostBetween(0.25, 1, 0.75)).toBeNull()
    expect(learnCounter([]).lostBetween(0, 1, 1)).toBeNull()
  })

  test('a file shorter than a round counts as a byte does', () => {
    const values = [250, 251, 252, 253, 254, 255, 0, 1, 2, 3]
    expect(learnCounter(values).lostBetween(254, 1, 2)).toBe(3)
  })
})

describe('whole rounds by time', () => {
  const counter = learnCounter(cyton)
  const lossesOf = (arrivals: readonly { index: number; time: number }[]) => {
    const finder = createLossFinder(counter, 250)
    for (const { index, time } of arrivals) finder.row(index, time)
    return finder.finish()
  }
  const sent = (from: number, count: number, late: (i: number) => number = () => 0) =>
    Array.from({ length: count }, (_, i) => ({
      index: (from + i) % 256,
      time: 1e9 + (from + i) / 250 + late(from + i),
    }))

  test('three rounds that are gone are found, to the sample', () => {
    const dice = createRandom(9)
    const jitter = () => 0.04 * dice.next()
    const rows = [...sent(0, 1000, jitter), ...sent(1000 + 768 + 5, 1000, jitter)]
    expect(lossesOf(rows)).toEqual([
      { before: 1000, lost: 5 },
      { before: 1000, lost: 768 },
    ])
  })
  test('a radio that stood still for 1.5 seconds and caught up lost nothing', () => {
    const stalled = (i: number) => (i >= 1000 && i < 1375 ? (1375 - i) / 250 : 0)
    expect(lossesOf(sent(0, 2500, stalled))).toEqual([])
  })
  test('a pause is a gap also where the numbers begin anew', () => {
    const rows = [...sent(0, 1000), ...sent(0, 1000).map(({ index, time }) => ({ index, time: time + 14 }))]
    const lost = lossesOf(rows).reduce((sum, one) => sum + one.lost, 0)
    // Ten seconds lie between; by their numbers they are whole rounds and 24 samples.
    expect(Math.abs(lost - 2500)).toBeLessThan(128)
  })
  test('without numbers, time alone tells', () => {
    const finder = createLossFinder(null, 250)
    for (const { time } of [...sent(0, 1000), ...sent(1400, 1000)]) finder.row(NaN, time)
    expect(finder.finish()).toEqual([{ before: 1000, lost: 400 }])
  })
})
