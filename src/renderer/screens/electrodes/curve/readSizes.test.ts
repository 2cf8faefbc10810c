import { expect, test } from 'vitest'
import { readSizes } from './readSizes'

test.each([
  ['2, 4, 8', [2, 4, 8]],
  ['8 4，2', [2, 4, 8]],
  ['2..16', [2, 3, 4, 6, 8, 12, 16]],
  ['4 – 8, 64', [4, 6, 8, 64]],
  ['8, 8', [8]],
  ['eight', null],
  ['0', null],
  ['300', null],
  ['8..4', null],
  ['', null],
])('“%s” is %j', (text, sizes) => {
  expect(readSizes(text)).toEqual(sizes)
})
