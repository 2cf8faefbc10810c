import type { ElectrodeName } from '../core/domain/electrode'
import type { QualityMeasures, QualitySpectra } from '../core/domain/quality'
import { samples } from '../core/domain/units'
import { createBlockReader, type RecordingReader } from '../core/formats/reader'
import { nearestSites } from '../core/montage/nearest'
import { createQualityMeter } from '../core/signal/qualityMeter'
import { createWindowWatch, planWindows, toSpectra } from '../core/signal/qualityWindows'

export interface MeasuredChannel {
  readonly name: ElectrodeName
  /** In the recording. */
  readonly index: number
}

/** What of a recording is measured: its electrodes. */
export const electrodesOf = ({ channels }: Pick<RecordingReader['info'], 'channels'>): MeasuredChannel[] =>
  channels.flatMap(({ electrode }, index) => (electrode ? [{ name: electrode, index }] : []))

/** For whoever reads all samples anyway: to be given all channels of the recording, piece by piece and in order. */
export interface PassingMeter {
  push(data: readonly Float32Array[]): void
  finish(): QualityMeasures
}

export function createPassingMeter(
  reader: RecordingReader,
  channels: readonly MeasuredChannel[] = electrodesOf(reader.info),
): PassingMeter {
  const meter = createQualityMeter({ ...partsOf(reader, channels), neighbours: nearestSites(namesOf(channels)) })
  return {
    push: (data) => meter.push(channels.map(({ index }) => data[index]!)),
    finish: () => ({ ...meter.finish(), sources: indicesOf(channels) }),
  }
}

/** Values of one piece that is read, all channels together. */
const pieceValues = 1 << 20

/** Reads a recording once, piece by piece. Memory: some megabytes. Throws what the reader throws. */
export function measureQuality(
  reader: RecordingReader,
  channels: readonly MeasuredChannel[] = electrodesOf(reader.info),
): QualityMeasures {
  const meter = createQualityMeter({ ...partsOf(reader, channels), neighbours: nearestSites(namesOf(channels)) })
  const { sampleCount } = reader.info
  const indices = indicesOf(channels)
  const step = Math.max(1, Math.floor(pieceValues / Math.max(1, channels.length)))
  const read = createBlockReader(reader, step, indices)
  for (let at = 0; at < sampleCount && channels.length > 0; at += step)
    meter.push(read(samples(at), samples(Math.min(sampleCount, at + step))))
  return { ...meter.finish(), sources: indices }
}

/** Spectra of the same windows; nothing else of the recording is read. */
export function measureSpectra(reader: RecordingReader): QualitySpectra {
  const channels = electrodesOf(reader.info)
  const recording = partsOf(reader, channels)
  const watch = createWindowWatch(recording)
  const { starts, length } = planWindows(recording)
  const indices = indicesOf(channels)
  for (const start of channels.length > 0 ? starts : [])
    watch.push(reader.read(samples(start), samples(start + length), indices), start)
  return toSpectra(watch, recording.electrodes)
}

const indicesOf = (channels: readonly MeasuredChannel[]): number[] => channels.map(({ index }) => index)
const namesOf = (channels: readonly MeasuredChannel[]): ElectrodeName[] => channels.map(({ name }) => name)

const partsOf = (
  { info: { sampleRate, sampleCount, gaps } }: RecordingReader,
  channels: readonly MeasuredChannel[],
) => ({
  ...{ sampleRate, sampleCount, gaps, electrodes: namesOf(channels) },
})
