import { describe, expect, test } from 'vitest'
import { AppError } from '../domain/error'
import { groupFolds } from './folds'
import { pickSmallest, type InnerResult } from './pick'

describe('folds by group', () => {
  test('runs go in pairs where one alone lacks classes', () => {
    // As in EEGMMIDB: runs alternate between fists (0, 1) and both fists or feet (2, 3).
    const groupOfTrial = [4, 4, 6, 6, 8, 8, 10, 10, 12, 12, 14, 14]
    const classOfTrial = [0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3]
    const folds = groupFolds({ groupOfTrial, classOfTrial, classes: 4 })
    expect(folds.map(({ groups }) => groups)).toEqual([
      [4, 6],
      [8, 10],
      [12, 14],
    ])
    expect(folds[1]!.held).toEqual([4, 5, 6, 7])
    expect(folds[1]!.rest).toEqual([0, 1, 2, 3, 8, 9, 10, 11])
  })

  test('each trial is held once, whatever is left over at the end', () => {
    const groupOfTrial = [1, 1, 2, 2, 3]
    const folds = groupFolds({ groupOfTrial, classOfTrial: [0, 1, 0, 1, 0], classes: 2 })
    expect(folds.map(({ groups }) => groups)).toEqual([[1], [2, 3]])
    expect(folds.flatMap(({ held }) => held).sort()).toEqual([0, 1, 2, 3, 4])
  })

  test('one group that has all classes cannot both teach and judge', () => {
    const run = (): unknown => groupFolds({ groupOfTrial: [1, 1, 2], classOfTrial: [0, 1, 0], classes: 2 })
    expect(run).toThrow(AppError)
  })
})

describe('the pick', () => {
  const result = (method: InnerResult['method'], n: number, value: number, standardError = 0.05): InnerResult => ({
    method,
    n,
    value,
    standardError,
    decoder: 'riemann',
  })

  test('is the smallest number within a standard error of the best', () => {
    const results = [
      result('gumbel', 2, 0.6),
      result('gumbel', 4, 0.78),
      result('gumbel', 8, 0.82),
      result('all', 64, 0.8),
    ]
    expect(pickSmallest(results, { kind: 'standard-errors', value: 1 })).toMatchObject({ method: 'gumbel', n: 4 })
    expect(pickSmallest(results, { kind: 'accuracy', value: 0 })).toMatchObject({ n: 8 })
    expect(pickSmallest(results, { kind: 'accuracy', value: 0.3 })).toMatchObject({ n: 2 })
  })

  test('is the plainer method at the same number', () => {
    const results = [result('gumbel', 8, 0.82), result('forward-riemann', 8, 0.81), result('fixed', 8, 0.79)]
    expect(pickSmallest(results, { kind: 'standard-errors', value: 1 })).toMatchObject({ method: 'fixed' })
    expect(pickSmallest(results.slice(0, 2), { kind: 'standard-errors', value: 1 })?.method).toBe('forward-riemann')
  })

  test('is never a control', () => {
    expect(pickSmallest([result('random', 2, 0.99)], { kind: 'accuracy', value: 0 })).toBeNull()
    const results = [result('random', 2, 0.99), result('fixed', 8, 0.5)]
    expect(pickSmallest(results, { kind: 'accuracy', value: 0 })).toMatchObject({ method: 'fixed', n: 8 })
  })
})
