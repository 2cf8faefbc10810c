import { expect, test } from 'vitest'
import { exactMcNemar, pairedAnswers } from './pairedAnswers'

test('every trial is counted once, by who was right', () => {
  const trials = [0, 1, 2, 0, 1].map((label) => ({ label }))
  const counts = pairedAnswers(trials, [0, 1, 0, 1, 1], [0, 0, 2, 1, 1])
  expect(counts).toEqual({ both: 2, onlyFirst: 1, onlySecond: 1, neither: 1 })
})

test.each([
  // scipy.stats.binomtest(min, n, .5).pvalue
  [14, 13, 1],
  [1, 9, 0.021484375],
  [0, 5, 0.0625],
  [10, 25, 0.0166738478],
  [0, 0, 1],
])('of %i to %i differing trials the exact p is %f', (onlyFirst, onlySecond, p) => {
  expect(exactMcNemar({ onlyFirst, onlySecond })).toBeCloseTo(p, 7)
})
