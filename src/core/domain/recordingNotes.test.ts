import { expect, test } from 'vitest'
import { AppError } from './error'
import { changeNotes, longestTag, mostTags, noNotes } from './recordingNotes'

test('tags come and go by their letters, whatever their case, and keep the spelling they had', () => {
  const tagged = changeNotes(noNotes, { add: ['Pilot', ' blinks ', 'pilot'] })
  expect(tagged.tags).toEqual(['Pilot', 'blinks'])
  expect(changeNotes(tagged, { add: ['BLINKS', 'late'], remove: ['PILOT'] }).tags).toEqual(['blinks', 'late'])
})
test('what is removed and added in one change is there in its new spelling', () => {
  expect(changeNotes({ tags: ['pilot'], note: '' }, { remove: ['pilot'], add: ['Pilot'] }).tags).toEqual(['Pilot'])
})
test('a note stays until it is replaced, and an empty one takes it away', () => {
  const noted = changeNotes(noNotes, { note: ' cap slipped at 4 min\n' })
  expect(noted.note).toBe('cap slipped at 4 min')
  expect(changeNotes(noted, { add: ['x'] }).note).toBe('cap slipped at 4 min')
  expect(changeNotes(noted, { note: '' }).note).toBe('')
})
test.each([
  ['', 'empty'],
  ['a,b', 'with a comma'],
  ['x'.repeat(longestTag + 1), 'too long'],
])('the tag “%s” is refused: %s', (tag) => expect(() => changeNotes(noNotes, { add: [tag] })).toThrow(AppError))
test('more tags than anyone can use are refused', () => {
  const many = Array.from({ length: mostTags + 1 }, (_, i) => `t${i}`)
  expect(() => changeNotes(noNotes, { add: many })).toThrow(`at most ${mostTags}`)
})
