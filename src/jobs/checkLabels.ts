import { AppError } from '../core/domain/error'
import { joinExamples } from '../core/domain/examples'
import type { JobContext } from '../core/domain/job'
import type { LabelCheckRequest, LabelCheckResult } from '../core/domain/labelCheck'
import type { PipelineSpec } from '../core/domain/signal'
import type { Trial } from '../core/domain/trial'
import type { Seconds } from '../core/domain/units'
import { checkLabels as check } from '../core/evaluation/labelCheck'
import { windowCovariances } from '../core/model/classical/trainClassical'
import { collectCrops, type CropSet } from '../core/signal/collect'
import { defaultPipeline, defaultRate, restrictSpec } from '../core/signal/defaults'
import type { Study } from '../store/study'
import { pickCheckElectrodes } from './checkLabelsElectrodes'
import { spreadTrials, stretchAfterCue } from './checkLabelsTrials'
import { trialsOf, type RunTrials } from './datasetTrials'

/** Mu and beta, where imagined movement shows (Pfurtscheller & Lopes da Silva 1999). */
const band = [8, 30] as const
/** So many keep the check under some seconds; of more, the same share of every run and class is taken. */
const mostTrials = 300

/**
 * Whether the labels of a subject's trials carry signal, through the one pipeline. The study stays as it is.
 * Throws `labels/unmapped`, `selection/too-few-trials`, `selection/too-few-candidates`, `job/cancelled`, and what the pipeline
 * throws for a recording that does not fit.
 */
export async function checkLabels(
  study: Study,
  request: LabelCheckRequest,
  context: Pick<JobContext, 'cancellation' | 'progress'>,
): Promise<LabelCheckResult> {
  const begunMs = Date.now()
  const ids = runsOf(study, request)
  const mapped = ids.flatMap((id) => study.eventMaps.get(id).meanings.flatMap(({ classId }) => classId ?? []))
  const all = trialsOf(study, ids, [...new Set(mapped)]).filter(({ trials }) => trials.length > 0)
  const runs = spreadTrials(all, mostTrials)
  const { electrodes, bad } = await pickCheckElectrodes(study, runs, pause(context))
  const plan = { electrodes, to: stretchAfterCue(all), sampleRate: Math.min(defaultRate, ...rates(runs)) }
  const cut: RunCrops[] = []
  for (const [done, run] of runs.entries()) {
    context.progress({ step: 'labels_preparing', values: { run: run.recording.run }, done, total: runs.length })
    cut.push(await cutRun(study, run, { ...plan, pause: pause(context) }))
  }
  const found = await check(toTask(cut, plan), request, async (done, total) => {
    context.progress({ step: 'labels_shuffling', done, total })
    if (done % 8 === 0) await pause(context)()
  })
  return {
    ...found,
    subject: request.subject,
    classes: classesOf(cut),
    ...{ electrodes, bad, band },
    stretch: [from, plan.to],
    trialsThere: all.reduce((sum, { trials }) => sum + trials.length, 0),
    mapping: ids.map((recordingId) => ({ recordingId, meanings: study.eventMaps.get(recordingId).meanings })),
    seconds: (Date.now() - begunMs) / 1000,
  }
}

/** Seconds after the cue: the reaction, and what the cue itself evokes, are no imagery. */
const from: Seconds = 0.5

interface RunCrops {
  readonly run: string
  readonly crops: CropSet
  readonly trials: readonly Trial[]
}

interface CheckPlan {
  readonly electrodes: readonly string[]
  readonly to: Seconds
  readonly sampleRate: number
}

function runsOf(study: Study, { subject, recordingIds }: LabelCheckRequest): number[] {
  if (recordingIds.length > 0) return [...recordingIds]
  return study.recordings
    .list()
    .filter((recording) => recording.subject === subject)
    .map(({ id }) => id)
}

const rates = (runs: readonly RunTrials[]): number[] => runs.map(({ recording }) => recording.sampleRate)

/** One window a trial, from `from` to the end of the stretch. */
function pipelineOf({ sampleRate, to, electrodes }: CheckPlan): PipelineSpec {
  const filters = [{ kind: 'bandpass' as const, order: 4, corners: [...band] }]
  return restrictSpec({ ...defaultPipeline(sampleRate), filters, window: to - from }, electrodes)
}

async function cutRun(
  study: Study,
  { recording, trials }: RunTrials,
  plan: CheckPlan & { readonly pause: () => Promise<void> },
): Promise<RunCrops> {
  const { electrodes, to } = plan
  const reader = study.recordings.open(recording.id)
  const { channels, sampleRate, sampleCount, gaps } = reader.info
  const picked = electrodes.map((name) => channels.findIndex(({ electrode }) => electrode === name))
  const crops = await collectCrops(
    {
      data: { sampleCount, gaps, read: (start, end) => reader.read(start, end, picked) },
      info: { channels: [...electrodes], sampleRate },
      spec: pipelineOf(plan),
      cues: trials.map(({ cueSample }) => cueSample),
      crops: { from, to, step: to - from },
    },
    plan.pause,
  )
  return { run: recording.run, crops, trials: [...crops.trialIndex].map((trial) => trials[trial]!) }
}

const classesOf = (cut: readonly RunCrops[]): string[] => [
  ...new Set(cut.flatMap(({ trials }) => trials.map(({ classId }) => classId))),
]

function toTask(cut: readonly RunCrops[], plan: CheckPlan) {
  const spec = { bank: { sampleRate: plan.sampleRate, taps: 1, bands: [] }, covariance: 'oas' as const }
  const examples = joinExamples(cut.map(({ crops }) => crops.examples))
  return {
    covariances: examples.count === 0 ? [] : windowCovariances(spec, examples, examples.samples).map(([own]) => own!),
    labels: cut.flatMap(({ trials }) => trials.map(({ classId }) => classId)),
    classes: classesOf(cut),
    runOf: Int32Array.from(cut.flatMap(({ trials }, run) => trials.map(() => run))),
    runs: cut.map(({ run }) => run),
  }
}

/** Lets messages in, and stops where one of them said so. */
function pause({ cancellation }: Pick<JobContext, 'cancellation'>): () => Promise<void> {
  return async () => {
    await new Promise(setImmediate)
    if (cancellation.requested) throw new AppError({ code: 'job/cancelled', message: 'The check was cancelled.' })
  }
}
