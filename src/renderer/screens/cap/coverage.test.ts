import { describe, expect, test } from 'vitest'
import type { Cap } from '../../../core/domain/electrode'
import { presetCaps } from '../../../core/montage/caps'
import { coverageOf, fillWiring, fitsModel, isSound, proposeWiring } from './coverage'

const preset = (id: string): Cap => presetCaps.find((cap) => cap.id === id)!
const chosen = ['C3', 'C4', 'Cz', 'FC3', 'FC4', 'CP3', 'CP4', 'CPz']

describe('what a cap can carry', () => {
  test('a cap with fixed sites carries those that it has', () => {
    const { carried, missing } = coverageOf(preset('crown'), chosen)
    expect(carried).toEqual(['C3', 'C4', 'CP3', 'CP4'])
    expect(missing).toEqual(['Cz', 'FC3', 'FC4', 'CPz'])
  })
  test('an amplifier whose inputs may be placed anywhere carries as many as it has', () => {
    const { carried, missing, tooMany } = coverageOf(preset('openbci-ganglion'), chosen)
    expect([carried.length, missing.length, tooMany]).toEqual([4, 4, true])
    expect(coverageOf(preset('enobio-8'), chosen).missing).toEqual([])
  })
})

describe('wiring', () => {
  test('matches names, and places the rest on free inputs in order', () => {
    const cap: Cap = { id: 'x', name: 'x', sites: [null, 'C4', null], inputs: 3, origin: 'own' }
    expect(proposeWiring(cap, ['C3', 'C4', 'Cz']).map(({ input }) => input)).toEqual([0, 1, 2])
  })
  test('leaves an electrode open where no input is left, and says that it is not sound', () => {
    const wiring = proposeWiring(preset('crown'), chosen)
    expect(wiring.filter(({ input }) => input === null).map(({ electrode }) => electrode)).toEqual([
      'Cz',
      'FC3',
      'FC4',
      'CPz',
    ])
    expect(isSound(wiring)).toBe(false)
  })
  test('never gives one input to two electrodes when it fills', () => {
    const wiring = fillWiring(
      [
        { electrode: 'C3', input: 1 },
        { electrode: 'C4', input: null },
        { electrode: 'Cz', input: null },
      ],
      [0, 1, 2],
    )
    expect(wiring.map(({ input }) => input)).toEqual([1, 0, 2])
    expect(isSound(wiring)).toBe(true)
  })
  test('of another model is not taken over', () => {
    const wiring = proposeWiring(preset('enobio-8'), chosen)
    expect(fitsModel(wiring, chosen)).toBe(true)
    expect(fitsModel(wiring, chosen.toReversed())).toBe(false)
  })
})
