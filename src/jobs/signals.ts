import type { ElectrodeName } from '../core/domain/electrode'
import type { Recording } from '../core/domain/recording'
import { recordedRanges } from '../core/domain/recordingGaps'
import type { ChannelQuality } from '../core/domain/stream'
import type { ClassId } from '../core/domain/trial'
import { percentile } from '../core/evaluation/percentile'
import type { RecordingReader } from '../core/formats/reader'
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

/** Long enough for the mains and slow drift, short enough that one blink does not judge a channel. */
const judgedSeconds = 4
/** As many stretches tell how a channel is; hours are judged by stretches that lie evenly over them. */
const mostJudged = 60
/** A channel is called what this share of its stretches are. */
const enough = 0.25

/** How sound each electrode's signal is over the whole recording. */
export function readQuality(study: Study, recordingId: number): readonly ChannelQuality[] {
  const reader = study.recordings.open(recordingId)
  return judgeChannels(
    reader,
    electrodesOf(reader.info).map(({ electrode, index }) => ({ name: electrode, index })),
  )
}

/**
 * How sound channels are, by stretches that lie evenly over what was recorded. Memory: one stretch. Empty where nothing was
 * recorded.
 */
export function judgeChannels(
  { info, read }: RecordingReader,
  channels: readonly { readonly name: string; readonly index: number }[],
): readonly ChannelQuality[] {
  const found = channels.map((): ChannelQuality[] => [])
  const indices = channels.map(({ index }) => index)
  for (const start of judgedStarts(info)) {
    const end = start + Math.round(judgedSeconds * info.sampleRate)
    read(start, Math.min(end, info.sampleCount), indices).forEach((signal, i) =>
      found[i]!.push(judgeSignal(channels[i]!.name, signal, info.sampleRate)),
    )
  }
  return found.flatMap((stretches, i) => (stretches.length > 0 ? [summarise(channels[i]!.name, stretches)] : []))
}

/** Whole stretches only, unless the recording is shorter than one. */
function judgedStarts({ sampleCount, sampleRate, gaps }: RecordingReader['info']): number[] {
  const length = Math.round(judgedSeconds * sampleRate)
  const ranges = recordedRanges({ from: 0, to: sampleCount }, { gaps, sampleRate })
  const starts = ranges.flatMap(({ from, to }) =>
    Array.from({ length: Math.floor((to - from) / length) }, (_, i) => from + i * length),
  )
  if (starts.length === 0) return ranges.slice(0, 1).map(({ from }) => from)
  const step = Math.max(1, starts.length / mostJudged)
  return Array.from({ length: Math.min(starts.length, mostJudged) }, (_, i) => starts[Math.floor(i * step)]!)
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

const electrodesOf = ({ channels }: Pick<Recording, 'channels'>) =>
  channels.flatMap(({ electrode }, index) => (electrode ? [{ electrode, index }] : []))
