import { describe, expect, it } from 'vitest'
import { createRandom } from '../domain/random'
import { separateExamples } from '../domain/examples'
import { publishedNetwork } from '../domain/model'
import type { LearnerSpec } from '../model/learner'
import { initialParameters } from '../model/parameters'
import { createEngineLearner, engineDemand, type EngineHost } from './engineLearner'
import { createInlineCrew } from './inlineCrew'
import { planEngine } from './layout'
import { predictMemory } from './memory'

const megabyte = 2 ** 20
const spec: LearnerSpec = {
  network: publishedNetwork,
  mode: 'select',
  channels: 8,
  neurons: 3,
  samples: 200,
  classes: 2,
}
const hostWith = (memoryLimitBytes: number, sizes: number[] = []): EngineHost => ({
  memoryLimitBytes,
  createCrew: async (parts) => {
    const crew = await createInlineCrew()(parts)
    return {
      ...crew,
      async run(order) {
        await crew.run(order)
        sizes.push(parts.memory.buffer.byteLength)
      },
    }
  },
})
const examples = (count: number) => {
  const random = createRandom(4)
  return separateExamples(
    Float32Array.from({ length: count * spec.channels * spec.samples }, () => random.normal()),
    spec.channels,
    spec.samples,
  )
}
const objective = { temperature: 1, threshold: 1, penaltyWeight: 0, weightDecay: 0 }
const settings = { ...objective, learningRate: 1e-3, alphaRate: 1e-2 }

describe('memory of the engine', () => {
  it('is predicted, and what is taken stays below the prediction and the limit', async () => {
    const sizes: number[] = []
    const predicted = predictMemory(spec, { batch: 64, examples: 300, limitBytes: 1024 * megabyte })
    const learner = await createEngineLearner(spec, hostWith(1024 * megabyte, sizes))
    await learner.load(initialParameters(spec, createRandom(1)))
    const all = examples(300)
    for (let step = 0; step < 5; step++) {
      const indices = Int32Array.from({ length: 60 }, (_, i) => step * 60 + i)
      const labels = indices.map((i) => i % 2)
      await learner.step({ examples: all, indices, labels, noise: { kind: 'seeded', seed: 1, step } }, settings)
    }
    // It grows by 16 MB at a time.
    expect(sizes.at(-1)).toBeLessThanOrEqual(predicted.total + 17 * megabyte)
    expect(sizes.at(-1)).toBeGreaterThan(predicted.total - 17 * megabyte)
  })

  it('keeps no more examples than the limit has room for', () => {
    const { fixed } = predictMemory(spec, { batch: 64, examples: 1e6, limitBytes: 1024 * megabyte })
    const { kept, total } = predictMemory(spec, { batch: 64, examples: 1e6, limitBytes: fixed + 5 * megabyte })
    expect(kept).toBe(5 * megabyte)
    expect(total).toBe(fixed + 5 * megabyte)
  })

  it('lets 10,000 trials of 64 × 640 samples train within 4 GB, their raw signals included', () => {
    const pool: LearnerSpec = { ...spec, channels: 64, neurons: 8, samples: 640, classes: 4 }
    const { total } = predictMemory(pool, { batch: 64, examples: 10_000, limitBytes: 2048 * megabyte })
    expect(total + 10_000 * 64 * 640 * 4).toBeLessThan(4096 * megabyte)
  })

  it('makes smaller batches possible where the usual ones do not fit, and refuses the rest before taking anything', async () => {
    const limit = planEngine(spec, 16).fixedBytes
    const learner = await createEngineLearner(spec, hostWith(limit))
    await learner.load(initialParameters(spec, createRandom(1)))
    const batchOf = (size: number) => {
      const indices = Int32Array.from({ length: size }, (_, i) => i)
      const labels = indices.map((i) => i % 2)
      return { examples: examples(size), indices, labels, noise: { kind: 'seeded', seed: 1, step: 0 } as const }
    }
    await expect(learner.gradients(batchOf(16), objective)).resolves.toBeDefined()
    await expect(learner.gradients(batchOf(17), objective)).rejects.toMatchObject({ code: 'learner/memory' })
    // What was learned is still there.
    await expect(learner.gradients(batchOf(16), objective)).resolves.toBeDefined()
  })

  it('is known before anything is prepared, and what will not fit is refused then as it would be later', async () => {
    const plenty = { batch: 64, examples: 300, limitBytes: 1024 * megabyte }
    expect(engineDemand(spec, plenty)).toEqual(predictMemory(spec, plenty))
    expect(() => engineDemand(spec, { ...plenty, limitBytes: 2 * megabyte })).toThrow(
      /^A batch of 64 needs \d+ MB, allowed are 2 MB/,
    )
    expect(() => engineDemand({ ...spec, channels: 300 }, plenty)).toThrow(/300 channels, and it can do 1 to 256/)
    expect(() => engineDemand(spec, { ...plenty, batch: 300 })).toThrow(/a batch of 300/)
  })

  it('is refused with the prediction and the limit when not even four trials fit', async () => {
    const refusal = createEngineLearner(spec, hostWith(megabyte))
    await expect(refusal).rejects.toMatchObject({ code: 'learner/memory', data: { values: { limit: 1 } } })
  })
})

describe('sizes that the engine refuses', () => {
  const network = publishedNetwork
  it.each<[string, Partial<LearnerSpec>]>([
    ['300 channels', { channels: 300 }],
    ['65 neurons', { neurons: 65 }],
    ['1 classes', { classes: 1 }],
    ['9 classes', { classes: 9 }],
    ['99 samples', { samples: 99 }],
    ['5000 samples', { samples: 5000 }],
    ['0 pooled windows', { samples: 100, network: { ...network, poolLength: 101 } }],
  ])('%s, naming a backend that can', async (what, part) => {
    const refusal = createEngineLearner({ ...spec, ...part }, hostWith(1024 * megabyte))
    await expect(refusal).rejects.toMatchObject({
      code: 'learner/unsupported',
      data: { message: expect.stringContaining(what) as string, values: { backend: 'cpu', other: 'wasm' } },
    })
  })

  it('batches of more than 256 trials', async () => {
    const learner = await createEngineLearner(spec, hostWith(1024 * megabyte))
    const indices = new Int32Array(257)
    const batch = {
      examples: examples(1),
      indices,
      labels: indices,
      noise: { kind: 'seeded', seed: 1, step: 0 },
    } as const
    await expect(learner.gradients(batch, objective)).rejects.toMatchObject({ code: 'learner/unsupported' })
  })
})
