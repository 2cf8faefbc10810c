import { channelTypes, type ChannelType } from '../../../../core/domain/channelType'
import type { DetailedChannel } from '../../../../core/domain/recordingDetails'

/** EEG that stands nowhere, and inputs of which nothing is known: a person should look at these. */
export const isUnplaced = ({ electrode, type, unit }: DetailedChannel): boolean =>
  electrode === null && (type === 'eeg' || (type === 'other' && unit === 'µV'))

/** How many channels of each type there are, in the order of types. */
export const countTypes = (channels: readonly DetailedChannel[]): readonly { type: ChannelType; count: number }[] =>
  channelTypes
    .map((type) => ({ type, count: channels.filter((channel) => channel.type === type).length }))
    .filter(({ count }) => count > 0)

/** Those to look at first, then in the file's order. */
export const inOrderOfNeed = (channels: readonly DetailedChannel[]): readonly DetailedChannel[] => [
  ...channels.filter(isUnplaced),
  ...channels.filter((channel) => !isUnplaced(channel)),
]

/** Sites that no other channel of the recording has. */
export function freeSites(all: readonly string[], channels: readonly DetailedChannel[]): readonly string[] {
  const taken = new Set(channels.flatMap(({ electrode }) => electrode ?? []))
  return all.filter((site) => !taken.has(site))
}
