import { expect, test } from 'vitest'
import type { SelectionSummary } from '../../../ipc/views'
import { sitesInRow, timesOpened } from './answers'

const answer = (modelId: string, ...heldOut: string[]) => ({ modelId, heldOut }) as unknown as SelectionSummary

test('a held-out recording is opened by every answer that it judged, alone or with others', () => {
  const answers = [answer('c', 'r12', 'r14'), answer('b', 'r14'), answer('a', 'r8')]
  expect(['a', 'b', 'c'].map((id) => timesOpened(answers, id))).toEqual([1, 2, 2])
})

test('an answer that is not listed yet was judged once at least', () => {
  expect(timesOpened([], 'a')).toBe(1)
})

test('a row names electrodes as long as a person can take them in, then counts them', () => {
  expect(sitesInRow(['C3', 'Cz', 'C4'])).toBe('C3 Cz C4')
  expect(sitesInRow(Array.from({ length: 64 }, (_, i) => `E${i}`))).toBe('64 electrodes')
})
