import { beforeAll, describe, expect, it } from 'vitest'
import { separateExamples } from '../../src/core/domain/examples'
import { publishedNetwork, type Parameters } from '../../src/core/domain/model'
import { createRandom, type Random } from '../../src/core/domain/random'
import type { Tf } from '../../src/core/model/front'
import { featureCount, type Learner, type LearnerBatch, type LearnerSpec } from '../../src/core/model/learner'
import { initialParameters } from '../../src/core/model/parameters'
import { relativeError } from '../../src/core/model/selfTest'
import { createTfLearner } from '../../src/core/model/tfLearner'
import { loadWasmBackend } from '../../src/jobs/learning/wasmBackend'

const objective = { temperature: 0.7, threshold: 0.8, penaltyWeight: 1, weightDecay: 5e-4 }
const rates = { learningRate: 1e-3, alphaRate: 0.1 }

const specOf = (mode: 'select' | 'fixed', samples: number): LearnerSpec => ({
  network: publishedNetwork,
  mode,
  channels: mode === 'select' ? 7 : 4,
  neurons: 4,
  samples,
  classes: 3,
})

/** Noise with an offset, so that means and edges matter. */
function batchOf(spec: LearnerSpec, random: Random): LearnerBatch {
  const count = 6
  const array = (size: number, draw: () => number) => Float32Array.from({ length: size }, draw)
  return {
    examples: separateExamples(
      array(count * spec.channels * spec.samples, () => random.normal() + 0.8),
      spec.channels,
      spec.samples,
    ),
    indices: Int32Array.from([5, 0, 3, 2, 4]),
    labels: Int32Array.from([0, 2, 1, 1, 0]),
    noise: {
      kind: 'arrays',
      uniforms:
        spec.mode === 'select' ? array(5 * spec.channels * spec.neurons, () => 0.001 + 0.998 * random.next()) : null,
      dropoutMask: array(5 * featureCount(spec), () => (random.next() < 0.5 ? 0 : 2)),
    },
  }
}

/** Gammas and betas away from 1 and 0. */
function unsettled(parameters: Parameters, random: Random): Parameters {
  const moved = Object.entries(parameters).map(([name, values]) => [
    name,
    values.map((value) => value + (/Gamma|Beta|Bias/.test(name) ? 0.3 * random.normal() : 0)),
  ])
  return Object.fromEntries(moved) as Parameters
}

