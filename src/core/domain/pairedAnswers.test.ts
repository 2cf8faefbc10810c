import { expect, test } from 'vitest'
import { mcnemarTest, pairedCounts, rightOf } from './pairedAnswers'

test('every trial is counted once, by who was right', () => {
  const truth = [0, 1, 2, 0, 1]
  const counts = pairedCounts(rightOf([0, 1, 0, 1, 1], truth), rightOf([0, 0, 2, 1, 1], truth))
  expect(counts).toEqual({ both: 2, firstOnly: 1, secondOnly: 1, neither: 1 })
})

test.each([
  // scipy.stats.binomtest(min, n, .5).pvalue
  [14, 13, 1],
  [1, 9, 0.021484375],
  [0, 5, 0.0625],
  [9, 2, 0.0654296875],
  [1, 12, 0.00341796875],
  [10, 25, 0.0166738478],
  [0, 0, 1],
])('of %i to %i differing trials the exact p is %f', (firstOnly, secondOnly, p) => {
  expect(mcnemarTest({ firstOnly, secondOnly })).toBeCloseTo(p, 9)
})
