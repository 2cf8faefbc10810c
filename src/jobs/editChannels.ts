import type { ElectrodeName } from '../core/domain/electrode'
import type { Channel } from '../core/domain/recording'
import { changeChannels, placeChannels, type ChannelChange, type PlacedChannel } from '../core/montage/channelEdits'
import type { Study } from '../store/study'

export interface ChannelsChange {
  readonly recordingIds: readonly number[]
  /** `channel` is the index in the first of the recordings; in the others a channel is found by its label. */
  readonly changes: readonly ChannelChange[]
}

/**
 * Says of channels what they carry and where they stand, in several recordings alike. Channels that a recording does not have
 * are passed over. A bad channel that moves stays bad at its new site. All of it or nothing. Returns how many recordings are
 * different now. Throws `channel/place`, and as `recordings.open`.
 */
export function editChannels(study: Study, { recordingIds, changes }: ChannelsChange): number {
  return study.transaction(() => recordingIds.filter((id) => editRecording(study, id, changes)).length)
}

function editRecording(study: Study, id: number, changes: readonly ChannelChange[]): boolean {
  const { channels } = study.recordings.openUnedited(id).info
  const before = study.channelEdits.get(id)
  const after = changeChannels(channels, before, inRecording(channels, changes))
  if (JSON.stringify(before) === JSON.stringify(after)) return false
  const [old, placed] = [placeChannels(channels, before), placeChannels(channels, after)]
  study.channelEdits.set(
    id,
    after,
    placed.flatMap(({ electrode }) => electrode ?? []),
  )
  study.badChannels.set(id, moved(study.badChannels.get(id), old, placed))
  return true
}

/** Where several channels have one label, the one at the same index is meant, else the first. */
function inRecording(channels: readonly Channel[], changes: readonly ChannelChange[]): ChannelChange[] {
  return changes.flatMap((change) => {
    const here = channels[change.channel]?.label === change.label
    const channel = here ? change.channel : channels.findIndex(({ label }) => label === change.label)
    return channel < 0 ? [] : [{ ...change, channel }]
  })
}

function moved(
  bad: readonly ElectrodeName[],
  old: readonly PlacedChannel[],
  placed: readonly PlacedChannel[],
): ElectrodeName[] {
  const sites = new Map(old.map(({ electrode }, i) => [electrode, placed[i]!.electrode]))
  return bad.flatMap((site) => (sites.has(site) ? (sites.get(site) ?? []) : [site]))
}
