import { describe, expect, test } from 'vitest'
import { AppError } from '../domain/error'
import type { Channel } from '../domain/recording'
import { changeChannels, editedChannels, placeChannels, type ChannelChange } from './channelEdits'

const channels: readonly Channel[] = [
  { label: 'Fc5.', electrode: 'FC5', unit: 'µV' },
  { label: 'EXG1', electrode: null, unit: 'µV' },
  { label: 'HEOG', electrode: null, unit: 'µV' },
  { label: 'Temp', electrode: null, unit: 'degC' },
  { label: 'T3', electrode: 'T7', unit: 'µV' },
]
const of = (channel: number): Pick<ChannelChange, 'channel' | 'label'> => ({ channel, label: channels[channel]!.label })
const refusal = (change: ChannelChange) => {
  try {
    changeChannels(channels, [], [change])
  } catch (thrown) {
    if (thrown instanceof AppError) return thrown.data
  }
  throw new Error('Expected a refusal')
}

test('without edits types are guessed and sites are the file’s', () => {
  const placed = placeChannels(channels, [])
  expect(placed.map(({ type }) => type)).toEqual(['eeg', 'other', 'eog', 'other', 'eeg'])
  expect(placed.map(({ electrode }) => electrode)).toEqual(['FC5', null, null, null, 'T7'])
  expect(editedChannels(channels, [])).toBe(channels)
})
test('a channel that gets a site is EEG, by any dress of its name', () => {
  const edits = changeChannels(channels, [], [{ ...of(1), electrode: 'EEG c3-Ref' }])
  expect(edits).toEqual([{ channel: 1, label: 'EXG1', type: 'eeg', electrode: 'C3' }])
  expect(editedChannels(channels, edits)[1]).toEqual({ label: 'EXG1', electrode: 'C3', unit: 'µV' })
})
test('one that is declared EOG has no site any more, and gets it back with its type', () => {
  const away = changeChannels(channels, [], [{ ...of(0), type: 'eog' }])
  expect(editedChannels(channels, away)[0]!.electrode).toBeNull()
  expect(changeChannels(channels, away, [{ ...of(0), type: 'file' }])).toEqual([])
})
test('a site that its channel gave up can be taken by another in the same change', () => {
  const edits = changeChannels(
    channels,
    [],
    [
      { ...of(0), electrode: null },
      { ...of(1), electrode: 'FC5' },
    ],
  )
  expect(placeChannels(channels, edits).map(({ electrode }) => electrode)).toEqual([null, 'FC5', null, null, 'T7'])
  expect(changeChannels(channels, edits, [{ ...of(1), reset: true }])).toEqual([{ ...of(0), electrode: null }])
})
test('what was said of a channel that the file does not have under this label changes nothing', () => {
  const edits = [{ channel: 1, label: 'Other', type: 'eeg', electrode: 'C3' } as const]
  expect(placeChannels(channels, edits)[1]).toMatchObject({ electrode: null, edited: false })
  expect(changeChannels(channels, [], [{ channel: 9, label: 'EXG1', electrode: 'C3' }])).toEqual([])
})
describe('a place that cannot be given is refused, and says why', () => {
  test.each([
    ['unknown', { ...of(1), electrode: 'Q7' }],
    ['unit', { ...of(3), electrode: 'C3' }],
    ['taken', { ...of(1), electrode: 'T3' }],
  ])('%s', (why, change) => expect(refusal(change)).toMatchObject({ code: 'channel/place', values: { why } }))
})
