import { describe, expect, test } from 'vitest'
import { AppError } from '../../domain/error'
import { planFolds } from './units'

describe('folds of a plan', () => {
  const material = (groups: number[], subjects = groups.map(() => 0)) => ({
    groupOfTrial: Int32Array.from(groups),
    subjectOfTrial: Int32Array.from(subjects),
    classOfTrial: Int32Array.from(groups, (_, trial) => trial % 2),
    classes: 2,
  })

  test('inner folds never hold what their outer fold judges', () => {
    const folds = planFolds(material([0, 0, 1, 1, 2, 2, 3, 3]), 'runs')
    const outer = folds.filter(({ role }) => role === 'outer')
    expect(outer).toHaveLength(4)
    for (const fold of folds.filter(({ role }) => role === 'inner')) {
      const judged = outer[fold.outer!]!.held
      expect(fold.training.some((trial) => judged.includes(trial))).toBe(false)
      expect(fold.held.some((trial) => judged.includes(trial))).toBe(false)
      expect(fold.held.some((trial) => fold.training.includes(trial))).toBe(false)
    }
  })

  test('with two runs the inner folds are stretches of time in the one that learns', () => {
    const folds = planFolds(material([0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1]), 'runs')
    const inner = folds.filter(({ key }) => key.startsWith('1.'))
    expect(inner.map(({ held }) => held)).toEqual([
      [0, 1],
      [2, 3],
      [4, 5],
    ])
  })

  test('one run, or one subject of a group, is refused with what is needed', () => {
    expect(() => planFolds(material([0, 0, 0, 0]), 'runs')).toThrow(AppError)
    expect(() => planFolds(material([0, 0, 0, 0]), 'subjects')).toThrow(AppError)
  })

  test('a tuned decoder learns from the other subjects and the own other runs, and inner folds judge the own runs', () => {
    const groups = [0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3]
    const subjects = groups.map((group) => (group < 2 ? 0 : 1))
    const folds = planFolds(material(groups, subjects), 'tuned')
    const outer = folds.filter(({ role }) => role === 'outer')
    expect(outer.map(({ held }) => [held[0], held.length])).toEqual([
      [0, 6],
      [6, 6],
      [12, 6],
      [18, 6],
    ])
    expect(outer[0]!.own).toEqual([6, 7, 8, 9, 10, 11])
    expect(outer[0]!.training).toHaveLength(18)
    for (const { held, own, training, outer: of } of folds.filter(({ role }) => role === 'inner')) {
      const judged = outer[of!]!
      expect(judged.own!.filter((trial) => !own!.includes(trial))).toEqual(held)
      expect(training.some((trial) => held.includes(trial) || judged.held.includes(trial))).toBe(false)
    }
  })
})
