import { expect, test } from 'vitest'
import { presetCaps } from './caps'
import { wiringSheet } from './wiringSheet'

const cyton = presetCaps.find(({ id }) => id === 'openbci-cyton')!

test('sites that the cap has keep their input, the others get free inputs in order, and the sheet is in order of inputs', () => {
  const lines = wiringSheet(['C3', 'Cz', 'C4', 'CPz'], cyton)
  expect(lines).toEqual([
    { electrode: 'Cz', input: 1, inputName: 'Fp1', how: 'proposed' },
    { electrode: 'CPz', input: 2, inputName: 'Fp2', how: 'proposed' },
    { electrode: 'C3', input: 3, inputName: 'C3', how: 'named' },
    { electrode: 'C4', input: 4, inputName: 'C4', how: 'named' },
  ])
})

test('no input feeds two sites, and more sites than inputs leave some without', () => {
  const lines = wiringSheet('C3 C4 Cz FC3 FC4 CP3 CP4 CPz C1 C2'.split(' '), cyton)
  const inputs = lines.flatMap(({ input }) => input ?? [])
  expect(new Set(inputs).size).toBe(8)
  expect(lines.filter(({ how }) => how === 'none').map(({ electrode }) => electrode)).toEqual(['C1', 'C2'])
})

test('without a cap inputs follow the electrodes', () => {
  expect(wiringSheet(['Cz', 'C3'], null).map(({ input, how }) => [input, how])).toEqual([
    [1, 'proposed'],
    [2, 'proposed'],
  ])
})
