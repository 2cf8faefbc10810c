import type { ChannelType } from '../core/domain/channelType'
import type { Marker, Recording } from '../core/domain/recording'
import type { QualityCriterion, RecordingQuality } from '../core/domain/quality'
import type { ChannelQuality } from '../core/domain/stream'
import type { RecordingReader } from '../core/formats/reader'
import { placeChannels, type ChannelEdit } from '../core/montage/channelEdits'
import { judgeQuality, toChannelQuality } from '../core/signal/qualityVerdict'
import { measureQuality, type MeasuredChannel } from './measureQuality'
import { countMarkers } from './storeRecording'

export interface InspectedChannel {
  readonly label: string
  /** By the file's name for it, or by what the study says of it. */
  readonly electrode: string | null
  readonly unit: string
  readonly type: ChannelType
  /** Of voltages only: the verdict in a word, and every number with its limit. */
  readonly quality: (Omit<ChannelQuality, 'electrode'> & { readonly criteria: readonly QualityCriterion[] }) | null
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
  /** Of the whole. */
  readonly quality: Omit<RecordingQuality, 'channels'>
}

/**
 * Reads all of it, piece by piece; `edits`: what a study says of its channels. Memory: some megabytes.
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
      ...inspectSignals(reader, edits),
      markerCounts: countMarkers({ markers }),
      gaps,
      problems,
      markers,
    },
  }
}

function inspectSignals(
  reader: RecordingReader,
  edits: readonly ChannelEdit[],
): Pick<Inspection, 'channels' | 'quality'> {
  const channels = placeChannels(reader.info.channels, edits)
  const judged = channels.flatMap(({ label, electrode, unit, type }, index) =>
    unit === 'µV' && type !== 'trigger' ? [{ name: electrode ?? label, index }] : [],
  )
  // As the study measures it: channels at no site do not take part in what is said of the electrodes.
  const isSited = ({ index }: MeasuredChannel): boolean => channels[index]!.electrode !== null
  const [sited, others] = [judged.filter(isSited), judged.filter((one) => !isSited(one))]
  const parts = [sited, others].filter((part, i) => part.length > 0 || i === 0).map((part) => judgePart(reader, part))
  const { quality } = sited.length > 0 ? parts[0]! : parts.at(-1)!
  const qualities = new Map(parts.flatMap(({ words }) => words))
  return {
    quality,
    channels: channels.map(({ label, electrode, unit, type }, index) => ({
      ...{ label, electrode, unit, type, quality: qualities.get(index) ?? null },
    })),
  }
}

/** Verdicts over channels that are held against each other, each with its place in the recording. */
function judgePart(reader: RecordingReader, part: readonly MeasuredChannel[]) {
  const measures = measureQuality(reader, part)
  const { channels: found, ...quality } = judgeQuality(measures)
  const words = toChannelQuality({ channels: found }, measures).map(
    ({ electrode: _, ...word }, i) => [part[i]!.index, { ...word, criteria: found[i]!.criteria }] as const,
  )
  return { quality, words }
}
