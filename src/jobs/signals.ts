import type { ElectrodeName } from '../core/domain/electrode'
import type { Recording } from '../core/domain/recording'
import type { ChannelQuality } from '../core/domain/stream'
import type { ClassId } from '../core/domain/trial'
import { percentile } from '../core/evaluation/percentile'
import { judgeSignal } from '../core/signal/quality'
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

/** Cut to what the recording has. Throws `file/not-found` for an unknown recording. */
export function readTraces(study: Study, { recordingId, startSeconds, seconds }: Stretch): Traces {
  const recording = study.recordings.read(recordingId)
  const { sampleRate, markers } = recording
  const sites = electrodesOf(recording)
  const first = Math.round(startSeconds * sampleRate)
  const end = Math.min(recording.sampleCount, first + Math.round(seconds * sampleRate))
  const meanings = new Map(study.eventMaps.get(recordingId).meanings.map(({ code, classId }) => [code, classId]))
  return {
    electrodes: sites.map(({ electrode }) => electrode),
    sampleRate,
    startSeconds: first / sampleRate,
    seconds: Math.max(0, end - first) / sampleRate,
    data: sites.map(({ data }) => data.slice(first, end)),
    events: markers
      .filter(({ sample }) => sample >= first && sample < end)
      .map(({ sample, code }) => ({ seconds: sample / sampleRate, code, classId: meanings.get(code) ?? null })),
  }
}

/** Long enough for the mains and slow drift, short enough that one blink does not judge a channel. */
const judgedSeconds = 4
/** A channel is called what this share of its stretches are. */
const enough = 0.25

/** How sound each electrode's signal is over the whole recording. */
export function readQuality(study: Study, recordingId: number): readonly ChannelQuality[] {
  const recording = study.recordings.read(recordingId)
  const length = Math.round(judgedSeconds * recording.sampleRate)
  return electrodesOf(recording).map(({ electrode, data }) => {
    const stretches: ChannelQuality[] = []
    for (let start = 0; start + length <= data.length || start === 0; start += length) {
      stretches.push(judgeSignal(electrode, data.subarray(start, start + length), recording.sampleRate))
    }
    return summarise(electrode, stretches)
  })
}

/** The worst word that enough stretches deserve, with the reason that most of them give; figures are medians. */
function summarise(electrode: ElectrodeName, stretches: readonly ChannelQuality[]): ChannelQuality {
  const share = (wanted: (item: ChannelQuality) => boolean) => stretches.filter(wanted).length / stretches.length
  const bad = share(({ quality }) => quality === 'bad') >= enough
  const poor = share(({ quality }) => quality !== 'good') >= enough
  const quality = bad ? 'bad' : poor ? 'fair' : 'good'
  const reasons = stretches.flatMap((item) => (item.reason && (!bad || item.quality === 'bad') ? [item.reason] : []))
  const count = (reason: string) => reasons.filter((other) => other === reason).length
  return {
    electrode,
    quality,
    reason: quality === 'good' ? null : (reasons.toSorted((a, b) => count(b) - count(a))[0] ?? null),
    rmsMicrovolts: median(stretches.map(({ rmsMicrovolts }) => rmsMicrovolts)),
    lineMicrovolts: median(stretches.map(({ lineMicrovolts }) => lineMicrovolts)),
  }
}

const median = (values: readonly number[]): number => percentile(values, 0.5)

const electrodesOf = ({ channels, data }: Recording) =>
  channels.flatMap(({ electrode }, index) => (electrode ? [{ electrode, data: data[index]! }] : []))
