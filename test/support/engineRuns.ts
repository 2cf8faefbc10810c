import { createHash } from 'node:crypto'
import type { EngineHost } from '../../src/core/engine/engineLearner'
import { createEngineLearner } from '../../src/core/engine/engineLearner'
import { engineOrder, type CreateCrew, type EngineOrder } from '../../src/core/engine/crew'
import type { EnginePlan } from '../../src/core/engine/layout'
import { separateExamples } from '../../src/core/domain/examples'
import { publishedNetwork } from '../../src/core/domain/model'
import { createRandom } from '../../src/core/domain/random'
import type { Learner, LearnerBatch, LearnerSpec, StepSettings } from '../../src/core/model/learner'
import { initialParameters } from '../../src/core/model/parameters'
import { caseOf, type CaseSizes } from './reference/cases'

/** No size is a multiple of four, and the trials are no multiple of the threads. */
export const engineSizes: CaseSizes = { channels: 22, neurons: 5, samples: 337, classes: 3, batch: 37 }
/** Room for the largest step. */
export const largeMemory = { memoryLimitBytes: 4e9 }

const settings: StepSettings = {
  ...{ temperature: 0.7, threshold: 0.8, penaltyWeight: 1, weightDecay: 5e-4 },
  ...{ learningRate: 1e-3, alphaRate: 1e-2 },
}

/** Hash of all bytes that a learner gives and keeps: gradients, ten steps with their losses, statistics, an evaluation. */
export async function learnedBytes(host: EngineHost, sizes: CaseSizes): Promise<string> {
  const { spec, parameters, batch } = caseOf(sizes, 21)
  const hash = createHash('sha256')
  const learner = await createEngineLearner(spec, host)
  try {
    await learner.load(parameters)
    addTo(hash, await learner.gradients(batch, settings))
    for (let step = 1; step <= 10; step++) {
      addTo(hash, await learner.step({ ...batch, noise: { kind: 'seeded', seed: 5, step } }, settings))
    }
    const all = Int32Array.from({ length: batch.examples.count }, (_, i) => i)
    addTo(hash, await learner.recomputeStatistics(batch.examples, all))
    addTo(hash, await learner.evaluate(batch.examples, all))
    addTo(hash, await learner.snapshot())
  } finally {
    await learner.dispose()
  }
  return hash.digest('hex')
}

function addTo(hash: ReturnType<typeof createHash>, value: unknown): void {
  if (ArrayBuffer.isView(value)) hash.update(new Uint8Array(value.buffer, value.byteOffset, value.byteLength))
  else if (typeof value === 'object' && value !== null) {
    for (const [key, part] of Object.entries(value)) addTo(hash.update(key), part)
  } else hash.update(String(value))
}

const largeSpec: LearnerSpec = {
  network: publishedNetwork,
  mode: 'select',
  channels: 256,
  neurons: 32,
  samples: 4096,
  classes: 4,
}

/** The largest step there is: 256 channels, 4096 samples, 256 trials, whose windows overlap to save memory. */
function largeBatch(): LearnerBatch {
  const random = createRandom(9)
  const { channels, samples } = largeSpec
  const signal = Float32Array.from({ length: channels * (samples + 256) }, () => random.next() - 0.5)
  const trials = Int32Array.from({ length: 256 }, (_, i) => i)
  return {
    examples: {
      ...separateExamples(signal, channels, samples + 256),
      count: 256,
      samples,
      signalOf: new Int32Array(256),
      startOf: trials,
    },
    indices: trials,
    labels: trials.map((trial) => trial % 4),
    noise: { kind: 'seeded', seed: 1, step: 1 },
  }
}

export interface Interrupted {
  /** What the step was rejected with. */
  readonly error: unknown
  /** From the interruption to the rejection, milliseconds. */
  readonly ms: number
  readonly learner: Learner
}

/** How long the largest step runs before it is interrupted; it takes seconds. */
const interruptAfterMs = 150

/** Begins the largest step and calls `interrupt` while its order runs. */
export async function interruptLargeStep(host: EngineHost, interrupt: () => void): Promise<Interrupted> {
  let interruptedAt = 0
  const atStep = (order: EngineOrder): void => {
    if (order !== engineOrder.step) return
    setTimeout(() => {
      interruptedAt = performance.now()
      interrupt()
    }, interruptAfterMs)
  }
  const learner = await createEngineLearner(largeSpec, { ...host, createCrew: telling(host.createCrew, atStep) })
  await learner.load(initialParameters(largeSpec, createRandom(3)))
  const error: unknown = await learner.step(largeBatch(), settings).then(
    () => null,
    (thrown: unknown) => thrown,
  )
  return { error, ms: interruptedAt === 0 ? Infinity : performance.now() - interruptedAt, learner }
}

/** Crews that tell of each order before it runs. */
const telling =
  (create: CreateCrew<EnginePlan>, tell: (order: EngineOrder) => void): CreateCrew<EnginePlan> =>
  async (parts) => {
    const crew = await create(parts)
    return {
      description: crew.description,
      run(order) {
        tell(order)
        return crew.run(order)
      },
      dispose: () => crew.dispose(),
    }
  }
