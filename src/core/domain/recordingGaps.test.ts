import { expect, test } from 'vitest'
import { recordedRanges } from './recordingGaps'

const gaps = {
  sampleRate: 5,
  gaps: [
    { start: 10, length: 5 },
    { start: 20, length: 10 },
  ],
}

test('a range without gaps is one range', () => {
  expect(recordedRanges({ from: 3, to: 9 }, { sampleRate: 5 })).toEqual([{ from: 3, to: 9 }])
  expect(recordedRanges({ from: 3, to: 9 }, gaps)).toEqual([{ from: 3, to: 9 }])
  expect(recordedRanges({ from: 30, to: 31 }, gaps)).toEqual([{ from: 30, to: 31 }])
})

test('gaps cut a range, and one that lies in a gap has nothing', () => {
  expect(recordedRanges({ from: 0, to: 40 }, gaps)).toEqual([
    { from: 0, to: 10 },
    { from: 15, to: 20 },
    { from: 30, to: 40 },
  ])
  expect(recordedRanges({ from: 12, to: 25 }, gaps)).toEqual([{ from: 15, to: 20 }])
  expect(recordedRanges({ from: 21, to: 30 }, gaps)).toEqual([])
  expect(recordedRanges({ from: 5, to: 5 }, gaps)).toEqual([])
})

test('whatever the cutting, the same samples are there', () => {
  const present = (step: number): number[] => {
    const seen: number[] = []
    for (let from = 0; from < 50; from += step)
      for (const range of recordedRanges({ from, to: Math.min(50, from + step) }, gaps))
        for (let i: number = range.from; i < range.to; i++) seen.push(i)
    return seen
  }
  expect(present(50)).toHaveLength(35)
  expect(present(1)).toEqual(present(50))
  expect(present(7)).toEqual(present(50))
})

test('behind a seam a second is left out', () => {
  const joined = { sampleRate: 5, gaps: [{ start: 10, length: 0 }] }
  expect(recordedRanges({ from: 0, to: 20 }, joined)).toEqual([
    { from: 0, to: 10 },
    { from: 15, to: 20 },
  ])
  expect(recordedRanges({ from: 12, to: 17 }, joined)).toEqual([{ from: 15, to: 17 }])
})
