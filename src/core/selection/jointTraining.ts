import type { Parameters } from '../domain/model'
import type { Random } from '../domain/random'
import { initialParameters } from '../model/parameters'
import type { Learner, LearnerFactory, LearnerSpec } from '../model/learner'
import { selectionProbabilities } from '../model/selectionLayer'
import { createBatchSource } from './batches'
import { createEarlyStopping } from './earlyStopping'
import { convergedEntropy } from './entropy'
import type { Checkpoints } from './checkpoint'
import type { LearningLog } from './learningLog'
import { hasCooled, temperatureAt, thresholdAt } from './schedule'
import type { SelectionTask, TaskSizes } from './selectionTask'
import type { Split } from './split'
import type { Validation } from './validation'

export const validateEvery = 10

/** Logit of a kept site on its neuron: at every temperature its probability is exactly 1 and its gradient exactly 0. */
const certain = 1e4

export interface Course {
  readonly task: SelectionTask
  readonly split: Split
  readonly validation: Validation
  readonly log: LearningLog
  readonly random: Random
  readonly checkpoints: Checkpoints
}

export interface JointResult {
  readonly parameters: Parameters
  /** `[neuron][candidate]` */
  readonly probabilities: readonly (readonly number[])[]
  /** Of that state, nats; of the last validation where it never converged. */
  readonly validationLoss: number
}

/** Learns the selection and the network together. Once the temperature is down and the selection has converged it ends as soon as
 *  validation gains no more, and gives the state with the least validation loss since then; else it runs to its last step, and
 *  gives that. */
export async function trainJointly(course: Course, factory: LearnerFactory): Promise<JointResult> {
  const spec = selectSpec(course.task)
  const learner = await factory.create(spec)
  try {
    return await train(course, learner)
  } finally {
    await learner.dispose()
  }
}

async function train(course: Course, learner: Learner): Promise<JointResult> {
  const { task, split, validation, log, random, checkpoints } = course
  const { training, examples } = task
  const from = checkpoints.choosing
  if (from) await learner.restore(from.learner)
  else await learner.load(keepSites(initialParameters(learner.spec, random.fork('weights')), task))
  const material = { examples, indices: split.training, labels: split.labels, size: training.batch }
  const batches = createBatchSource(material, random.fork('joint'))
  const stopping = createEarlyStopping(from?.stopping)
  for (let step = from?.step ?? 0; step < training.steps && !stopping.reached; step++) {
    log.check()
    const batch = batches.at(step)
    const result = await learner.step(batch, {
      ...training,
      temperature: temperatureAt(training, step),
      threshold: thresholdAt(training, step),
    })
    const probabilities = toRows(result.alpha!, learner.spec)
    const totalSteps = training.steps + training.fineTuneSteps
    log.show({ probabilities, stage: 'selecting', totalSteps }, task.keep.length)
    const due = (step + 1) % validateEvery === 0 || step + 1 === training.steps
    const judgement = due ? await validation.judge(learner, examples) : null
    const chosen = hasCooled(training, step) && log.medianEntropy <= convergedEntropy
    if (judgement && chosen) stopping.offer(judgement.loss, await learner.parameters())
    await log.note({ ...result, trials: batch.labels.length }, judgement)
    await checkpoints.offer(learner, { step: step + 1, stopping: stopping.state, choice: null })
  }
  const parameters = stopping.best ?? (await learner.parameters())
  const validationLoss = stopping.best ? stopping.state.bestLoss : (log.points.at(-1)?.validationLoss ?? Infinity)
  return { parameters, probabilities: toRows(parameters['alpha']!, learner.spec), validationLoss }
}

/** The learner that chooses. */
export const selectSpec = (task: TaskSizes): LearnerSpec => ({
  network: task.network,
  mode: 'select',
  channels: task.candidates.length,
  neurons: task.electrodes,
  samples: task.examples.samples,
  classes: task.classes,
})

/** The first neurons are certain of the kept sites, and no other neuron can choose them. */
function keepSites(parameters: Parameters, task: SelectionTask): Parameters {
  const alpha = parameters['alpha']!.slice()
  task.keep.forEach((site, kept) => {
    const row = task.candidates.indexOf(site) * task.electrodes
    for (let neuron = 0; neuron < task.electrodes; neuron++) alpha[row + neuron] = neuron === kept ? certain : -certain
  })
  return { ...parameters, alpha }
}

function toRows(alpha: Float32Array, spec: LearnerSpec): number[][] {
  const flat = selectionProbabilities(alpha, spec)
  return Array.from({ length: spec.neurons }, (_, neuron) =>
    Array.from(flat.subarray(neuron * spec.channels, (neuron + 1) * spec.channels)),
  )
}
