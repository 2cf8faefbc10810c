import type { QualityMeasures } from '../core/domain/quality'
import type { RecordingProblem } from '../core/domain/recording'
import type { NewRecording } from '../store/recordings'
import type { Study } from '../store/study'

/**
 * Says when the subject has a recording of the same signals under another name: an export that was imported again, a file
 * with another header or other sidecars. Their hashes differ, but each channel's extremes and amplitude are the same.
 */
export function findSameSignals(
  study: Study,
  { subject, sampleRate, sampleCount }: Pick<NewRecording, 'subject' | 'sampleRate' | 'sampleCount'>,
  measures: QualityMeasures,
): RecordingProblem[] {
  const print = printOf(measures)
  if (print === null) return []
  const known = study.recordings
    .list()
    .filter((one) => one.subject === subject && one.sampleCount === sampleCount && one.sampleRate === sampleRate)
    .find(({ id }) => printOf(study.qualities.get(id)) === print)
  if (!known) return []
  const { run } = known
  const message = `It has the same signals as ${run} of ${subject}: their trials count twice unless one of the two is removed.`
  return [{ code: 'same-signals', message, values: { run, subject } }]
}

/** Null where no channel carries anything: then nothing tells two recordings apart. */
function printOf(measures: QualityMeasures | null): string | null {
  const carries = measures?.channels.some(({ low, high }) => low !== null && high !== null && high > low) ?? false
  if (!measures || !carries) return null
  return JSON.stringify([measures.version, measures.channels.map(({ low, high, amplitude }) => [low, high, amplitude])])
}
