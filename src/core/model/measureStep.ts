import { yardstick } from '../domain/backend'
import { AppError } from '../domain/error'
import type { Cancellation } from '../domain/job'
import { publishedNetwork } from '../domain/model'
import { createRandom, type Random } from '../domain/random'
import type { Examples } from '../domain/examples'
import type { Learner, LearnerBatch, LearnerFactory, LearnerSpec, StepSettings } from './learner'
import { initialParameters } from './parameters'

export interface Stopwatch {
  /** Milliseconds from an arbitrary start. */
  now(): number
  /** Lets waiting events run; awaited after every step. */
  pause(): Promise<void>
  readonly cancellation: Cancellation
}

/** How long the steps are measured, milliseconds. */
const measuredMs = 1000
/** Not counted: a backend transforms its examples, compiles and allocates in its first steps. */
const warmUpSteps = 2
/** A warm-up this long is no longer one: the backend is as slow as that. */
const warmUpMs = 3000

const windowsPerTrial = 4
const trials = 32
const hop = 40

/** Milliseconds of one training step of the yardstick, the median over about a second of real steps.
 *  Throws `job/cancelled` within one step of the request, and what the learner throws. */
export async function measureStep({ create }: Pick<LearnerFactory, 'create'>, stopwatch: Stopwatch): Promise<number> {
  const learner = await create(yardstickSpec)
  try {
    await learner.load(initialParameters(yardstickSpec, createRandom(1)))
    return await medianStep(learner, stopwatch)
  } finally {
    await learner.dispose()
  }
}

async function medianStep(learner: Learner, { now, pause, cancellation }: Stopwatch): Promise<number> {
  const examples = yardstickExamples(createRandom(2))
  const startedMs = now()
  let measuringMs = Infinity
  const times: number[] = []
  for (let step = 0; times.length === 0 || now() - measuringMs < measuredMs; step++) {
    if (cancellation.requested) throw new AppError({ code: 'job/cancelled', message: 'Measuring was cancelled.' })
    const before = now()
    await learner.step(yardstickBatch(examples, step), settings)
    if (measuringMs < Infinity) times.push(now() - before)
    else if (step + 1 >= warmUpSteps || now() - startedMs > warmUpMs) measuringMs = now()
    await pause()
  }
  times.sort((a, b) => a - b)
  return times[times.length >> 1]!
}

const { channels, neurons, samples, classes, batch } = yardstick

const yardstickSpec: LearnerSpec = { network: publishedNetwork, mode: 'select', channels, neurons, samples, classes }

const settings: StepSettings = {
  temperature: 2,
  threshold: 2,
  penaltyWeight: 1,
  weightDecay: 5e-4,
  learningRate: 1e-3,
  alphaRate: 0.1,
}

/** Windows of noise that overlap as those of a trial do. */
function yardstickExamples(random: Random): Examples {
  const length = samples + (windowsPerTrial - 1) * hop
  const count = trials * windowsPerTrial
  return {
    count,
    channels,
    samples,
    signals: Array.from({ length: trials }, () =>
      Float32Array.from({ length: channels * length }, () => 2 * random.next() - 1),
    ),
    signalOf: Int32Array.from({ length: count }, (_, i) => Math.floor(i / windowsPerTrial)),
    startOf: Int32Array.from({ length: count }, (_, i) => (i % windowsPerTrial) * hop),
  }
}

function yardstickBatch(examples: Examples, step: number): LearnerBatch {
  const indices = Int32Array.from({ length: batch }, (_, i) => (step * batch + i) % examples.count)
  return { examples, indices, labels: indices.map((i) => i % classes), noise: { kind: 'seeded', seed: 1, step } }
}
