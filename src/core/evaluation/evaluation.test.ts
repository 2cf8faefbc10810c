import { describe, expect, test } from 'vitest'
import { AppError } from '../domain/error'
import type { Trial } from '../domain/trial'
import { accuracyFigure, cohensKappa, confusionMatrix } from './accuracy'
import { chanceLimit, shareStandardError, wilsonInterval } from './interval'
import { latencyFigure, percentile } from './percentile'
import { holdOutLastRuns } from './splits'

describe('intervals', () => {
  // scipy.stats.binomtest(k, n).proportion_ci(method='wilson')
  test.each([
    [0, 10, 0, 0.27753279986288926],
    [8, 15, 0.30116980025498397, 0.7519046463426261],
    [43, 45, 0.8517248923056437, 0.9877258732932801],
    [10, 10, 0.7224672001371109, 1],
    [45, 90, 0.3988372282354734, 0.6011627717645266],
  ])('%i of %i lies between %f and %f', (correct, trials, low, high) => {
    const interval = wilsonInterval(correct, trials)
    expect(interval.low).toBeCloseTo(low, 12)
    expect(interval.high).toBeCloseTo(high, 12)
  })

  test('without trials anything is possible', () => expect(wilsonInterval(0, 0)).toEqual({ low: 0, high: 1 }))

  // statsmodels: proportion p̃ = (k + 2) / (n + 4) of n + 4 trials, √(p̃ (1 − p̃) / (n + 4))
  test.each([
    [45, 45, 0.028266],
    [0, 45, 0.028266],
    [45, 90, 0.051571],
    [1, 2, 0.204124],
  ])('the standard error of %i of %i is %f, never 0', (correct, trials, error) => {
    expect(shareStandardError(correct, trials)).toBeCloseTo(error, 5)
  })

  // scipy.stats.binom.sf(k − 1, n, p) ≤ .05 for the first time
  test.each([
    [15, 0.5, 12],
    [15, 0.25, 8],
    [45, 0.5, 29],
    [90, 0.25, 30],
    [5, 0.5, 5],
    [1000, 0.5, 527],
  ])('of %i trials at chance %f, %i right are not guessed', (trials, chance, correct) => {
    expect(chanceLimit(trials, chance)).toBe(correct / trials)
  })

  // scipy.stats.binom.sf(k − 1, n, p) of the table above
  test.each([
    [15, 0.5, 12, 0.017578125],
    [15, 0.25, 8, 0.017299838364124298],
    [45, 0.5, 29, 0.03622713008127221],
    [90, 0.25, 30, 0.04728388554044491],
  ])(
    'of %i trials at chance %f, the limit %i falls exactly where the tail passes the level',
    (trials, chance, correct, tail) => {
      expect(chanceLimit(trials, chance, tail * (1 + 1e-12))).toBe(correct / trials)
      expect(chanceLimit(trials, chance, tail * (1 - 1e-12))).toBe((correct + 1) / trials)
    },
  )

  test('four trials of two classes cannot tell anything from chance', () => {
    expect(chanceLimit(4, 0.5)).toBeGreaterThan(1)
  })
})

describe('accuracy', () => {
  const classes = ['left-fist', 'right-fist', 'both-feet']
  const actual = ['left-fist', 'left-fist', 'right-fist', 'right-fist', 'both-feet', 'both-feet']
  const predicted = ['left-fist', 'right-fist', 'right-fist', 'right-fist', 'left-fist', 'both-feet']

  test('confusion counts actual by row and predicted by column', () => {
    expect(confusionMatrix(predicted, actual, classes)).toEqual([
      [1, 1, 0],
      [0, 2, 0],
      [1, 0, 1],
    ])
  })

  test('the figure carries interval, chance, limit and kappa', () => {
    const figure = accuracyFigure(predicted, actual, classes)
    expect(figure).toMatchObject({ correct: 4, trials: 6, value: 4 / 6, chance: 1 / 3, chanceLimit: 5 / 6 })
    expect(figure.kappa).toBeCloseTo(0.5, 12)
    expect(figure.low).toBeCloseTo(wilsonInterval(4, 6).low, 12)
  })

  test("Cohen's own kind of table: 35 of 50 agree, margins give one half", () => {
    expect(
      cohensKappa([
        [20, 5],
        [10, 15],
      ]),
    ).toBeCloseTo(0.4, 12)
    expect(
      cohensKappa([
        [5, 0],
        [0, 0],
      ]),
    ).toBe(0)
  })

  test('no trials, unknown classes and lists of unequal length are refused', () => {
    expect(() => accuracyFigure([], [], classes)).toThrow(AppError)
    expect(() => accuracyFigure(['rest'], ['left-fist'], classes)).toThrow(/got rest/)
    expect(() => accuracyFigure([], ['left-fist'], classes)).toThrow(/got 0 for 1/)
  })
})

test('percentiles interpolate, whatever the order', () => {
  expect(percentile([4, 1, 3, 2], 0.5)).toBe(2.5)
  expect(percentile([5], 0.95)).toBe(5)
  expect(latencyFigure(Array.from({ length: 101 }, (_, i) => 100 - i))).toEqual({ p50: 50, p95: 95 })
  expect(latencyFigure([])).toBeNull()
})

describe('splits', () => {
  const trials: Trial[] = [12, 7, 9].flatMap((recordingId) =>
    [0, 1, 2, 3, 4].map((index) => ({ recordingId, index, cueSample: 1000 * (5 - index), classId: 'both-feet' })),
  )
  const runs = [7, 9, 12, 30]

  test('the last run that has trials is held out whole', () => {
    const { training, heldOut } = holdOutLastRuns(trials, runs, ['both-feet'])
    expect(heldOut.map((trial) => trial.recordingId)).toEqual([12, 12, 12, 12, 12])
    expect(training.map((trial) => trial.recordingId)).toEqual([7, 7, 7, 7, 7, 9, 9, 9, 9, 9])
  })

  test('as many runs are held out as it takes for every class to be judged', () => {
    const mixed = trials.map((trial) => (trial.recordingId === 9 ? { ...trial, classId: 'both-fists' } : trial))
    const { training, heldOut } = holdOutLastRuns(mixed, runs, ['both-feet', 'both-fists'])
    expect([...new Set(heldOut.map((trial) => trial.recordingId))]).toEqual([9, 12])
    expect([...new Set(training.map((trial) => trial.recordingId))]).toEqual([7])
  })

  test('one run cannot be split', () => {
    expect(() => holdOutLastRuns(trials.slice(0, 5), runs, ['both-feet'])).toThrow(/none of 1 to learn from/)
  })
})
