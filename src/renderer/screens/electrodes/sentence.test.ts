import { expect, test } from 'vitest'
import { place, splitSentence } from './sentence'

test('a sentence comes apart at its places, in the order of its language', () => {
  expect(splitSentence(`Which ${place('n')} on ${place('subject')}?`)).toEqual([
    { text: 'Which ' },
    { place: 'n' },
    { text: ' on ' },
    { place: 'subject' },
    { text: '?' },
  ])
  expect(splitSentence(`${place('subject')}上用${place('n')}`).map((piece) => 'place' in piece && piece.place)).toEqual(
    ['subject', false, 'n'],
  )
})
