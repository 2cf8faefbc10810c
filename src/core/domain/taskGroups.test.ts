import { expect, test } from 'vitest'
import { cuedClasses, taskGroups, type LabelledRun } from './taskGroups'

const fists = { rest: 15, 'left-fist': 8, 'right-fist': 7 }
const feet = { rest: 15, 'both-feet': 7, 'both-fists': 7 }
const run = (id: number, task: string | null, counts: LabelledRun['counts']): LabelledRun => ({ id, task, counts })
const idsOf = (runs: readonly LabelledRun[]) => taskGroups(runs).map(({ recordingIds }) => recordingIds)

test('a whole EEGMMIDB subject is asked about feet against fists, imagined; order of the runs does not matter', () => {
  const runs = [3, 7, 11].flatMap((first) => [
    run(first, 'executed-left-right', fists),
    run(first + 1, 'imagined-left-right', fists),
    run(first + 2, 'executed-fists-feet', feet),
    run(first + 3, 'imagined-fists-feet', feet),
  ])
  const expected = [
    [6, 10, 14],
    [4, 8, 12],
    [5, 9, 13],
    [3, 7, 11],
  ]
  expect(idsOf(runs)).toEqual(expected)
  expect(idsOf(runs.toReversed()).map((ids) => ids.toReversed())).toEqual(expected)
})

test('more runs go before feet, feet before more trials, more trials before the order', () => {
  expect(idsOf([run(1, null, feet), run(2, null, fists), run(3, null, fists)])).toEqual([[2, 3], [1]])
  expect(idsOf([run(1, null, fists), run(2, null, feet)])).toEqual([[2], [1]])
  const many = { a: 20, b: 20 }
  expect(idsOf([run(1, null, fists), run(2, null, many)])).toEqual([[2], [1]])
})

test('a run without two classes asks nothing; rest and classes without a cue are none', () => {
  expect(taskGroups([run(1, null, { rest: 30, 'left-fist': 3, 'right-fist': 0 })])).toEqual([])
  expect(cuedClasses({ jump: 2, 'both-feet': 3, rest: 9, 'left-fist': 1, idle: 0 })).toEqual([
    'left-fist',
    'both-feet',
    'jump',
  ])
})

test('classes whose names would run together are told apart', () => {
  expect(idsOf([run(1, 'a', { 'b|c': 1, d: 1 }), run(2, 'a', { b: 1, 'c|d': 1 })])).toEqual([[1], [2]])
})
