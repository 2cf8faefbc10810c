import type { ChannelQuality, Quality, RecordingView } from '../../../ipc/views'
import type { HeadSite } from '../../components/head/site'
import { lookUp } from '../../lib/catalogue'
import { groupBy } from '../../lib/groupBy'
import { formatUnit } from '../../lib/format'
import { m } from '../../lib/paraglide/messages.js'

/** Why a channel is not good, in words: “line noise, 4.2 µV”. */
export function reasonText({ reason, lineMicrovolts, rmsMicrovolts }: ChannelQuality): string {
  if (reason === null) return ''
  const words = lookUp('quality_reason', reason) ?? reason
  if (reason === 'line-noise') return `${words}${m.list_separator()}${formatUnit(lineMicrovolts, 'µV', 1)}`
  if (reason === 'noisy' || reason === 'drift' || reason === 'jumps')
    return `${words}${m.list_separator()}${formatUnit(rmsMicrovolts, 'µV', 0)}`
  return words
}

/** Sites of a recording as the head shows them in the inspector. */
export function toHeadSites(
  recording: RecordingView,
  channels: readonly ChannelQuality[] | null | undefined,
): HeadSite[] {
  const known = new Map(channels?.map((channel) => [channel.electrode, channel]))
  return recording.summary.electrodes.map((name) => {
    if (recording.badElectrodes.includes(name))
      return { name, state: 'bad', quality: 'bad', note: m.quality_reason_marked() }
    const channel = known.get(name)
    return {
      name,
      state: 'candidate',
      quality: channel?.quality,
      note: channel ? reasonText(channel) || undefined : undefined,
    }
  })
}

export interface Finding {
  readonly quality: Quality
  readonly electrodes: readonly string[]
  readonly reason: string
}

/** Channels that are not good, those with one reason together, the bad ones first. */
export function toFindings(recording: RecordingView, channels: readonly ChannelQuality[]): Finding[] {
  const left = new Set(recording.badElectrodes)
  const rest = channels.filter(({ quality, electrode }) => quality !== 'good' && !left.has(electrode))
  const groups = groupBy(rest, ({ quality, reason }) => `${quality} ${reason}`)
  const findings = [...groups.values()].map((members): Finding => {
    const [first] = members
    return {
      quality: first!.quality,
      electrodes: members.map(({ electrode }) => electrode),
      reason:
        members.length === 1
          ? reasonText(first!)
          : (lookUp('quality_reason', first!.reason ?? '') ?? first!.reason ?? ''),
    }
  })
  const marked: Finding[] =
    left.size > 0 ? [{ quality: 'bad', electrodes: [...left], reason: m.quality_reason_marked() }] : []
  const order = { bad: 0, fair: 1, good: 2 }
  return [...marked, ...findings].sort((a, b) => order[a.quality] - order[b.quality])
}
