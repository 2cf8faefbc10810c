import type { ElectrodeName } from '../../core/domain/electrode'
import { AppError } from '../../core/domain/error'
import type { Channel } from '../../core/domain/recording'
import { recordedRanges, type SampleRange } from '../../core/domain/recordingGaps'
import type { StreamEvent } from '../../core/domain/session'
import type { Chunk } from '../../core/domain/signal'
import type { SampleSource } from '../../core/domain/source'
import type { RecordingReader } from '../../core/formats/reader'
import { createTapeSource, type Playing } from './tapeSource'

interface Options extends Playing {
  readonly recording: RecordingReader
  readonly label: string
  /** Which electrodes go on, in this order. */
  readonly electrodes: readonly ElectrodeName[]
  /** Cues on the recording's clock. */
  readonly events: readonly StreamEvent[]
}

/** Plays a recording; what was not recorded is lost there, too. Throws `model/pipeline-mismatch`, naming electrodes that it lacks. */
export function createRecordingSource({ recording, label, electrodes, events, speed, clock }: Options): SampleSource {
  const { channels, sampleRate, sampleCount } = recording.info
  const picked = electrodes.map((name) => channels.findIndex(({ electrode }) => electrode === name))
  const missing = electrodes.filter((_, index) => picked[index]! < 0)
  if (missing.length > 0) throw lacking(missing, channels)
  const read = readAhead(recording, picked)
  let position = 0
  return createTapeSource(
    {
      label,
      info: { channels: electrodes, sampleRate },
      start: 0,
      end: sampleCount,
      events: [...events].sort((a, b) => a.sample - b.sample),
      take(until) {
        const ranges = recordedRanges({ from: position, to: until }, recording.info)
        position = Math.max(position, until)
        return ranges.map(read)
      },
    },
    { speed, clock },
  )
}

/** Read at once, seconds: a poll wants a moment, and files are read in larger pieces. */
const aheadSeconds = 8

function readAhead(recording: RecordingReader, channels: readonly number[]): (range: SampleRange) => Chunk {
  const { sampleRate, sampleCount } = recording.info
  let block: readonly Float32Array[] = []
  let [start, end] = [0, 0]
  return ({ from, to }) => {
    if (from < start || to > end) {
      start = from
      end = Math.min(sampleCount, Math.max(to, from + Math.ceil(aheadSeconds * sampleRate)))
      block = recording.read(start, end, channels)
    }
    return { start: from, data: block.map((channel) => channel.slice(from - start, to - start)) }
  }
}

function lacking(missing: readonly ElectrodeName[], channels: readonly Channel[]): AppError {
  const found = channels.flatMap(({ electrode }) => electrode ?? [])
  return new AppError({
    code: 'model/pipeline-mismatch',
    message: `The recording lacks ${missing.join(' ')}; it has ${found.join(' ')}`,
    hint: 'Choose a recording with all electrodes of the model.',
    values: { missing: missing.join(' '), found: found.join(' ') },
  })
}
