import { expect, test } from 'vitest'
import type { ImportOutcome } from '../../../core/domain/import'
import { mergeOutcomes, stillUnfinished } from './mergeOutcomes'

const outcome = (path: string, state: ImportOutcome['state']): ImportOutcome => ({
  path,
  fileName: path,
  state,
  problems: [],
})

test('a file that was added again has only its newest outcome, in its new place', () => {
  const first = [outcome('a', 'refused'), outcome('b', 'imported')]
  const second = [outcome('a', 'partly')]
  expect(mergeOutcomes([first, second])).toEqual([outcome('b', 'imported'), outcome('a', 'partly')])
})

test('an import that was cut short is named once, until its file is in the study', () => {
  const cut = (path: string, startedAtMs: number) => ({ path, fileName: path, startedAtMs })
  const found = [cut('a.edf', 1), cut('b.edf', 2), cut('a.edf', 3)]
  const outcome = (path: string, state: 'imported' | 'refused') => ({ path, fileName: path, state, problems: [] })
  expect(stillUnfinished(found, [])).toEqual([cut('a.edf', 3), cut('b.edf', 2)])
  expect(stillUnfinished(found, [outcome('a.edf', 'refused'), outcome('b.edf', 'imported')])).toEqual([cut('a.edf', 3)])
})
