import { separateExamples } from '../../../src/core/domain/examples'
import { publishedNetwork, type Parameters } from '../../../src/core/domain/model'
import { createRandom } from '../../../src/core/domain/random'
import type { Learner, LearnerSpec, StepSettings } from '../../../src/core/model/learner'
import { initialParameters } from '../../../src/core/model/parameters'
import { createBatchSource, type BatchSource } from '../../../src/core/selection/batches'
import { defaultTraining, temperatureAt, thresholdAt } from '../../../src/core/selection/schedule'
import { adamStep, freshAdam } from './adam'
import { createReference } from './network'
import { largest, toReferenceBatch, toTensors, type Tensors } from './tensors'

/** A training as the product makes one: its batch source, its schedules, its start. */
export interface Course {
  readonly spec: LearnerSpec
  readonly start: Parameters
  readonly batches: BatchSource
  readonly settingsAt: (step: number) => StepSettings
  readonly steps: number
}

export interface Trajectory {
  /** Before each step. */
  readonly crossEntropy: readonly number[]
  /** After each step, `[channel, neuron]`. */
  readonly alpha: readonly ArrayLike<number>[]
  readonly end: Tensors
}

/** Three classes, each with a rhythm on a channel of its own, in noise with an offset. */
export function courseOf(seed: number, steps: number): Course {
  const random = createRandom(seed)
  const spec: LearnerSpec = {
    ...{ network: publishedNetwork, mode: 'select', channels: 9, neurons: 3, samples: 165, classes: 3 },
  }
  const labels = Int32Array.from({ length: 42 }, (_, i) => i % spec.classes)
  const x = new Float32Array(labels.length * spec.channels * spec.samples)
  for (let row = 0; row < labels.length * spec.channels; row++) {
    const strong = row % spec.channels === 3 * labels[Math.floor(row / spec.channels)]!
    const phase = 2 * Math.PI * random.next()
    for (let t = 0; t < spec.samples; t++) {
      const rhythm = (strong ? 1.4 : 0.3) * Math.sin(0.31 * t + phase)
      x[row * spec.samples + t] = 0.3 + random.normal() + rhythm
    }
  }
  const examples = separateExamples(x, spec.channels, spec.samples)
  const material = { examples, indices: labels.map((_, i) => i), labels, size: 16 }
  const training = defaultTraining(4 * steps)
  return {
    spec,
    start: initialParameters(spec, random.fork('weights')),
    batches: createBatchSource(material, random.fork('joint')),
    settingsAt: (step) => ({
      ...training,
      temperature: temperatureAt(training, step),
      threshold: thresholdAt(training, step),
    }),
    steps,
  }
}

/** The course in float64. `disturbance`: every gradient is off by up to this share of its tensor's largest, at random. */
export function referenceTrajectory(course: Course, disturbance = 0): Trajectory {
  const { spec, batches, settingsAt } = course
  const reference = createReference(spec, 'algebra')
  const random = createRandom(99)
  const crossEntropy: number[] = []
  const alpha: Float64Array[] = []
  let state = freshAdam(toTensors(course.start))
  for (let step = 0; step < course.steps; step++) {
    const settings = settingsAt(step)
    const result = reference.gradients(state.parameters, toReferenceBatch(spec, batches.at(step)), settings)
    const gradients = Object.entries(result.gradients).map(([name, values]) => {
      const reach = disturbance * largest(values)
      return [name, values.map((value) => value + reach * (2 * random.next() - 1))]
    })
    state = adamStep(state, Object.fromEntries(gradients) as Tensors, settings)
    crossEntropy.push(result.crossEntropy)
    alpha.push(state.parameters['alpha']!)
  }
  return { crossEntropy, alpha, end: state.parameters }
}

export async function learnerTrajectory(course: Course, learner: Learner): Promise<Trajectory> {
  const crossEntropy: number[] = []
  const alpha: Float32Array[] = []
  await learner.load(course.start)
  for (let step = 0; step < course.steps; step++) {
    const result = await learner.step(course.batches.at(step), course.settingsAt(step))
    crossEntropy.push(result.crossEntropy)
    alpha.push(result.alpha!)
  }
  return { crossEntropy, alpha, end: toTensors(await learner.parameters()) }
}
