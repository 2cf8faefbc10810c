import { expect, test } from 'vitest'
import { matchWiring, wiringFaults } from './wiring'

test('electrodes are wired to the inputs that bear their name, whatever its spelling', () => {
  expect(matchWiring(['C3', 'Cz', 'T7'], ['Fz', 'C3', 'CZ', null, 'T3'])).toEqual([
    { electrode: 'C3', input: 1 },
    { electrode: 'Cz', input: 2 },
    { electrode: 'T7', input: 4 },
  ])
})

test('an electrode that no input is named after stays open, and is said to be open', () => {
  const wiring = matchWiring(['C3', 'FC5'], ['C3'])
  expect(wiring[1]).toEqual({ electrode: 'FC5', input: null })
  expect(wiringFaults(wiring)).toEqual({ open: ['FC5'], shared: [] })
})

test('two electrodes on one input are both named', () => {
  const wiring = [
    { electrode: 'C3', input: 2 },
    { electrode: 'C4', input: 2 },
    { electrode: 'Cz', input: 1 },
  ]
  expect(wiringFaults(wiring).shared).toEqual(['C3', 'C4'])
})
