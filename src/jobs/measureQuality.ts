import type { ElectrodeName } from '../core/domain/electrode'
import type { QualityMeasures, QualitySpectra } from '../core/domain/quality'
import { samples } from '../core/domain/units'
import type { RecordingReader } from '../core/formats/reader'
import { nearestSites } from '../core/montage/nearest'
import { createQualityMeter, type QualityMeter } from '../core/signal/qualityMeter'

export interface MeasuredChannel {
  readonly name: ElectrodeName
  /** In the recording. */
  readonly index: number
}

/** Values of one piece that is read, all channels together. */
const pieceValues = 1 << 20

/** What of a recording is measured: its electrodes. */
export const electrodesOf = ({ channels }: Pick<RecordingReader['info'], 'channels'>): MeasuredChannel[] =>
  channels.flatMap(({ electrode }, index) => (electrode ? [{ name: electrode, index }] : []))

/** A meter for these channels of a recording; whoever reads all samples anyway pushes them into it. */
export function meterFor({ info }: RecordingReader, channels: readonly MeasuredChannel[]): QualityMeter {
  const { sampleRate, sampleCount, gaps } = info
  const electrodes = channels.map(({ name }) => name)
  return createQualityMeter({ sampleRate, sampleCount, gaps, electrodes, neighbours: nearestSites(electrodes) })
}

/** Reads a recording once, piece by piece. Memory: some megabytes. `check` is called before each piece and may throw. */
export function measureQuality(
  reader: RecordingReader,
  channels: readonly MeasuredChannel[] = electrodesOf(reader.info),
  check: () => void = () => {},
): { readonly measures: QualityMeasures; readonly spectra: QualitySpectra } {
  const meter = meterFor(reader, channels)
  const { sampleCount } = reader.info
  const indices = channels.map(({ index }) => index)
  const step = Math.max(1, Math.floor(pieceValues / Math.max(1, channels.length)))
  for (let at = 0; at < sampleCount && channels.length > 0; at += step) {
    check()
    meter.push(reader.read(samples(at), samples(Math.min(sampleCount, at + step)), indices))
  }
  return meter.finish()
}
