import type { ElectrodeName } from '../core/domain/electrode'
import { AppError } from '../core/domain/error'
import type { RecordingSummary } from '../core/domain/recording'
import type { SelectionRequest } from '../core/domain/training'
import type { ClassId, Trial } from '../core/domain/trial'
import type { Study } from '../store/study'

/** The trials of one run, in time. */
export interface RunTrials {
  readonly recording: RecordingSummary
  readonly trials: readonly Trial[]
}

/**
 * Trials of these classes by the event maps of the study, the runs in order of their names.
 * Throws `labels/unmapped` when no marker means any of the classes, `file/…` for a recording that is not there.
 */
export function trialsOf(study: Study, recordingIds: readonly number[], classes: readonly ClassId[]): RunTrials[] {
  const runs = [...new Set(recordingIds)].map((id) => study.recordings.get(id)).sort(byRun)
  const found = runs.map((recording) => ({ recording, trials: trialsOfRun(study, recording, classes) }))
  if (found.some(({ trials }) => trials.length > 0)) return found
  const names = runs.map(({ run }) => run).join(', ')
  throw new AppError({
    code: 'labels/unmapped',
    message: `No marker of ${names || 'the chosen runs'} means ${classes.join(' or ') || 'a class'}`,
    hint: 'Say on the Labels screen what the markers of these runs mean, or choose other runs or classes.',
    values: { runs: names, classes: classes.join(', ') },
  })
}

function trialsOfRun(study: Study, { id }: RecordingSummary, classes: readonly ClassId[]): Trial[] {
  const meanings = new Map(study.eventMaps.get(id).meanings.map(({ code, classId }) => [code, classId]))
  const cues = study.recordings.open(id).info.markers.flatMap(({ code, sample }) => {
    const classId = meanings.get(code)
    return classId && classes.includes(classId) ? [{ sample, classId }] : []
  })
  return cues
    .sort((a, b) => a.sample - b.sample)
    .map(({ sample, classId }, index) => ({ recordingId: id, index, cueSample: sample, classId }))
}

const byRun = (a: RecordingSummary, b: RecordingSummary): number =>
  a.run.localeCompare(b.run, 'en', { numeric: true }) || a.id - b.id

/**
 * Sites that may be chosen: on every recording, bad on none, not avoided; those asked for, or all. In the order of the first
 * recording. Throws `selection/conflict` when a site that was asked for is not on every recording.
 */
export function candidatesOf(study: Study, runs: readonly RunTrials[], request: SelectionRequest): ElectrodeName[] {
  const everywhere = (runs[0]?.recording.electrodes ?? []).filter((site) =>
    runs.every(({ recording }) => recording.electrodes.includes(site)),
  )
  const missing = request.candidates.filter((site) => !everywhere.includes(site))
  if (missing.length > 0) throw notEverywhere(missing)
  // Bad channels are left out for all runs: a loose contact in one of them would be learned as a difference between runs.
  const bad = runs.flatMap(({ recording }) => study.badChannels.get(recording.id))
  const wanted = request.candidates.length > 0 ? request.candidates : everywhere
  return everywhere.filter((site) => wanted.includes(site) && !bad.includes(site) && !request.avoid.includes(site))
}

const notEverywhere = (sites: readonly ElectrodeName[]): AppError =>
  new AppError({
    code: 'selection/conflict',
    message: `Not every chosen recording has ${sites.join(', ')}`,
    hint: 'Take these sites off the candidates, or leave out the recordings that lack them.',
    values: { sites: sites.join(', ') },
  })
