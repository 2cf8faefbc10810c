import { isSpoiled, tidySpans, type BadSpan } from '../core/domain/badSpans'
import type { ElectrodeName } from '../core/domain/electrode'
import { AppError } from '../core/domain/error'
import type { RecordingSummary } from '../core/domain/recording'
import { samples, type Seconds } from '../core/domain/units'
import { toElectrodeName } from '../core/montage/names'
import { defaultCrops } from '../core/signal/defaults'
import type { Study } from '../store/study'

/** What is marked bad in a recording, and what that costs. */
export interface RecordingMarks {
  /** In samples and in seconds. */
  readonly badSpans: readonly (BadSpan & { readonly startSeconds: Seconds; readonly endSeconds: Seconds })[]
  readonly badElectrodes: readonly ElectrodeName[]
  /** Trials that touch a bad span. */
  readonly trialsLeftOut: number
}

export function readMarks(study: Study, { id, sampleRate }: RecordingSummary): RecordingMarks {
  const spans = study.badSpans.get(id)
  const meanings = new Map(study.eventMaps.get(id).meanings.map(({ code, classId }) => [code, classId]))
  const cues = spans.length > 0 ? study.recordings.open(id).info.markers.filter(({ code }) => meanings.get(code)) : []
  const stretch = { sampleRate, trialEnd: defaultCrops.to }
  return {
    badSpans: spans.map((span) => ({
      ...span,
      startSeconds: span.start / sampleRate,
      endSeconds: span.end / sampleRate,
    })),
    badElectrodes: study.badChannels.get(id),
    trialsLeftOut: cues.filter(({ sample }) => isSpoiled({ cueSample: sample, spans }, stretch)).length,
  }
}

export interface MarkChange {
  /** Takes away what is marked before anything else is done. */
  readonly clear: boolean
  readonly spans: readonly (readonly [from: Seconds, to: Seconds])[]
  readonly channels: readonly string[]
  readonly note?: string | undefined
}

/** Marks recordings alike: all of them, or none with `input/invalid` for a span or channel that one of them does not have. */
export function markRecordings(study: Study, recordings: readonly RecordingSummary[], change: MarkChange): void {
  study.transaction(() => {
    for (const recording of recordings) {
      const { id, sampleCount } = recording
      const before = change.clear ? [] : study.badSpans.get(id)
      const added = change.spans.map((span) => toSpan(recording, span, change.note))
      study.badSpans.set(id, tidySpans([...before, ...added], sampleCount))
      const bad = change.clear ? [] : study.badChannels.get(id)
      const named = change.channels.map((name) => electrodeOf(recording, name))
      study.badChannels.set(id, [...new Set([...bad, ...named])])
    }
  })
}

function toSpan(
  { sampleRate, sampleCount, subject, run }: RecordingSummary,
  [from, to]: readonly [Seconds, Seconds],
  note: string | undefined,
): BadSpan {
  const seconds = sampleCount / sampleRate
  if (from >= seconds)
    throw invalid(
      `${subject} ${run} is ${seconds.toFixed(2)} s long; the span ${from}..${to} lies behind its end.`,
      'Spans are seconds from the start of the recording.',
    )
  const start = samples(Math.floor(from * sampleRate))
  return { start, end: samples(Math.max(start + 1, Math.ceil(to * sampleRate))), ...(note ? { note } : {}) }
}

function electrodeOf({ electrodes, channelLabels, subject, run }: RecordingSummary, name: string): ElectrodeName {
  const wanted = toElectrodeName(name)
  const found = electrodes.find((one) => one === wanted || one.toLowerCase() === name.toLowerCase())
  if (found) return found
  throw invalid(
    `${subject} ${run} has no electrode ${name}.`,
    channelLabels.includes(name)
      ? 'It has a channel of that name, which is no electrode: nothing is learned from it anyway.'
      : `It has ${electrodes.join(' ')}.`,
  )
}

const invalid = (message: string, hint: string): AppError => new AppError({ code: 'input/invalid', message, hint })
