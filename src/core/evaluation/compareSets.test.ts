import { describe, expect, test } from 'vitest'
import { curveFinding } from '../../../test/support/curveFinding'
import type { CurveFinding } from '../domain/curve'
import { AppError } from '../domain/error'
import { mcnemarTest } from '../domain/pairedAnswers'
import { compareSets, type AnsweredSet } from './compareSets'
import { pairedDifference, signFlipTest } from './paired'

const finding = curveFinding()
const setOf = (of: CurveFinding, method: string, n: number): AnsweredSet => ({
  finding: of,
  point: of.points.find((point) => point.method === method && point.n === n)!,
})

describe('two sets of one answer', () => {
  test('are compared trial by trial, by the exact test and with the interval of paired shares', () => {
    const [first, second] = [setOf(finding, 'fixed', 8), setOf(finding, 'gumbel', 8)]
    const [compared] = compareSets([[first, second]])
    const right = ({ point }: AnsweredSet, i: number): boolean => point.answers[i] === finding.trials[i]!.label
    const firstOnly = finding.trials.filter((_, i) => right(first, i) && !right(second, i)).length
    expect(compared!.counts.firstOnly).toBe(firstOnly)
    expect(Object.values(compared!.counts).reduce((sum, count) => sum + count, 0)).toBe(90)
    expect(compared).toMatchObject(pairedDifference(compared!.counts))
    expect(compared).toMatchObject({ test: 'mcnemar', p: mcnemarTest(compared!.counts), pHolm: compared!.p })
    const values = [first, second].map(
      ({ point }) => finding.points.find(({ answers }) => answers === point.answers)!.figure.value,
    )
    expect(compared!.difference).toBeCloseTo(values[0]! - values[1]!, 12)
  })

  test('are corrected for how many are compared', () => {
    const first = setOf(finding, 'fixed', 8)
    const others = ['gumbel', 'random', 'all'].map((method) => setOf(finding, method, method === 'all' ? 64 : 8))
    const compared = compareSets(others.map((other) => [first, other] as const))
    const least = Math.min(...compared.map(({ p }) => p))
    expect(Math.min(...compared.map(({ pHolm }) => pHolm))).toBeCloseTo(Math.min(1, 3 * least), 12)
  })

  test('of five subjects are tested by the subjects, not by the trials', () => {
    const subjects = ['S1', 'S2', 'S3', 'S4', 'S5']
    const group = curveFinding({ plan: { subjects, scheme: 'subjects' } })
    const [compared] = compareSets([[setOf(group, 'fixed', 8), setOf(group, 'fixed', 2)]])
    const differences = group.perSubject.map(({ points }) => {
      const value = (n: number): number =>
        points.find((point) => point.method === 'fixed' && point.n === n)!.figure.value
      return value(8) - value(2)
    })
    expect(compared).toMatchObject({ test: 'sign-flip', p: signFlipTest(differences) })
  })
})

describe('sets of two answers', () => {
  test('to the same trials meet by trial, whatever the order of the folds and the classes', () => {
    const classes = [...finding.plan.classes].reverse()
    const last = classes.length - 1
    const turn = [...finding.trials.keys()].sort(
      (a, b) => finding.trials[b]!.recordingId - finding.trials[a]!.recordingId || a - b,
    )
    const other: CurveFinding = {
      ...finding,
      id: 'turned',
      plan: { ...finding.plan, classes },
      trials: turn.map((i) => ({ ...finding.trials[i]!, label: last - finding.trials[i]!.label })),
      points: finding.points.map((point) => ({ ...point, answers: turn.map((i) => last - point.answers[i]!) })),
    }
    const [within] = compareSets([[setOf(finding, 'fixed', 8), setOf(finding, 'gumbel', 8)]])
    const [across] = compareSets([[setOf(finding, 'fixed', 8), setOf(other, 'gumbel', 8)]])
    expect(across).toEqual(within)
  })

  test('to other trials are refused, with what each judged', () => {
    const data = finding.data.map((one, i) => (i === 0 ? { ...one, run: 'R04', hash: 'f'.repeat(64) } : one))
    const other = { ...finding, id: 'other', data }
    const compare = (): unknown => compareSets([[setOf(finding, 'fixed', 8), setOf(other, 'fixed', 8)]])
    expect(compare).toThrow(AppError)
    expect(compare).toThrow(
      /S001-curve-0a1b2c3d and other judged different trials: 90 trials of S001 R06, .* against 90 trials of S001 R04/,
    )
  })

  test('of other classes are refused by the names of the classes', () => {
    const classes = ['left-fist', 'right-fist', 'both-fists', 'rest']
    const other = { ...finding, id: 'other', plan: { ...finding.plan, classes } }
    expect(() => compareSets([[setOf(finding, 'fixed', 8), setOf(other, 'fixed', 8)]])).toThrow(/both-feet.*rest/)
  })
})
