import { expect, test } from 'vitest'
import type { ImportOutcome } from '../../../core/domain/import'
import { mergeOutcomes } from './mergeOutcomes'

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
