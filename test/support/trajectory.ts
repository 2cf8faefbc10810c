import { separateExamples } from '../../src/core/domain/examples'
import { publishedNetwork } from '../../src/core/domain/model'
import { createRandom } from '../../src/core/domain/random'
import type { Learner, LearnerBatch, LearnerFactory, LearnerSpec } from '../../src/core/model/learner'
import { initialParameters } from '../../src/core/model/parameters'

/** What a short training shows of a backend, as plain data. */
export interface Trajectory {
  readonly losses: readonly number[]
  /** The second half again, from a snapshot in the middle, in another learner. */
  readonly resumed: readonly number[]
  readonly alpha: readonly number[]
  /** Mean and variance of filters and maps, one after the other. */
  readonly statistics: readonly number[]
  readonly logits: readonly number[]
}

const spec: LearnerSpec = {
  network: publishedNetwork,
  mode: 'select',
  channels: 6,
  neurons: 3,
  samples: 150,
  classes: 2,
}
const [trials, batch] = [12, 8]

/** A seeded training of some steps on noise in which one channel tells the classes apart. */
export async function trajectoryOf(factory: LearnerFactory, steps: number): Promise<Trajectory> {
  const learner = await factory.create(spec)
  await learner.load(initialParameters(spec, createRandom(3)))
  const half = steps >> 1
  const first = await train(learner, 0, half)
  const snapshot = await learner.snapshot()
  const second = await train(learner, half, steps)
  const indices = Int32Array.from(examples.signalOf)
  const { bn1Mean, bn1Var, bn2Mean, bn2Var } = await learner.recomputeStatistics(examples, indices)
  const logits = await learner.evaluate(examples, indices)
  const alpha = (await learner.parameters())['alpha']!
  await learner.dispose()
  const again = await factory.create(spec)
  await again.restore(snapshot)
  const resumed = await train(again, half, steps)
  await again.dispose()
  return {
    losses: [...first, ...second],
    resumed,
    alpha: [...alpha],
    statistics: [...bn1Mean, ...bn1Var, ...bn2Mean, ...bn2Var],
    logits: [...logits],
  }
}

async function train(learner: Learner, from: number, to: number): Promise<number[]> {
  const losses: number[] = []
  for (let step = from; step < to; step++) losses.push((await learner.step(batchOf(step), settings)).loss)
  return losses
}

const settings = {
  temperature: 2,
  threshold: 1.5,
  penaltyWeight: 0.1,
  weightDecay: 1e-4,
  learningRate: 1e-3,
  alphaRate: 1e-2,
}

const examples = noisyTrials()

function noisyTrials() {
  const random = createRandom(11)
  const x = new Float32Array(trials * spec.channels * spec.samples)
  for (let i = 0; i < x.length; i++) {
    const row = Math.floor(i / spec.samples)
    const strong = row % spec.channels === 2 && Math.floor(row / spec.channels) % 2 === 1
    x[i] = random.normal() * (strong ? 2 : 1) + 0.3
  }
  return separateExamples(x, spec.channels, spec.samples)
}

function batchOf(step: number): LearnerBatch {
  const indices = Int32Array.from({ length: batch }, (_, i) => (step * 5 + i) % trials)
  return { examples, indices, labels: indices.map((index) => index % 2), noise: { kind: 'seeded', seed: 5, step } }
}
