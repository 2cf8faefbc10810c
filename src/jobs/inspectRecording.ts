import type { Marker, Recording } from '../core/domain/recording'
import type { ChannelQuality } from '../core/domain/stream'
import type { RecordingReader } from '../core/formats/reader'
import { guessChannelType, type ChannelType } from '../core/montage/channelType'
import { judgeChannels } from './signals'
import { countMarkers } from './storeRecording'

export interface InspectedChannel {
  readonly label: string
  readonly electrode: string | null
  readonly unit: string
  readonly type: ChannelType
  /** Of voltages only. */
  readonly quality: Omit<ChannelQuality, 'electrode'> | null
}

/** What a script or a person wants to know of a file. */
export interface Inspection extends Pick<
  Recording,
  'format' | 'sampleRate' | 'sampleCount' | 'startedAt' | 'subjectCode' | 'problems' | 'markers'
> {
  readonly seconds: number
  readonly companions: readonly string[]
  readonly channels: readonly InspectedChannel[]
  readonly markerCounts: Readonly<Record<string, number>>
  /** Stretches that were not recorded, in samples. */
  readonly gaps: NonNullable<Recording['gaps']>
}

/** Reads the header, the events and some minutes of signal. Memory: a few seconds of signal. */
export function inspectRecording(reader: RecordingReader, companions: readonly string[]): Inspection {
  const { format, sampleRate, sampleCount, startedAt, subjectCode, problems, gaps = [] } = reader.info
  const markers: readonly Marker[] = reader.info.markers
  return {
    ...{ format, sampleRate, sampleCount, seconds: sampleCount / sampleRate },
    ...(startedAt === undefined ? {} : { startedAt }),
    ...(subjectCode === undefined ? {} : { subjectCode }),
    ...{
      companions,
      channels: inspectChannels(reader),
      markerCounts: countMarkers({ markers }),
      gaps,
      problems,
      markers,
    },
  }
}

function inspectChannels(reader: RecordingReader): InspectedChannel[] {
  const { channels } = reader.info
  const types = channels.map(({ label, unit }) => guessChannelType(label, unit))
  const judged = channels.flatMap(({ label, unit }, index) =>
    unit === 'µV' && types[index] !== 'trigger' ? [{ name: label, index }] : [],
  )
  const found = judgeChannels(reader, judged)
  const qualities = new Map(found.map(({ electrode: _, ...quality }, i) => [judged[i]!.index, quality]))
  return channels.map(({ label, electrode, unit }, index) => ({
    ...{ label, electrode, unit, type: types[index]!, quality: qualities.get(index) ?? null },
  }))
}
