import type { ElectrodeName } from '../core/domain/electrode'
import type { QualityMeasures, QualitySpectra, RecordingQuality } from '../core/domain/quality'
import type { ChannelQuality } from '../core/domain/stream'
import { qualityVersion } from '../core/signal/qualityMeter'
import { judgeQuality, toChannelQuality } from '../core/signal/qualityVerdict'
import type { Study } from '../store/study'
import { electrodesOf, measureQuality, measureSpectra, type MeasuredChannel } from './measureQuality'

/** What was measured at import, or now where it was not: an older study, electrodes that were named since. */
export function measuresOf(study: Study, recordingId: number, keep = true): QualityMeasures {
  const reader = study.recordings.open(recordingId)
  const kept = study.qualities.get(recordingId)
  if (kept && isCurrent(kept, electrodesOf(reader.info))) return kept
  const measures = measureQuality(reader)
  if (keep) study.qualities.keep(recordingId, measures)
  return measures
}

const isCurrent = ({ version, channels, sources }: QualityMeasures, wanted: readonly MeasuredChannel[]): boolean =>
  version === qualityVersion &&
  channels.length === wanted.length &&
  wanted.every(({ name, index }, i) => channels[i]!.electrode === name && sources[i] === index)

/** Each number with its limit, verdict and suggestion. Throws `file/not-found` for an unknown recording. */
export const readFindings = (study: Study, recordingId: number, keep = true): RecordingQuality =>
  judgeQuality(measuresOf(study, recordingId, keep))

/** How sound each electrode's signal is over the whole recording, in a word; empty where it is too short to say. Throws as `readFindings`. */
export function readQuality(study: Study, recordingId: number): readonly ChannelQuality[] {
  const measures = measuresOf(study, recordingId)
  return measures.windows === 0 ? [] : toChannelQuality(judgeQuality(measures), measures)
}

/** Spectra of the electrodes; only their windows are read. Throws as `readFindings`. */
export const readSpectra = (study: Study, recordingId: number): QualitySpectra =>
  measureSpectra(study.recordings.open(recordingId))

/** Electrodes that are suggested to be left out and of which nobody has decided yet. */
export function openSuggestions(study: Study, recordingId: number, found: RecordingQuality): ElectrodeName[] {
  const decided = new Set([...study.badChannels.get(recordingId), ...study.qualities.ignored(recordingId)])
  return found.channels.flatMap(({ electrode, verdict }) =>
    verdict === 'bad' && !decided.has(electrode) ? [electrode] : [],
  )
}

/** Marks all open suggestions as bad channels; returns which. The original stays as it is. */
export function acceptSuggestions(study: Study, recordingId: number, found: RecordingQuality): ElectrodeName[] {
  const accepted = openSuggestions(study, recordingId, found)
  if (accepted.length > 0) study.badChannels.set(recordingId, [...study.badChannels.get(recordingId), ...accepted])
  return accepted
}
