import { expect, test } from 'vitest'
import type { SelectionReport } from '../../../core/domain/training'
import { normalisedEntropy, toLanes, toShares } from './neurons'

const report = {
  candidates: ['C3', 'Cz', 'C4', 'CP4'],
  neurons: 4,
  probabilities: [
    [1, 0, 0, 0],
    [0.01, 0.02, 0.97, 0],
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
  expect(lanes.map(({ top, replacedBy, state }) => [top, replacedBy, state])).toEqual([
    ['C3', null, 'settled'],
    ['C4', null, 'settled'],
    ['CP4', null, 'leaning'],
    ['C3', 'Cz', 'replaced'],
  ])
  const sure = toLanes(report, [], ['Cz', 'C4', 'CP4', 'C3'])[0]!
  expect([sure.top, sure.state], 'however sure it was').toEqual(['C3', 'replaced'])
  expect(toLanes(report, []).every(({ replacedBy }) => replacedBy === null)).toBe(true)
})

test('the head gets each neuron’s share at a site', () => {
  expect(toShares(report).get('C4')).toEqual([0, 0.97, 0.2, 0.25])
})

test('a neuron that is not settled leans only to a site that has more than half of its weight', () => {
  const two = {
    ...report,
    probabilities: [
      [0.5, 0.5, 0, 0],
      [0.51, 0.49, 0, 0],
    ],
  } as unknown as SelectionReport
  expect(toLanes(two, []).map(({ state }) => state)).toEqual(['undecided', 'leaning'])
})
