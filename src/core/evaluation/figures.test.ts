import { describe, expect, test } from 'vitest'
import { createRandom } from '../domain/random'
import { balancedAccuracy, bitsPerAnswer, bitsPerMinute, curveFigure, majorityShare } from './figures'
import { clopperPearsonInterval } from './interval'
import { permutationTest } from './permutation'

describe('figures', () => {
  test('count answers by class', () => {
    const figure = curveFigure([0, 0, 1, 1, 0], [0, 0, 0, 1, 1], ['left-fist', 'right-fist'])
    expect(figure.confusion).toEqual([
      [2, 1],
      [1, 1],
    ])
    expect(figure.value).toBeCloseTo(0.6, 12)
    expect(figure.balanced).toBeCloseTo((2 / 3 + 1 / 2) / 2, 12)
  })

  test('always answering the largest class is worth one in the classes, and its share is said', () => {
    expect(
      balancedAccuracy([
        [9, 0],
        [3, 0],
      ]),
    ).toBe(0.5)
    expect(majorityShare([0, 0, 0, 1])).toBe(0.75)
  })

  test('information is Wolpaw’s', () => {
    expect(bitsPerAnswer(1, 4)).toBe(2)
    expect(bitsPerAnswer(0.25, 4)).toBe(0)
    expect(bitsPerAnswer(0.1, 4)).toBe(0)
    // log2(2) + .9 log2(.9) + .1 log2(.1)
    expect(bitsPerAnswer(0.9, 2)).toBeCloseTo(0.5310044064107188, 12)
    expect(bitsPerMinute(1, 4, 8)).toBe(15)
  })

  // scipy.stats.binomtest(k, n).proportion_ci(method='exact')
  test.each([
    [0, 10, 0, 0.30849710781876294],
    [8, 15, 0.2658613472773967, 0.7873332704806848],
    [43, 45, 0.8485070997566617, 0.9945715112997622],
    [10, 10, 0.6915028921812371, 1],
  ])('%i of %i lies exactly between %f and %f', (correct, trials, low, high) => {
    const interval = clopperPearsonInterval(correct, trials)
    expect(interval.low).toBeCloseTo(low, 10)
    expect(interval.high).toBeCloseTo(high, 10)
  })
})

describe('the permutation test', () => {
  const folds = Array.from({ length: 60 }, (_, i) => Math.floor(i / 20))
  const labels = folds.map((_, i) => i % 2)

  test('finds answers that follow the labels, and calls guesses guesses', () => {
    const noisy = labels.map((label, i) => (i % 5 === 0 ? 1 - label : label))
    expect(permutationTest(noisy, labels, folds, { seed: 1 })).toBeLessThan(0.001)
    expect(
      permutationTest(
        labels.map(() => 0),
        labels,
        folds,
        { seed: 1 },
      ),
    ).toBe(1)
  })

  test('is right about its own level: guesses fall below .05 in about one of twenty studies', () => {
    const random = createRandom(12)
    let below = 0
    for (let study = 0; study < 400; study++) {
      const answers = labels.map(() => random.integer(2))
      if (permutationTest(answers, labels, folds, { seed: study, shuffles: 199 }) <= 0.05) below++
    }
    expect(below / 400).toBeLessThan(0.08)
  })

  test('a fold that only ever has one class proves nothing', () => {
    // Answers follow the fold, labels follow the fold: exchanging labels within folds changes nothing.
    const runs = [0, 0, 0, 1, 1, 1]
    expect(permutationTest(runs, runs, runs, { seed: 2 })).toBe(1)
  })
})
