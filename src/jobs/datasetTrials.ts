import { isSpoiled } from '../core/domain/badSpans'
import type { ElectrodeName } from '../core/domain/electrode'
import { AppError } from '../core/domain/error'
import type { RecordingSummary } from '../core/domain/recording'
import type { SelectionRequest } from '../core/domain/training'
import type { ClassId, Trial } from '../core/domain/trial'
import { defaultCrops } from '../core/signal/defaults'
import type { Study } from '../store/study'

/** The trials of one run, in time; those that touch a bad span are not among them. */
export interface RunTrials {
  readonly recording: RecordingSummary
  readonly trials: readonly Trial[]
  /** How many touch a bad span. */
  readonly leftOut?: number
}

/**
 * Trials of these classes by the event maps of the study, without those that touch a bad span; the runs in order of their names.
 * Throws `labels/unmapped` when no marker means any of the classes, `selection/too-few-trials` when bad spans leave none of
 * them, `file/…` for a recording that is not there.
 */
export function trialsOf(study: Study, recordingIds: readonly number[], classes: readonly ClassId[]): RunTrials[] {
  const runs = [...new Set(recordingIds)].map((id) => study.recordings.get(id)).sort(byRun)
  const found = runs.map((recording) => soundTrials(study, recording, trialsOfRun(study, recording, classes)))
  if (found.some(({ trials }) => trials.length > 0)) return found
  const leftOut = found.reduce((sum, run) => sum + run.leftOut, 0)
  if (leftOut > 0) throw allSpoiled(leftOut)
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

/** Without the trials whose signal a person called bad. */
function soundTrials(study: Study, recording: RecordingSummary, all: readonly Trial[]): Required<RunTrials> {
  const spans = study.badSpans.get(recording.id)
  const stretch = { sampleRate: recording.sampleRate, trialEnd: defaultCrops.to }
  const trials = all.filter(({ cueSample }) => !isSpoiled({ cueSample, spans }, stretch))
  return { recording, trials, leftOut: all.length - trials.length }
}

const allSpoiled = (count: number): AppError =>
  new AppError({
    code: 'selection/too-few-trials',
    message: `All ${count} trials of these classes touch a bad span and are left out`,
    hint: 'Look at the bad spans of these recordings in the signal browser, or choose other recordings.',
    values: { count },
  })

const byRun = (a: RecordingSummary, b: RecordingSummary): number =>
  a.run.localeCompare(b.run, 'en', { numeric: true }) || a.id - b.id

/**
 * Sites that may be chosen: on every recording, bad on none, not avoided; those asked for, or all. In the order of the first
 * recording. Throws `selection/conflict` when a site that was asked for is not on every recording.
 */
export function candidatesOf(
  study: Study,
  runs: readonly RunTrials[],
  request: Pick<SelectionRequest, 'candidates' | 'avoid'>,
): ElectrodeName[] {
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
