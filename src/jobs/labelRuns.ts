import type { LabelRun, LabelWarning } from '../core/domain/labelWarnings'
import { labelWarnings } from '../core/domain/labelWarnings'
import type { RecordingSummary } from '../core/domain/recording'
import type { ClassId } from '../core/domain/trial'
import { eventMapFor } from '../core/formats/eventMaps'
import { defaultCrops } from '../core/signal/defaults'
import type { Study } from '../store/study'

/** The runs of a subject in order of their names, with all that their labels rest on. */
export function labelRunsOf(study: Study, subject: string): LabelRun[] {
  return recordingsOf(study, subject).map(({ id, run, fileName, sampleRate, sampleCount, markerCounts }) => ({
    ...{ recordingId: id, run, sampleRate, sampleCount },
    markers: study.recordings.open(id).info.markers,
    badSpans: study.badSpans.get(id),
    map: study.eventMaps.get(id),
    rule: eventMapFor(fileName, Object.keys(markerCounts)),
  }))
}

/** What is wrong, or worth knowing, in the labels of a subject's runs; the gravest first. Throws as `recordings.open`. */
export const warnOfLabels = (study: Study, subject: string): LabelWarning[] =>
  labelWarnings(labelRunsOf(study, subject), { studyClasses: classesOf(study), trialEnd: defaultCrops.to })

const recordingsOf = (study: Study, subject: string): RecordingSummary[] =>
  study.recordings.list().filter((recording) => recording.subject === subject)

function classesOf(study: Study): ClassId[] {
  const used = study.recordings
    .list()
    .flatMap(({ id, markerCounts }) =>
      study.eventMaps.get(id).meanings.filter(({ code, classId }) => classId !== null && (markerCounts[code] ?? 0) > 0),
    )
  return [...new Set(used.map(({ classId }) => classId!))]
}
