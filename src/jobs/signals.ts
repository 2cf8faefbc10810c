import type { ElectrodeName } from '../core/domain/electrode'
import type { Recording } from '../core/domain/recording'
import type { ClassId } from '../core/domain/trial'
import type { Study } from '../store/study'

/** A stretch of a recording's signals: `data[electrode]` holds µV at `sampleRate`. */
export interface Traces {
  readonly electrodes: readonly ElectrodeName[]
  readonly sampleRate: number
  readonly startSeconds: number
  readonly seconds: number
  readonly data: readonly Float32Array[]
  readonly events: readonly { readonly seconds: number; readonly code: string; readonly classId: ClassId | null }[]
}

export interface Stretch {
  readonly recordingId: number
  readonly startSeconds: number
  readonly seconds: number
}

/** Cut to what the recording has; nothing else of it is read. Throws `file/not-found` for an unknown recording. */
export function readTraces(study: Study, { recordingId, startSeconds, seconds }: Stretch): Traces {
  const { info, read } = study.recordings.open(recordingId)
  const { sampleRate, markers } = info
  const sites = electrodesOf(info)
  const first = Math.min(info.sampleCount, Math.max(0, Math.round(startSeconds * sampleRate)))
  const end = Math.min(info.sampleCount, first + Math.max(0, Math.round(seconds * sampleRate)))
  const meanings = new Map(study.eventMaps.get(recordingId).meanings.map(({ code, classId }) => [code, classId]))
  return {
    electrodes: sites.map(({ electrode }) => electrode),
    sampleRate,
    startSeconds: first / sampleRate,
    seconds: (end - first) / sampleRate,
    data: read(
      first,
      end,
      sites.map(({ index }) => index),
    ),
    events: markers
      .filter(({ sample }) => sample >= first && sample < end)
      .map(({ sample, code }) => ({ seconds: sample / sampleRate, code, classId: meanings.get(code) ?? null })),
  }
}

const electrodesOf = ({ channels }: Pick<Recording, 'channels'>) =>
  channels.flatMap(({ electrode }, index) => (electrode ? [{ electrode, index }] : []))
