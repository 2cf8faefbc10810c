import { createEngineLearner } from '../../src/core/engine/engineLearner'
import type { EnginePlan } from '../../src/core/engine/layout'
import { separateExamples, type Examples } from '../../src/core/domain/examples'
import { publishedNetwork } from '../../src/core/domain/model'
import { createRandom } from '../../src/core/domain/random'
import type { Learner, LearnerSpec } from '../../src/core/model/learner'
import { initialParameters } from '../../src/core/model/parameters'
import { createBatchSource } from '../../src/core/selection/batches'
import { defaultTraining } from '../../src/core/selection/schedule'
import { createWorkerCrew } from '../../src/jobs/learning/engineCrew'
import { memoryLimit } from '../../src/jobs/learning/memoryLimit'

export interface StepCase {
  readonly mode: 'select' | 'fixed'
  readonly channels: number
  readonly neurons: number
  readonly samples: number
  readonly batch: number
  readonly trials: number
  readonly threads: number
}

export const specOf = ({ mode, channels, neurons, samples }: StepCase): LearnerSpec => ({
  ...{ network: publishedNetwork, mode, channels, neurons, samples, classes: 4 },
})

/** White noise; what a step costs does not depend on the values. */
export function noiseExamples(count: number, channels: number, samples: number): Examples {
  const random = createRandom(7)
  const x = new Float32Array(count * channels * samples)
  // One draw for each sample would take longer than all that is measured: a table of draws in odd strides does.
  const table = Float32Array.from({ length: 65_537 }, () => random.normal())
  for (let i = 0; i < x.length; i++) x[i] = table[(i * 40_503) % table.length]!
  return separateExamples(x, channels, samples)
}

export interface PreparedStep {
  readonly learner: Learner
  /** The next batch: new trials, new noise. */
  step(): Promise<unknown>
}

/** A learner of our engine with everything in place for its first step. */
export async function prepareStep(wanted: StepCase, examples?: Examples): Promise<PreparedStep> {
  const spec = specOf(wanted)
  const host = {
    createCrew: createWorkerCrew<EnginePlan>({ threads: wanted.threads }),
    memoryLimitBytes: memoryLimit(),
  }
  const learner = await createEngineLearner(spec, host)
  await learner.load(initialParameters(spec, createRandom(1)))
  const all = examples ?? noiseExamples(wanted.trials, wanted.channels, wanted.samples)
  return { learner, step: stepsOn(learner, all, wanted.batch) }
}

/** Steps over shuffled batches with seeded noise, as a training makes them. */
export function stepsOn(learner: Learner, examples: Examples, batch: number): () => Promise<unknown> {
  const indices = Int32Array.from({ length: examples.count }, (_, i) => i)
  const material = { examples, indices, labels: indices.map((i) => i % 4), size: batch }
  const batches = createBatchSource(material, createRandom(2))
  const settings = { ...defaultTraining(400), temperature: 1, threshold: 2 }
  let step = 0
  return () => learner.step(batches.at(step++), settings)
}

/** Minimum and median of the steps that fit into about `seconds`, milliseconds, after a warm-up. */
export async function timeSteps({ step }: PreparedStep, seconds: number): Promise<{ min: number; median: number }> {
  for (let i = 0; i < 8; i++) await step()
  const times: number[] = []
  const began = performance.now()
  while (times.length < 10 || performance.now() - began < 1000 * seconds) {
    const start = performance.now()
    await step()
    times.push(performance.now() - start)
  }
  times.sort((a, b) => a - b)
  return { min: times[0]!, median: times[times.length >> 1]! }
}
