import { expect, test } from 'vitest'
import { contactsToCheck } from './contacts'

test.each([
  [
    ['Fp1', 'C4', 'Cz', 'C3', 'O1'],
    ['C4', 'Cz', 'C3'],
  ],
  [
    ['FC4', 'P5', 'CP3', 'FCz', 'O2'],
    ['FC4', 'CP3', 'FCz'],
  ],
  [
    ['AF8', 'CP4', 'FC3', 'O1'],
    ['CP4', 'FC3'],
  ],
  [['O1', 'AF8', 'Fp1'], ['AF8']],
  [['C3'], ['C3']],
  [['input 1'], []],
  [[], []],
])('of %j the contacts to check are %j: only electrodes that there are', (electrodes, contacts) => {
  expect(contactsToCheck(electrodes)).toEqual(contacts)
})
