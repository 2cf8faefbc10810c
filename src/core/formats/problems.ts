import type { Channel, RecordingProblem } from '../domain/recording'
import type { Placement } from './pieces'

/** Sentences that several formats say; each list is empty when there is nothing to say. */

const round = (value: number): number => Math.round(value * 1000) / 1000

export const unknownLabels = (channels: readonly Channel[]): RecordingProblem[] => {
  const labels = channels.flatMap(({ electrode, unit, label }) => (electrode === null && unit === 'µV' ? [label] : []))
  if (labels.length === 0) return []
  const message = `Not a site of the 10-05 system: ${labels.join(', ')}.`
  return [{ code: 'unknown-label', message, values: { count: labels.length, labels: labels.join(', ') } }]
}

export const notRead = (labels: readonly string[]): RecordingProblem[] =>
  labels.length === 0
    ? []
    : [{ code: 'not-read', message: `Not read: ${labels.join(', ')}.`, values: { labels: labels.join(', ') } }]

/** Channels whose physical or digital minimum and maximum are equal. */
export const withoutRange = (labels: readonly string[]): RecordingProblem[] =>
  labels.length === 0
    ? []
    : [
        {
          code: 'not-read',
          message: `Not read, since the file's minimum and maximum are equal: ${labels.join(', ')}.`,
          values: { labels: labels.join(', ') },
        },
      ]

export const badMarkers = (count: number): RecordingProblem[] =>
  count === 0
    ? []
    : [
        {
          code: 'bad-annotation',
          message: `Events that could not be read, or lie outside the recording: ${count}.`,
          values: { count },
        },
      ]

/** What was lost between samples, joined without a word, or left out after a gap that is too long. */
export function lossesOf({ gaps, lost, left, sampleCount }: Placement, sampleRate: number): RecordingProblem[] {
  const places = gaps.filter(({ length }) => length > 0).length
  const joints = gaps.length - places
  const kept = round(sampleCount / sampleRate)
  const after = round(left / sampleRate)
  return [
    ...(left === 0
      ? []
      : [
          {
            code: 'discontinuous' as const,
            message: `The recording has a long gap after ${kept} seconds. These were kept, ${after} seconds after the gap were not.`,
            values: { kept, lost: after },
          },
        ]),
    ...(lost === 0
      ? []
      : [
          {
            code: 'lost-samples' as const,
            message: `${lost} samples were lost in ${places} places; the last value was held.`,
            values: { count: lost, places },
          },
        ]),
    ...(joints === 0
      ? []
      : [
          {
            code: 'joined' as const,
            message: `Pieces of signal were joined at ${joints} places, and how much lay between is not known.`,
            values: { count: joints },
          },
        ]),
  ]
}

/** The file ends too early; both in samples. */
export function truncation(expected: number, got: number, sampleRate: number): RecordingProblem[] {
  if (got >= expected) return []
  const [kept, total] = [round(got / sampleRate), round(expected / sampleRate)]
  const second = Math.floor(kept) + 1
  const message = `The file ends inside second ${second} of ${total}. The first ${kept} seconds could be kept.`
  return [{ code: 'truncated', message, values: { second, total, kept, events: 0 } }]
}
