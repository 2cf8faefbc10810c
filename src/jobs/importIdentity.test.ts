import { expect, test } from 'vitest'
import { identify } from './importIdentity'

test.each([
  ['S002R03.edf', 'X', { subject: 'S002', run: 'R03' }],
  ['sub-01_ses-1_task-mi_run-2_eeg.edf', undefined, { subject: '01', run: 'R02', session: '1' }],
  ['anna_run3.edf', undefined, { subject: 'anna', run: 'R03' }],
  ['anna_run3.edf', 'P17', { subject: 'P17', run: 'R03' }],
  ['morning.edf', 'P17', { subject: 'P17', run: 'morning' }],
  ['morning.edf', undefined, { subject: 'morning', run: 'morning' }],
])('%s with the header code %s is told by its name and header', (fileName, code, expected) => {
  expect(identify(fileName, code)).toEqual(expected)
})
