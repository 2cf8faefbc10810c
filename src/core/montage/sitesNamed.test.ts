import { expect, test } from 'vitest'
import { sitesNamed } from './sitesNamed'

const available = ['C3', 'FC4', 'T7', 'Cz', 'X1']

test.each([
  ['c3', 'C3'],
  ['fc4', 'FC4'],
  ['EEG CZ-Ref', 'Cz'],
  ['T3', 'T7'],
  ['x1', 'X1'],
])('%s means %s', (word, site) => {
  expect(sitesNamed([word], available)).toEqual({ sites: [site], unknown: [] })
})

test('a site named twice is one, and what names none is told apart, be it a site elsewhere', () => {
  expect(sitesNamed(['cz', 'Foo', 'CZ', 'C4', 'c3'], available)).toEqual({
    sites: ['Cz', 'C3'],
    unknown: ['Foo', 'C4'],
  })
})
