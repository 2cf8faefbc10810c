import { expect, test } from 'vitest'
import { toElectrodeName, toElectrodeNames } from './names'

test.each([
  ['Fc5.', 'FC5'],
  ['EEG FC5-REF', 'FC5'],
  ['EEG Fp1-LE', 'Fp1'],
  ['FCZ', 'FCz'],
  ['T3', 'T7'],
  ['EEG T6-Ref', 'P8'],
  ['C3_REF', 'C3'],
  ['EEG:Cz/A1', 'Cz'],
  ['POL O1', 'O1'],
  ['eeg_c4', 'C4'],
  ['F3-C3', null],
  ['C3_C4', null],
  ['EXG1', null],
])('the label “%s” means %s', (label, site) => expect(toElectrodeName(label)).toBe(site))
test('inputs in banks are no sites, and a site named twice goes to the first', () => {
  expect(toElectrodeNames(['A1', 'A2', 'A17'])).toEqual([null, null, null])
  expect(toElectrodeNames(['T7', 'T3'])).toEqual(['T7', null])
})
