import { samples } from '../../core/domain/units'
import type { RecordingReader } from '../../core/formats/reader'

/** Called between blocks; throw from it to stop. */
export type Between = () => Promise<void>

/** Samples of all channels that are in memory at once, bytes. */
const blockBytes = 8 << 20

/** Blocks of whole records. */
export function* blocksOf(
  { info, read }: RecordingReader,
  samplesPerRecord: number,
): Generator<{ from: number; data: Float32Array[] }> {
  const records = Math.max(1, Math.floor(blockBytes / (4 * info.channels.length * samplesPerRecord)))
  const step = records * samplesPerRecord
  for (let from = 0; from < info.sampleCount; from += step)
    yield { from, data: read(samples(from), samples(Math.min(info.sampleCount, from + step))) }
}
