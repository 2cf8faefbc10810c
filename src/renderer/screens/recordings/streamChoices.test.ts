import { expect, test } from 'vitest'
import { streamChoices } from './streamChoices'

const severalStreams = (values: Readonly<Record<string, string | number>>) => ({
  code: 'file/several-streams' as const,
  message: 'The file holds 2 streams that may be the EEG',
  values,
})

test('each stream that may be the EEG can be chosen by its own number', () => {
  const streams = '3: BioSemi (64 channels, 512 Hz); 11: Cyton; left (8 channels, 250 Hz)'
  expect(streamChoices(severalStreams({ count: 2, ids: '3 11', streams }))).toEqual([
    { id: 3, label: '3: BioSemi (64 channels, 512 Hz)' },
    { id: 11, label: '11: Cyton; left (8 channels, 250 Hz)' },
  ])
})
test('an error about something else has nothing to choose', () => {
  expect(streamChoices({ code: 'file/empty', message: 'The file has 0 bytes' })).toEqual([])
  expect(streamChoices(undefined)).toEqual([])
})
