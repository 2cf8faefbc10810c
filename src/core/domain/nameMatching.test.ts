import { expect, test } from 'vitest'
import { namesMeant, similarNames } from './nameMatching'

const runs = ['R04', 'R06', 'R10', 'R16']

test.each([
  ['R06', ['R06']],
  ['r6', ['R06']],
  ['6', ['R06']],
  ['06', ['R06']],
  ['16', ['R16']],
  ['S06', []],
  ['7', []],
  ['', []],
])('the run "%s" means %j', (word, meant) => {
  expect(namesMeant(word, runs)).toEqual(meant)
})

test('a number that several names end in means all of them, unless one is just that', () => {
  expect(namesMeant('2', ['run-2', 'rest-02', 'run-12'])).toEqual(['run-2', 'rest-02'])
  expect(namesMeant('2', ['2', 'run-2'])).toEqual(['2'])
  expect(namesMeant('r6', ['R06', 'R6', 'R06'])).toEqual(['R06', 'R6'])
})

test.each([
  ['C33', ['C3', 'FC3', 'Cz']],
  ['foo', ['FC3', 'Fz', 'POz']],
  ['nothing like it', []],
])('names spelled like %s are %j', (word, similar) => {
  expect(similarNames(word, ['FC3', 'C3', 'Cz', 'Fz', 'POz'])).toEqual(similar)
})
