import { expect, test } from 'vitest'
import type { DetailedChannel } from '../../../../core/domain/recordingDetails'
import { countTypes, freeSites, inOrderOfNeed, isUnplaced } from './channelGroups'

const channel = (change: Partial<DetailedChannel>): DetailedChannel => ({
  ...{ channel: 0, label: 'x', unit: 'µV', type: 'eeg', electrode: null },
  ...{ fileType: 'eeg', fileElectrode: null, edited: false },
  ...change,
})
const channels = [
  channel({ label: 'C3', electrode: 'C3' }),
  channel({ label: 'EXG1', type: 'other' }),
  channel({ label: 'Temp', type: 'other', unit: 'degC' }),
  channel({ label: 'HEOG', type: 'eog' }),
  channel({ label: 'A17' }),
]

test('EEG without a site and voltages of unknown kind ask for a place; what is known to be no EEG does not', () => {
  expect(channels.filter(isUnplaced).map(({ label }) => label)).toEqual(['EXG1', 'A17'])
  expect(inOrderOfNeed(channels).map(({ label }) => label)).toEqual(['EXG1', 'A17', 'C3', 'Temp', 'HEOG'])
})
test('types are counted in their order, without those that are not there', () => {
  expect(countTypes(channels)).toEqual([
    { type: 'eeg', count: 2 },
    { type: 'eog', count: 1 },
    { type: 'other', count: 2 },
  ])
})
test('a site is free when no channel stands there', () => expect(freeSites(['C3', 'C4'], channels)).toEqual(['C4']))
