import type { ChannelType } from '../core/domain/channelType'
import type { Marker, Recording } from '../core/domain/recording'
import type { ChannelQuality } from '../core/domain/stream'
import type { RecordingReader } from '../core/formats/reader'
import { placeChannels, type ChannelEdit } from '../core/montage/channelEdits'
import { judgeChannels } from './signals'
import { countMarkers } from './storeRecording'

export interface InspectedChannel {
  readonly label: string
  /** By the file's name for it, or by what the study says of it. */
  readonly electrode: string | null
  readonly unit: string
  readonly type: ChannelType
  /** Of voltages only. */
  readonly quality: Omit<ChannelQuality, 'electrode'> | null
}

/** What a script or a person wants to know of a file. */
export interface Inspection extends Pick<
  Recording,
  | 'format'
  | 'sampleRate'
  | 'sampleCount'
  | 'startedAt'
  | 'subjectCode'
  | 'device'
  | 'filters'
  | 'personal'
  | 'problems'
  | 'markers'
> {
  readonly seconds: number
  readonly companions: readonly string[]
  readonly channels: readonly InspectedChannel[]
  readonly markerCounts: Readonly<Record<string, number>>
  /** Stretches that were not recorded, in samples. */
  readonly gaps: NonNullable<Recording['gaps']>
}

/**
 * Reads the header, the events and some minutes of signal; `edits`: what a study says of its channels. Memory: a few seconds of
 * signal.
 */
export function inspectRecording(
  reader: RecordingReader,
  companions: readonly string[],
  edits: readonly ChannelEdit[] = [],
): Inspection {
  const { format, sampleRate, sampleCount, problems, gaps = [] } = reader.info
  const { startedAt, subjectCode, device, filters, personal } = reader.info
  const markers: readonly Marker[] = reader.info.markers
  return {
    ...{ format, sampleRate, sampleCount, seconds: sampleCount / sampleRate },
    ...(startedAt === undefined ? {} : { startedAt }),
    ...(subjectCode === undefined ? {} : { subjectCode }),
    ...(device === undefined ? {} : { device }),
    ...(filters === undefined ? {} : { filters }),
    ...(personal === undefined ? {} : { personal }),
    ...{
      companions,
      channels: inspectChannels(reader, edits),
      markerCounts: countMarkers({ markers }),
      gaps,
      problems,
      markers,
    },
  }
}

function inspectChannels(reader: RecordingReader, edits: readonly ChannelEdit[]): InspectedChannel[] {
  const channels = placeChannels(reader.info.channels, edits)
  const judged = channels.flatMap(({ label, unit, type }, index) =>
    unit === 'µV' && type !== 'trigger' ? [{ name: label, index }] : [],
  )
  const found = judgeChannels(reader, judged)
  const qualities = new Map(found.map(({ electrode: _, ...quality }, i) => [judged[i]!.index, quality]))
  return channels.map(({ label, electrode, unit, type }, index) => ({
    ...{ label, electrode, unit, type, quality: qualities.get(index) ?? null },
  }))
}
