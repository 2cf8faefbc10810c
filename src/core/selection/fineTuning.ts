import type { BatchStatistics, Parameters } from '../domain/model'
import { initialParameters } from '../model/parameters'
import { pickExamples, type Examples } from '../domain/examples'
import type { Learner, LearnerFactory, LearnerSpec } from '../model/learner'
import { createBatchSource } from './batches'
import type { Choice } from './checkpoint'
import { createEarlyStopping } from './earlyStopping'
import { validateEvery, type Course } from './jointTraining'
import type { TaskSizes } from './selectionTask'

export interface FineTuning {
  /** Candidate of each neuron. */
  readonly channels: readonly number[]
  readonly probabilities: readonly (readonly number[])[]
  /** Weights to start from; `null`: fresh ones. */
  readonly parameters: Parameters | null
  readonly steps: number
}

export interface TunedNetwork {
  readonly parameters: Parameters
  readonly statistics: BatchStatistics
  /** That were made. */
  readonly tunedSteps: number
}

/** Learns on with the chosen channels only, keeps the state with the least validation loss, and takes exact population
 *  statistics over all crops. */
export async function fineTune(course: Course, factory: LearnerFactory, tuning: Choice): Promise<TunedNetwork> {
  const { task } = course
  const learner = await factory.create(fixedSpec(task))
  try {
    const examples = pickExamples(task.examples, tuning.channels)
    await begin(course, learner, tuning)
    const begunAt = course.log.points.length - (course.checkpoints.tuning?.step ?? 0)
    await learner.load(await train(course, learner, { choice: tuning, examples }))
    const all = Int32Array.from({ length: examples.count }, (_, crop) => crop)
    const statistics = await learner.recomputeStatistics(examples, all)
    const tunedSteps = course.log.points.length - begunAt
    return { statistics, parameters: await learner.parameters(), tunedSteps }
  } finally {
    await learner.dispose()
  }
}

function begin({ checkpoints, random }: Course, learner: Learner, { parameters }: FineTuning): Promise<void> {
  if (checkpoints.tuning) return learner.restore(checkpoints.tuning.learner)
  return learner.load(parameters ?? initialParameters(learner.spec, random.fork('weights')))
}

async function train(
  { task, split, validation, log, random, checkpoints }: Course,
  learner: Learner,
  { examples, choice }: { examples: Examples; choice: Choice },
): Promise<Parameters> {
  const { training } = task
  const { steps, probabilities } = choice
  const from = checkpoints.tuning
  const begunAt = from?.step ?? 0
  // Where it goes on its weights are the learner's.
  const goesOn = { ...choice, parameters: null }
  const material = { examples, indices: split.training, labels: split.labels, size: training.batch }
  const batches = createBatchSource(material, random.fork('fine-tuning'))
  const stopping = createEarlyStopping(from?.stopping)
  log.show({ probabilities, stage: 'fine-tuning', totalSteps: log.points.length - begunAt + steps }, task.keep.length)
  for (let step = begunAt; step < steps && !stopping.reached; step++) {
    log.check()
    const batch = batches.at(step)
    const result = await learner.step(batch, { ...training, temperature: 1, threshold: Infinity })
    const due = (step + 1) % validateEvery === 0 || step + 1 === steps
    const judgement = due ? await validation.judge(learner, examples) : null
    if (judgement) stopping.offer(judgement.loss, await learner.parameters())
    await log.note({ ...result, trials: batch.labels.length }, judgement)
    await checkpoints.offer(learner, { step: step + 1, stopping: stopping.state, choice: goesOn })
  }
  return stopping.best ?? (await learner.parameters())
}

/** The learner on electrodes that are chosen. */
export const fixedSpec = (task: TaskSizes): LearnerSpec => ({
  network: task.network,
  mode: 'fixed',
  channels: task.electrodes,
  neurons: task.electrodes,
  samples: task.examples.samples,
  classes: task.classes,
})
