import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { isSpoiled } from '../../core/domain/badSpans'
import { AppError } from '../../core/domain/error'
import type { JobContext } from '../../core/domain/job'
import type { EpochsExportRequest, EpochsExportResult } from '../../core/domain/studyExport'
import type { ClassId } from '../../core/domain/trial'
import { seconds } from '../../core/domain/units'
import type { NpyArray } from '../../core/formats/npy'
import { atomicWrite } from '../../store/atomicWrite'
import type { Study } from '../../store/study'
import { candidatesOf, trialsOf, type RunTrials } from '../datasetTrials'
import { encodeNpz } from '../export/npz'
import { programFiles } from '../programFiles'
import type { Epochs } from './epochs'
import { rawEpochs } from './rawEpochs'
import { trainingEpochs, type EpochsPlan } from './trainingEpochs'

/** As much as fits into memory twice, and into a zip of 32 bits. */
const mostBytes = 1.5e9

/**
 * Writes the trials of a study as `.npz` for Python: `X` `[trial, channel, sample]` float32, `y`, and what each trial is. Trials that a
 * bad span, a gap or an end of the recording spoils are left out. Throws `labels/unmapped`, `selection/…`, `input/invalid`, `file/…`,
 * `disk/…`, `job/cancelled`.
 */
export async function exportEpochs(
  study: Study,
  request: EpochsExportRequest,
  context: Pick<JobContext, 'cancellation' | 'progress'>,
): Promise<EpochsExportResult> {
  const plan = planEpochs(study, request)
  const epochs = await (request.signal === 'raw' ? rawEpochs : trainingEpochs)(study, plan, context)
  if (epochs.trials.length === 0) throw noTrials(epochs.leftOut)
  const path = resolve(request.output)
  atomicWrite(path, encodeNpz(toArrays(study, { epochs, classes: plan.classes, request })))
  const { electrodes, samples, sampleRate, leftOut } = epochs
  return {
    ...{ path, signal: request.signal, trials: epochs.trials.length, electrodes, samples, sampleRate },
    ...{ classes: plan.classes, leftOut, bytes: statSync(path).size },
  }
}

function planEpochs(study: Study, { recordingIds, classes, window }: EpochsExportRequest): EpochsPlan {
  if (!(window.to > window.from && window.from >= 0 && window.to <= 60)) throw badWindow(window)
  const ids = recordingIds ?? study.recordings.list().map(({ id }) => id)
  const wanted = classes.length > 0 ? classes : classesOf(study, ids)
  const runs = trialsOf(study, ids, wanted)
    .map((run) => withoutSpoiled(study, run, window.to))
    .filter(({ trials }) => trials.length > 0)
  const candidates = candidatesOf(study, runs, { candidates: [], avoid: [] })
  requireMemory(runs, candidates.length, window)
  return { runs, candidates, classes: wanted, window }
}

/** A window may be longer than what learning looks at. */
function withoutSpoiled(study: Study, { recording, trials, leftOut = 0 }: RunTrials, to: number): RunTrials {
  const spans = study.badSpans.get(recording.id)
  const stretch = { sampleRate: recording.sampleRate, trialEnd: seconds(to) }
  const sound = trials.filter(({ cueSample }) => !isSpoiled({ cueSample, spans }, stretch))
  return { recording, trials: sound, leftOut: leftOut + trials.length - sound.length }
}

/** Classes in order of their names. */
function classesOf(study: Study, ids: readonly number[]): ClassId[] {
  const found = ids.flatMap((id) => {
    const { markerCounts } = study.recordings.get(id)
    return study.eventMaps
      .get(id)
      .meanings.flatMap(({ code, classId }) => (classId && markerCounts[code] ? [classId] : []))
  })
  return [...new Set(found)].sort()
}

interface Contents {
  readonly epochs: Epochs
  readonly classes: readonly ClassId[]
  readonly request: EpochsExportRequest
}

function toArrays(study: Study, { epochs, classes, request }: Contents): Record<string, NpyArray> {
  const { x, trials, electrodes, samples, sampleRate, starts, pipeline } = epochs
  const recordings = trials.map(({ recordingId }) => study.recordings.get(recordingId))
  const text = (data: readonly string[]): NpyArray => ({ shape: [data.length], data })
  const one = (data: string): NpyArray => ({ shape: [], data: [data] })
  const about = {
    ...{ signal: request.signal, unit: pipeline ? 'standard deviations' : 'µV', window: request.window, pipeline },
    ...{ program: `Sparsecap ${programFiles().version}`, study: study.name },
  }
  return {
    X: { shape: [trials.length, electrodes.length, samples], data: x },
    y: { shape: [trials.length], data: Int32Array.from(trials, ({ classId }) => classes.indexOf(classId)) },
    classes: text(classes),
    channels: text(electrodes),
    sample_rate: { shape: [], data: Float64Array.of(sampleRate) },
    start: { shape: [trials.length], data: starts },
    subject: text(recordings.map(({ subject }) => subject)),
    session: text(recordings.map(({ session }) => session ?? '')),
    run: text(recordings.map(({ run }) => run)),
    recording: text(recordings.map(({ hash }) => hash)),
    trial: { shape: [trials.length], data: Int32Array.from(trials, ({ index }) => index) },
    cue_sample: { shape: [trials.length], data: Int32Array.from(trials, ({ cueSample }) => cueSample) },
    metadata: one(JSON.stringify(about)),
  }
}

function requireMemory(
  runs: readonly RunTrials[],
  channels: number,
  { from, to }: EpochsExportRequest['window'],
): void {
  const bytes = runs.reduce(
    (sum, { trials, recording }) => sum + 4 * trials.length * channels * (to - from) * recording.sampleRate,
    0,
  )
  if (bytes <= mostBytes) return
  throw new AppError({
    code: 'input/invalid',
    message: `The epochs would take ${Math.round(bytes / 1e6)} MB, and ${mostBytes / 1e6} MB are the most in one file.`,
    hint: 'Export subject by subject, or a shorter window.',
  })
}

const badWindow = ({ from, to }: EpochsExportRequest['window']): AppError =>
  new AppError({
    code: 'input/invalid',
    message: `Expected a window of seconds after the cue, such as 0.5 to 4, got ${from} to ${to}.`,
    hint: 'Its end comes after its start, and lies within a minute.',
  })

const noTrials = (leftOut: number): AppError =>
  new AppError({
    code: 'selection/too-few-trials',
    message: `None of ${leftOut} trials has its whole signal, so there is nothing to export`,
    hint: 'Choose a shorter window, or other recordings.',
    values: { count: leftOut },
  })
