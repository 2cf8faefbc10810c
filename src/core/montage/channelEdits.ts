import type { ChannelType } from '../domain/channelType'
import type { ElectrodeName } from '../domain/electrode'
import { AppError } from '../domain/error'
import type { Channel } from '../domain/recording'
import { guessChannelType } from './channelType'
import { toElectrodeName } from './names'

/** What a person said of one channel of a recording, where the file said something else or nothing. */
export interface ChannelEdit {
  /** Index in the file, and its label there: both have to fit. */
  readonly channel: number
  readonly label: string
  readonly type?: ChannelType
  /** Null: it stands at no site. Absent: as the file says. */
  readonly electrode?: ElectrodeName | null
}

/** A wish for one channel; what is absent stays as it is. */
export interface ChannelChange {
  readonly channel: number
  readonly label: string
  /** `file`: back to the guess. */
  readonly type?: ChannelType | 'file' | undefined
  /** A site in any dress; null takes it away. */
  readonly electrode?: string | null | undefined
  /** Forgets all that was said of the channel. */
  readonly reset?: boolean | undefined
}

/** A channel as the study has it. */
export interface PlacedChannel extends Channel {
  readonly type: ChannelType
  /** What the file's name for it means by itself. */
  readonly fileElectrode: ElectrodeName | null
  readonly fileType: ChannelType
  readonly edited: boolean
}

/** Channels as the study has them: their types, and their sites where they are EEG. */
export function placeChannels(channels: readonly Channel[], edits: readonly ChannelEdit[]): PlacedChannel[] {
  const byChannel = new Map(edits.map((edit) => [edit.channel, edit]))
  return channels.map((channel, index) => {
    const found = byChannel.get(index)
    const edit = found?.label === channel.label ? found : undefined
    const fileType = channel.electrode !== null ? 'eeg' : guessChannelType(channel.label, channel.unit)
    const type = edit?.type ?? fileType
    const site = edit?.electrode === undefined ? channel.electrode : edit.electrode
    return {
      ...channel,
      electrode: type === 'eeg' ? site : null,
      ...{ type, fileType, fileElectrode: channel.electrode, edited: edit !== undefined },
    }
  })
}

/** The same as a recording has them. Without edits, the very channels. */
export const editedChannels = (channels: readonly Channel[], edits: readonly ChannelEdit[]): readonly Channel[] =>
  edits.length === 0
    ? channels
    : placeChannels(channels, edits).map(({ label, unit, electrode }) => ({ label, electrode, unit }))

/**
 * The edits after these changes. A channel that gets a site becomes EEG, and one that becomes something else loses its site.
 * Throws `channel/place` for a site that is unknown, taken by another channel, or of a channel that is no voltage.
 */
export function changeChannels(
  channels: readonly Channel[],
  edits: readonly ChannelEdit[],
  changes: readonly ChannelChange[],
): ChannelEdit[] {
  const next = new Map(edits.map((edit) => [edit.channel, edit]))
  for (const change of changes) {
    const channel = channels[change.channel]
    if (channel?.label !== change.label) continue
    const edit = changed(channel, next.get(change.channel), change)
    if (edit) next.set(change.channel, edit)
    else next.delete(change.channel)
  }
  const result = [...next.values()].sort((a, b) => a.channel - b.channel)
  requireOwnSites(placeChannels(channels, result))
  return result
}

function changed(channel: Channel, now: ChannelEdit | undefined, change: ChannelChange): ChannelEdit | null {
  if (change.reset) return null
  const fileType = channel.electrode !== null ? 'eeg' : guessChannelType(channel.label, channel.unit)
  const site = change.electrode === undefined ? now?.electrode : toSite(channel, change.electrode)
  const wanted = change.type ?? (typeof change.electrode === 'string' ? 'eeg' : now?.type)
  const type = wanted === 'file' || wanted === fileType ? undefined : wanted
  const electrode = site === channel.electrode ? undefined : site
  if (type === undefined && electrode === undefined) return null
  return {
    ...{ channel: change.channel, label: change.label },
    ...(type === undefined ? {} : { type }),
    ...(electrode === undefined ? {} : { electrode }),
  }
}

function toSite({ label, unit }: Channel, wanted: string | null): ElectrodeName | null {
  if (wanted === null) return null
  const site = toElectrodeName(wanted)
  if (site === null) throw misplaced('unknown', { label, site: wanted }, `“${wanted}” is no site of the 10-05 system`)
  if (unit !== 'µV')
    throw misplaced('unit', { label, site, unit }, `${label} is measured in “${unit}”, and EEG is a voltage`)
  return site
}

function requireOwnSites(channels: readonly PlacedChannel[]): void {
  const owners = new Map<ElectrodeName, string>()
  for (const { label, electrode } of channels) {
    if (electrode === null) continue
    const other = owners.get(electrode)
    if (other !== undefined)
      throw misplaced('taken', { label, site: electrode, other }, `${electrode} would be both ${other} and ${label}`)
    owners.set(electrode, label)
  }
}

function misplaced(why: string, values: Readonly<Record<string, string>>, message: string): AppError {
  return new AppError({
    code: 'channel/place',
    message: `${message}.`,
    hint: 'Give a free site of the 10-05 system, such as C3 or FFC1h, to a channel that is a voltage; take it from the other channel first.',
    values: { why, ...values },
  })
}
