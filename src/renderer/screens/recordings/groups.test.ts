import { expect, test } from 'vitest'
import { recordingForTest } from './fixtures'
import { cuesOf, filterRecordings, groupBySubject } from './groups'

const list = [
  recordingForTest({ id: 1, run: 'R10' }),
  recordingForTest({ id: 2, run: 'R2' }),
  recordingForTest({ id: 3, subject: 'S002', codes: {} }),
]

test('runs stand by subject and in the order of their numbers', () => {
  const groups = groupBySubject(list)
  expect(groups.map(({ subject }) => subject)).toEqual(['S001', 'S002'])
  expect(groups[0]!.recordings.map(({ summary }) => summary.run)).toEqual(['R2', 'R10'])
  expect(groups[0]!.seconds).toBe(120)
})
test('cues are those markers that have a class, and no markers are not zero cues', () => {
  expect(cuesOf(list[0]!)).toBe(8)
  expect(cuesOf(list[2]!)).toBeNull()
  expect(cuesOf(recordingForTest({ id: 4, codes: { T0: null } }))).toBeNull()
  expect(cuesOf(recordingForTest({ id: 5, codes: { S1: null }, confirmed: false }))).toBe(0)
})
test('a filter finds subject, run, file and task', () => {
  const find = (text: string) => filterRecordings(list, text, () => 'Imagined').map(({ summary }) => summary.id)
  expect(find('r10')).toEqual([1])
  expect(find('S001 R2')).toEqual([2])
  expect(find('imag')).toEqual([1, 2, 3])
  expect(find('  ')).toEqual([1, 2, 3])
})
