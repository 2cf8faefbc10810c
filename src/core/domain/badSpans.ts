import type { SampleRange } from './recordingGaps'
import { samples, type Hertz, type Samples, type Seconds } from './units'

/** A stretch of a recording that a person called bad, samples `start … end − 1`. The recording itself stays as it is. */
export interface BadSpan {
  readonly start: Samples
  readonly end: Samples
  readonly note?: string
}

/**
 * Spans in order, cut to the recording, those that touch made one (with both notes), empty ones left out: however they were
 * drawn, the same stretches are bad.
 */
export function tidySpans(spans: readonly BadSpan[], sampleCount: Samples): BadSpan[] {
  const inside = spans
    .map(({ start, end, note }) => ({ start: Math.max(0, start), end: Math.min(sampleCount, end), note }))
    .filter(({ start, end }) => end > start)
    .sort((a, b) => a.start - b.start)
  const tidy: BadSpan[] = []
  for (const { start, end, note } of inside) {
    const last = tidy.at(-1)
    if (!last || start > last.end) tidy.push(toSpan(start, end, note ? [note] : []))
    else
      tidy[tidy.length - 1] = toSpan(
        last.start,
        Math.max(last.end, end),
        [last.note, note].flatMap((one) => one ?? []),
      )
  }
  return tidy
}

const toSpan = (start: number, end: number, notes: readonly string[]): BadSpan => ({
  start: samples(start),
  end: samples(end),
  ...(notes.length > 0 ? { note: [...new Set(notes)].join('; ') } : {}),
})

/** Whether samples `from … to − 1` have any of a bad span. */
export const touchesSpan = ({ from, to }: SampleRange, spans: readonly BadSpan[]): boolean =>
  spans.some(({ start, end }) => start < to && end > from)

/** Without what lies in samples `from … to − 1`: a span is cut where the range ends inside it. */
export const withoutRange = (spans: readonly BadSpan[], { from, to }: SampleRange): BadSpan[] =>
  spans.flatMap((span) => {
    if (span.end <= from || span.start >= to) return [span]
    const before = { ...span, end: from }
    const after = { ...span, start: to }
    return [before, after].filter(({ start, end }) => end > start)
  })

/** Whether the signal that a trial is judged by, from its cue to `trialEnd` after it, has any of a bad span. */
export const isSpoiled = (
  { cueSample, spans }: { readonly cueSample: Samples; readonly spans: readonly BadSpan[] },
  { sampleRate, trialEnd }: { readonly sampleRate: Hertz; readonly trialEnd: Seconds },
): boolean => touchesSpan({ from: cueSample, to: samples(cueSample + Math.ceil(trialEnd * sampleRate)) }, spans)