describe('the collapsed form', () => {
  let tf: Tf
  beforeAll(async () => {
    tf = (await loadWasmBackend()).tf
  })
  const create = async (spec: LearnerSpec, form: 'layered' | 'collapsed', random: Random): Promise<Learner> => {
    const learner = createTfLearner(tf, spec, { backend: 'wasm', form })
    await learner.load(unsettled(initialParameters(spec, random.fork('weights')), random.fork('moved')))
    return learner
  }

  for (const [mode, samples] of [
    ['select', 320],
    ['select', 233],
    ['fixed', 320],
    ['fixed', 76],
  ] as const) {
    it(`gives what the layers give, ${mode} at ${samples} samples with offsets and dropout`, async () => {
      const spec = specOf(mode, samples)
      const batch = batchOf(spec, createRandom(samples))
      const layered = await create(spec, 'layered', createRandom(1))
      const collapsed = await create(spec, 'collapsed', createRandom(1))
      const reference = await layered.gradients(batch, objective)
      const found = await collapsed.gradients(batch, objective)
      expect(relativeError(found.logits, reference.logits)).toBeLessThan(1e-4)
      expect(Math.abs(found.loss - reference.loss)).toBeLessThan(1e-5)
      expect(found.correct).toBe(reference.correct)
      for (const [name, gradient] of Object.entries(reference.gradients)) {
        if (name === 'bn1Beta') for (const slope of found.gradients[name]!) expect(Math.abs(slope)).toBeLessThan(1e-6)
        else expect(relativeError(found.gradients[name]!, gradient), name).toBeLessThan(1e-4)
      }
      await layered.dispose()
      await collapsed.dispose()
    })
  }

  it('evaluates like the layers, with population statistics over several blocks', async () => {
    const spec = specOf('select', 233)
    const random = createRandom(5)
    const x = Float32Array.from({ length: 150 * spec.channels * spec.samples }, (_, i) => random.normal() + (i % 3))
    const examples = separateExamples(x, spec.channels, spec.samples)
    const all = Int32Array.from({ length: 150 }, (_, i) => i)
    const results = []
    for (const form of ['layered', 'collapsed'] as const) {
      const learner = await create(spec, form, createRandom(1))
      const statistics = await learner.recomputeStatistics(examples, all)
      results.push({ statistics, logits: await learner.evaluate(examples, all.subarray(7, 90)) })
      await learner.dispose()
    }
    const [layered, collapsed] = results as [(typeof results)[0], (typeof results)[0]]
    expect(relativeError(collapsed.logits, layered.logits)).toBeLessThan(1e-4)
    for (const [name, values] of Object.entries(layered.statistics)) {
      expect(relativeError(collapsed.statistics[name as 'bn1Mean'], values), name).toBeLessThan(1e-4)
    }
  })

  it('takes the same steps twice, moves the selection at its own rate, and keeps no tensor', async () => {
    const spec = specOf('select', 233)
    const runs = []
    const none = tf.memory().numTensors
    for (let run = 0; run < 2; run++) {
      const learner = await create(spec, 'collapsed', createRandom(1))
      const before = await learner.parameters()
      const random = createRandom(9)
      const tensors = []
      const { examples } = batchOf(spec, random)
      for (let step = 0; step < 5; step++) {
        await learner.step({ ...batchOf(spec, random), examples }, { ...objective, ...rates })
        tensors.push(tf.memory().numTensors)
      }
      expect(new Set(tensors).size).toBe(1)
      const after = await learner.parameters()
      const travel = (name: string) => Math.max(...after[name]!.map((value, i) => Math.abs(value - before[name]![i]!)))
      expect(travel('alpha')).toBeGreaterThan(0.1)
      expect(travel('spatial')).toBeLessThan(0.0051)
      runs.push(after)
      await learner.dispose()
      expect(tf.memory().numTensors).toBe(none)
    }
    expect(runs[1]).toEqual(runs[0])
    expect(tf.memory().numTensors).toBe(0)
  })

  it('goes on from a snapshot to the bit, and leaves frozen parameters where they are', async () => {
    const spec = specOf('select', 233)
    const batch = (step: number): LearnerBatch => batchOf(spec, createRandom(step))
    const settings = { ...objective, ...rates, frozen: ['temporal65', 'bn1Gamma'] }
    const first = await create(spec, 'collapsed', createRandom(1))
    const before = await first.parameters()
    for (let step = 0; step < 3; step++) await first.step(batch(step), settings)
    const second = await create(spec, 'collapsed', createRandom(2))
    await second.restore(await first.snapshot())
    for (let step = 3; step < 6; step++) {
      expect(await second.step(batch(step), settings)).toEqual(await first.step(batch(step), settings))
    }
    const after = await second.parameters()
    expect(after).toEqual(await first.parameters())
    expect(after['temporal65']).toEqual(before['temporal65'])
    expect(after['bn1Gamma']).toEqual(before['bn1Gamma'])
    expect(after['temporal41']).not.toEqual(before['temporal41'])
    await first.dispose()
    await second.dispose()
  })

  it('refuses parameters of another size, saying which', async () => {
    const learner = await create(specOf('fixed', 233), 'collapsed', createRandom(1))
    const wrong = { ...(await learner.parameters()), spatial: new Float32Array(3) }
    await expect(learner.load(wrong)).rejects.toThrow(/spatial should have 1600 values/)
    await learner.dispose()
  })
})
