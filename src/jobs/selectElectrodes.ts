import { AppError } from '../core/domain/error'
import type { ElectrodeName } from '../core/domain/electrode'
import type { JobContext } from '../core/domain/job'
import { publishedNetwork } from '../core/domain/model'
import { createRandom } from '../core/domain/random'
import type { SelectionReport, SelectionRequest, SelectionResult, TrainingPlan } from '../core/domain/training'
import { checkSites, checkTrials } from '../core/selection/checks'
import { defaultTraining } from '../core/selection/schedule'
import type { SelectionTask } from '../core/selection/selectionTask'
import { defaultCrops, defaultPipeline } from '../core/signal/defaults'
import type { Study } from '../store/study'
import { buildDataset, type Dataset } from './dataset'
import { candidatesOf, trialsOf, type RunTrials } from './datasetTrials'
import { learnDecoder } from './learnDecoder'
import { beginLearning, learnSelection, type LearnedHere, type SelectionJobContext } from './learnSelection'
import { judge, toModel } from './selectModel'
import { learningSizes } from './selectSizes'

/**
 * Learns which N electrodes tell the classes apart on a subject: on all runs but the last, which then judges the choice
 * once. Model and result are saved together at the end; after a cancel or a failure the study is as before. With
 * `context.resume` it goes on from a checkpoint of the same request; signals are prepared anew, to the same bits.
 * Throws `selection/…`, `labels/unmapped`, `job/cancelled`, `learner/…`, `disk/…`.
 */
export async function selectElectrodes(
  study: Study,
  request: SelectionRequest,
  context: SelectionJobContext,
): Promise<SelectionResult> {
  const startedAt = performance.now()
  const plan: TrainingPlan = {
    pipeline: defaultPipeline(),
    crops: defaultCrops,
    training: defaultTraining(request.steps),
  }
  const asked = { request, plan, ...check(study, request) }
  const trials = asked.runs.reduce((sum, run) => sum + run.trials.length, 0)
  const begun = await beginLearning(request, learningSizes({ ...asked, trials }), context)
  const dataset = await prepare(study, asked, context).catch((thrown) => {
    begun.learning.close()
    throw thrown
  })
  const task = toTask(dataset, request, plan)
  const found = await learnSelection(task, { dataset, request, ...begun }, context)
  if (context.cancellation.requested) throw new AppError({ code: 'job/cancelled', message: 'Learning was cancelled.' })
  const { pipeline } = plan
  const kind = request.decoder ?? 'network'
  const decoder = await learnDecoder(task, found.learned, { kind, pipeline, cancellation: context.cancellation })
  const model = toModel({ request, plan, dataset, decoder, ...found })
  const judged = judge(model, dataset, found.learned)
  const seconds = (performance.now() - startedAt) / 1000
  const result = toResult(judged, { ...found, request, seconds })
  study.selections.save(request, result, judged)
  return result
}

interface Asked {
  readonly request: SelectionRequest
  readonly plan: TrainingPlan
  readonly runs: readonly RunTrials[]
  readonly candidates: readonly ElectrodeName[]
}

/** Everything that can be refused is refused here, before anything takes time. */
function check(study: Study, request: SelectionRequest): Pick<Asked, 'runs' | 'candidates'> {
  const runs = trialsOf(study, request.recordingIds, request.classes)
  const stranger = runs.find(({ recording }) => recording.subject !== request.subject)
  if (stranger) throw otherSubject(stranger.recording.subject, request.subject)
  const candidates = candidatesOf(study, runs, request)
  checkSites({ ...request, candidates })
  return { runs, candidates }
}

async function prepare(
  study: Study,
  { request, plan, runs, candidates }: Asked,
  context: JobContext<SelectionReport>,
): Promise<Dataset> {
  const dataset = await buildDataset(study, { ...plan, runs, candidates, classes: request.classes }, context)
  checkTrials(classesOf(dataset, request), request.classes.length)
  if (dataset.heldOut.trials.length === 0) throw nothingToJudge()
  const judged = new Set(dataset.heldOut.trials.map(({ classId }) => classId))
  const unjudged = request.classes.filter((classId) => !judged.has(classId))
  if (unjudged.length > 0)
    throw cannotJudge(
      dataset.heldOut.recordings.map(({ run }) => run),
      unjudged,
    )
  return dataset
}

const classesOf = ({ training }: Dataset, { classes }: SelectionRequest): Int32Array =>
  Int32Array.from(training.trials, ({ classId }) => classes.indexOf(classId))

function toTask(dataset: Dataset, request: SelectionRequest, { training }: TrainingPlan): SelectionTask {
  const { crops } = dataset.training
  const classOfTrial = classesOf(dataset, request)
  // Among the training trials only: the held-out run keeps its true labels, so a control lands at chance.
  if (request.shuffleLabels) {
    classOfTrial.set(
      createRandom(request.seed)
        .fork('shuffle-labels')
        .shuffle([...classOfTrial]),
    )
  }
  return {
    candidates: dataset.candidates,
    keep: request.keep,
    electrodes: request.electrodes,
    examples: crops.examples,
    trialOfExample: crops.trialIndex,
    classOfTrial,
    classes: request.classes.length,
    network: publishedNetwork,
    training,
    seed: request.seed,
  }
}

interface Outcome extends Pick<LearnedHere, 'learned' | 'report'> {
  readonly request: SelectionRequest
  readonly seconds: number
}

function toResult(model: ReturnType<typeof judge>, { learned, request, report, seconds }: Outcome): SelectionResult {
  return {
    modelId: model.id,
    subject: request.subject,
    electrodes: model.electrodes,
    classes: request.classes,
    accuracy: model.provenance.accuracy,
    confusion: model.provenance.confusion,
    medianEntropy: learned.medianEntropy,
    converged: learned.converged,
    duplicatesReplaced: learned.duplicatesReplaced,
    stages: learned.stages,
    decoder: model.decoder.kind,
    ...(model.provenance.control && { control: model.provenance.control }),
    heldOutRuns: report.heldOutRuns,
    backend: learned.backend,
    seconds,
    seed: request.seed,
    report,
  }
}

const otherSubject = (found: string, wanted: string): AppError =>
  new AppError({
    code: 'selection/conflict',
    message: `Electrodes are chosen for ${wanted}, but a chosen recording is of ${found}`,
    hint: 'Choose recordings of one subject.',
    values: { found, wanted },
  })

const nothingToJudge = (): AppError =>
  new AppError({
    code: 'selection/too-few-trials',
    message: 'No trial of the last run has its whole signal, so nothing could judge the choice',
    hint: 'Leave out the last run, or import it again if it was cut.',
  })

/** An accuracy over four classes on a run with two of them would be held against the wrong chance. */
const cannotJudge = (runs: readonly string[], classes: readonly string[]): AppError =>
  new AppError({
    code: 'selection/held-out-classes',
    message: `The held-out run ${runs.join(' ')} has no trial of ${classes.join(', ')}, so it cannot judge a choice among all classes`,
    hint: 'Choose runs of one task, or fewer classes.',
    values: { runs: runs.join(' '), classes: classes.join(', ') },
  })
