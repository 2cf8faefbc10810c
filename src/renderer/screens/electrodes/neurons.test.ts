import { expect, test } from 'vitest'
import type { SelectionReport } from '../../../core/domain/training'
import { normalisedEntropy, toLanes, toShares } from './neurons'

const report = {
  candidates: ['C3', 'Cz', 'C4', 'CP4'],
  neurons: 4,
  probabilities: [
    [1, 0, 0, 0],
    [0.01, 0.02, 0.96, 0.01],
    [0.05, 0.05, 0.2, 0.7],
    [0.25, 0.25, 0.25, 0.25],
  ],
} as unknown as SelectionReport

test('entropy runs from 0 for one site to 1 for all alike', () => {
  expect(normalisedEntropy([0, 1, 0])).toBe(0)
  expect(normalisedEntropy([0.25, 0.25, 0.25, 0.25])).toBeCloseTo(1)
})

test('each neuron says where it looks and how sure it is', () => {
  const lanes = toLanes(report, ['C3'])
  expect(lanes.map(({ top, state }) => [top, state])).toEqual([
    ['C3', 'kept'],
    ['C4', 'settled'],
    ['CP4', 'leaning'],
    ['C3', 'undecided'],
  ])
})

test('a neuron whose first choice another one has says what it got', () => {
  const lanes = toLanes(report, [], ['C3', 'C4', 'CP4', 'Cz'])
  expect(lanes.map(({ top, replacedBy }) => [top, replacedBy])).toEqual([
    ['C3', null],
    ['C4', null],
    ['CP4', null],
    ['C3', 'Cz'],
  ])
  expect(toLanes(report, []).every(({ replacedBy }) => replacedBy === null)).toBe(true)
})

test('the head gets each neuron’s share at a site', () => {
  expect(toShares(report).get('C4')).toEqual([0, 0.96, 0.2, 0.25])
})
