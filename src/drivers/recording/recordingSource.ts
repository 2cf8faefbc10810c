import type { ElectrodeName } from '../../core/domain/electrode'
import { AppError } from '../../core/domain/error'
import type { Recording } from '../../core/domain/recording'
import type { StreamEvent } from '../../core/domain/session'
import type { SampleSource } from '../../core/domain/source'
import { createTapeSource, type Playing } from './tapeSource'

interface Options extends Playing {
  readonly recording: Recording
  readonly label: string
  /** Which electrodes go on, in this order. */
  readonly electrodes: readonly ElectrodeName[]
  /** Cues on the recording's clock. */
  readonly events: readonly StreamEvent[]
}

/** Plays a recording. Throws `model/pipeline-mismatch`, naming electrodes that it lacks. */
export function createRecordingSource({ recording, label, electrodes, events, speed, clock }: Options): SampleSource {
  const data = electrodes.map((name) => dataOf(recording, name))
  const missing = electrodes.filter((_, index) => data[index] === undefined)
  if (missing.length > 0) throw lacking(missing, recording)
  let position = 0
  return createTapeSource(
    {
      label,
      info: { channels: electrodes, sampleRate: recording.sampleRate },
      start: 0,
      end: recording.sampleCount,
      events: [...events].sort((a, b) => a.sample - b.sample),
      take(until) {
        if (until <= position) return []
        const start = position
        position = until
        return [{ start, data: data.map((channel) => channel!.slice(start, until)) }]
      },
    },
    { speed, clock },
  )
}

function dataOf(recording: Recording, name: ElectrodeName): Float32Array | undefined {
  const index = recording.channels.findIndex(({ electrode }) => electrode === name)
  return index < 0 ? undefined : recording.data[index]
}

function lacking(missing: readonly ElectrodeName[], recording: Recording): AppError {
  const found = recording.channels.flatMap(({ electrode }) => electrode ?? [])
  return new AppError({
    code: 'model/pipeline-mismatch',
    message: `The recording lacks ${missing.join(' ')}; it has ${found.join(' ')}`,
    hint: 'Choose a recording with all electrodes of the model.',
    values: { missing: missing.join(' '), found: found.join(' ') },
  })
}
