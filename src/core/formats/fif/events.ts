import type { Marker } from '../../domain/recording'
import { samples, seconds } from '../../domain/units'
import { placeOf, type Placement } from '../pieces'
import { readBuffers } from './buffers'
import { channelKinds, dateOf, type FifChannel } from './header'
import { blocks, kinds, numbersOf, textOf } from './tags'
import type { ByteSource } from '../source'
import type { FifRecording } from './splits'

/** Channels that carry all trigger lines at once; where there is one, the single lines are not needed. */
const composite = /^STI ?(?:101|014)$/i

/** Trigger channels that are read: the one with all lines, else each. */
export function triggerChannels(channels: readonly FifChannel[]): number[] {
  const all = channels.flatMap(({ kind }, i) => (kind === channelKinds.stim ? [i] : []))
  const whole = ['STI101', 'STI014'].flatMap((name) =>
    all.filter((i) => composite.test(channels[i]!.label) && channels[i]!.label.replace(' ', '').toUpperCase() === name),
  )
  return whole.length > 0 ? [whole[0]!] : all
}

const blockSamples = 1 << 16

/** Steps up of the trigger channels: the code is the value after the step, its sign left out, as MNE's find_events has it. */
export function triggerMarkers(recording: FifRecording, placement: Placement): Marker[] {
  const { header, buffers, count } = recording
  const columns = triggerChannels(header.channels).map((column) => ({ column, gain: header.channels[column]!.gain }))
  const markers: Marker[] = []
  if (columns.length === 0) return markers
  const last = columns.map(() => NaN)
  for (let from = 0; from < count; from += blockSamples) {
    const to = Math.min(count, from + blockSamples)
    readBuffers(buffers, header.channels.length, { from, to, columns }).forEach((data, c) => {
      for (let i = 0; i < data.length; i++) {
        const value = Math.abs(Math.round(data[i]!))
        if (value > last[c]!) {
          const sample = placeOf(placement, from + i)
          if (sample !== null) markers.push({ code: String(value), sample })
        }
        last[c] = value
      }
    })
  }
  return markers.sort((a, b) => a.sample - b.sample)
}

/** Annotations that MNE writes: onsets and ends in seconds, texts in one string. Those outside the recording are counted. */
export function annotationMarkers(
  source: ByteSource,
  recording: FifRecording,
  sampleCount: number,
): { markers: Marker[]; bad: number } {
  const { tags, header, firstSample } = recording
  const own = tags.filter((tag) => tag.blocks.at(-1) === blocks.annotations)
  const find = (kind: number) => own.find((tag) => tag.kind === kind)
  const [onsetTag, endTag, textTag, dateTag] = [kinds.onset, kinds.end, kinds.comment, kinds.date].map(find)
  if (!onsetTag || !textTag) return { markers: [], bad: 0 }
  const onsets = numbersOf(source, onsetTag)
  const ends = endTag ? numbersOf(source, endTag) : []
  const texts = textOf(source, textTag).split(':')
  const origin = dateTag ? dateOf(numbersOf(source, dateTag)) : undefined
  // Onsets count from the measurement's date, whose sample 0 may lie before the first one that was stored.
  const ahead = origin !== undefined && header.date !== undefined ? origin - header.date : 0
  const markers = onsets.flatMap((onset, i): Marker[] => {
    const code = (texts[i] ?? '').replaceAll('{COLON}', ':')
    const sample = Math.round((onset + ahead) * header.sampleRate - firstSample)
    const duration = (ends[i] ?? onset) - onset
    if (code === '' || !(sample >= 0 && sample < sampleCount)) return []
    return [{ code, sample: samples(sample), ...(duration > 0 ? { duration: seconds(duration) } : {}) }]
  })
  return { markers, bad: onsets.length - markers.length }
}
