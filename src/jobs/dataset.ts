import type { ElectrodeName } from '../core/domain/electrode'
import { AppError } from '../core/domain/error'
import { joinExamples, pickExamples } from '../core/domain/examples'
import type { JobContext } from '../core/domain/job'
import type { RecordingSummary } from '../core/domain/recording'
import type { StreamEvent } from '../core/domain/session'
import type { PipelineSpec } from '../core/domain/signal'
import type { ClassId, CropSpec, Trial } from '../core/domain/trial'
import { holdOutLastRuns } from '../core/evaluation/splits'
import { collectCrops, type CropSet } from '../core/signal/collect'
import { restrictSpec } from '../core/signal/defaults'
import type { Study } from '../store/study'
import type { RunTrials } from './datasetTrials'

/** Crops of some trials, through the one pipeline. */
export interface TrialCrops {
  readonly crops: CropSet
  /** The trials that have crops; `trialIndex` points into them. */
  readonly trials: readonly Trial[]
  readonly recordings: readonly RecordingSummary[]
}

export interface Dataset {
  readonly candidates: readonly ElectrodeName[]
  readonly training: TrialCrops
  /** The last run or runs: no part of choosing or learning sees them. */
  readonly heldOut: TrialCrops
}

export interface DatasetPlan {
  readonly runs: readonly RunTrials[]
  readonly candidates: readonly ElectrodeName[]
  /** The held-out runs have all of these. */
  readonly classes: readonly ClassId[]
  readonly pipeline: Omit<PipelineSpec, 'channels'>
  readonly crops: CropSpec
}

/**
 * Cuts the crops of all trials, the candidates' channels only. Throws `selection/too-few-trials` unless at least two runs
 * have trials, `job/cancelled`, and what the pipeline throws for a recording that does not fit.
 */
export async function buildDataset(
  study: Study,
  plan: DatasetPlan,
  context: Pick<JobContext, 'cancellation' | 'progress'>,
): Promise<Dataset> {
  const trials = plan.runs.flatMap((run) => run.trials)
  const ids = plan.runs.map(({ recording }) => recording.id)
  const split = holdOutLastRuns(trials, ids, plan.classes)
  const cut = await cutRuns(study, plan, context)
  const heldOutIds = new Set(split.heldOut.map(({ recordingId }) => recordingId))
  const isHeldOut = ({ recordings }: TrialCrops): boolean => heldOutIds.has(recordings[0]!.id)
  return {
    candidates: plan.candidates,
    training: join(cut.filter((part) => !isHeldOut(part))),
    heldOut: join(cut.filter(isHeldOut)),
  }
}

/** Crops of all trials of a plan, none held out: for whoever folds them on his own. Throws `job/cancelled`. */
export async function collectTrials(
  study: Study,
  plan: DatasetPlan,
  context: Pick<JobContext, 'cancellation' | 'progress'>,
): Promise<TrialCrops> {
  return join(await cutRuns(study, plan, context))
}

async function cutRuns(
  study: Study,
  plan: DatasetPlan,
  context: Pick<JobContext, 'cancellation' | 'progress'>,
): Promise<TrialCrops[]> {
  const used = plan.runs.filter((run) => run.trials.length > 0)
  const cut: TrialCrops[] = []
  for (const [done, run] of used.entries()) {
    context.progress({ step: 'select_preparing', values: { run: run.recording.run }, done, total: used.length })
    cut.push(await cutRun(study, plan, { ...context, run }))
  }
  return cut
}

async function cutRun(
  study: Study,
  { candidates, pipeline, crops: cropSpec }: DatasetPlan,
  { run, cancellation }: Pick<JobContext, 'cancellation'> & { run: RunTrials },
): Promise<TrialCrops> {
  const reader = study.recordings.open(run.recording.id)
  const { channels, sampleRate, sampleCount, gaps } = reader.info
  const eeg = channels.flatMap(({ electrode }, index) =>
    electrode !== null && candidates.includes(electrode) ? [{ electrode, index }] : [],
  )
  const picked = eeg.map(({ index }) => index)
  const crops = await collectCrops(
    {
      data: { sampleCount, gaps, read: (from, to) => reader.read(from, to, picked) },
      info: { channels: eeg.map(({ electrode }) => electrode), sampleRate },
      spec: restrictSpec(pipeline, candidates),
      cues: run.trials.map(({ cueSample }) => cueSample),
      crops: cropSpec,
    },
    async () => {
      if (cancellation.requested) throw new AppError({ code: 'job/cancelled', message: 'Learning was cancelled.' })
      await new Promise(setImmediate)
    },
  )
  return withoutGaps({ crops, trials: run.trials, recordings: [run.recording] })
}

/** Numbers the trials anew when some have no crops, e.g. a cue too near to the end of the recording. */
function withoutGaps({ crops, trials, recordings }: TrialCrops): TrialCrops {
  const present = [...new Set(crops.trialIndex)]
  const trialIndex = crops.trialIndex.map((trial) => present.indexOf(trial))
  return { crops: { ...crops, trialIndex }, trials: present.map((trial) => trials[trial]!), recordings }
}

function join(parts: readonly TrialCrops[]): TrialCrops {
  const before = parts.map((_, part) => sum(parts.slice(0, part).map(({ trials }) => trials.length)))
  return {
    crops: {
      examples: joinExamples(parts.map(({ crops }) => crops.examples)),
      trialIndex: Int32Array.from(
        parts.flatMap(({ crops }, part) => [...crops.trialIndex].map((trial) => trial + before[part]!)),
      ),
      leftOut: parts.flatMap(({ crops }) => crops.leftOut),
    },
    trials: parts.flatMap(({ trials }) => trials),
    recordings: parts.flatMap(({ recordings }) => recordings),
  }
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

/** The same crops with some of their channels, in the order given. Channels never mix, so they are what a cap of these would give. */
export const pickChannels = (crops: CropSet, picked: readonly number[]): CropSet => ({
  ...crops,
  examples: pickExamples(crops.examples, picked),
})

export const toCues = (trials: readonly Trial[]): StreamEvent[] =>
  trials.map(({ cueSample, classId }) => ({ sample: cueSample, classId }))
