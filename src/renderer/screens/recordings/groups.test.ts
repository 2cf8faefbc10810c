import { expect, test } from 'vitest'
import { recordingForTest } from './fixtures'
import { cuesOf, secondsOf } from './groups'

test('cues are those markers that have a class, and no markers are not zero cues', () => {
  expect(cuesOf(recordingForTest({ id: 1 }))).toBe(8)
  expect(cuesOf(recordingForTest({ id: 3, codes: {} }))).toBeNull()
  expect(cuesOf(recordingForTest({ id: 4, codes: { T0: null } }))).toBeNull()
  expect(cuesOf(recordingForTest({ id: 5, codes: { S1: null }, confirmed: false }))).toBe(0)
})
test('a run is as long as its samples at its rate', () => expect(secondsOf(recordingForTest({ id: 1 }))).toBe(60))
