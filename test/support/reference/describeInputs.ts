import { describe, expect, it } from 'vitest'
import { gatherExamples, separateExamples, type Examples } from '../../../src/core/domain/examples'
import { noiseAt, noiseKey, noiseMargin } from '../../../src/core/domain/counterNoise'
import { createRandom } from '../../../src/core/domain/random'
import type { LearnerBatch } from '../../../src/core/model/learner'
import { noiseArrays } from '../../../src/core/model/noise'
import { expectSameEvaluation, expectSameResult, referenceOf, type Tolerances } from './agreement'
import { caseOf, defaultObjective, type LearnerCase } from './cases'
import { withLearner, type CreateLearner } from './withLearner'

const middle = { channels: 7, neurons: 4, samples: 201, classes: 3, batch: 6 }

/** A case with other signals, each value as `change` makes it. */
function withSignals(made: LearnerCase, change: (value: number, channel: number) => number): LearnerCase {
  const { examples } = made.batch
  const signals = examples.signals.map((signal) =>
    signal.map((value, i) => change(value, Math.floor(i / (signal.length / examples.channels)))),
  )
  return { ...made, batch: { ...made.batch, examples: { ...examples, signals } } }
}

/** Overlapping windows of signals of different lengths, some of them used by one window, one by none. */
function crops(channels: number, samples: number, seed: number): Examples {
  const random = createRandom(seed)
  const lengths = [samples + 90, samples, samples + 33, samples + 7]
  const signals = lengths.map((length) =>
    Float32Array.from({ length: channels * length }, (_, i) => random.normal() + Math.sin(i / 9) + 0.4),
  )
  const signalOf = Int32Array.from([0, 0, 0, 1, 2, 2, 0, 2])
  const startOf = Int32Array.from([0, 41, 90, 0, 33, 10, 17, 0])
  return { count: signalOf.length, channels, samples, signals, signalOf, startOf }
}

/** What a learner may be given: noise, crops, dead channels, offsets, saturated selections. */
export function describeInputs(name: string, create: CreateLearner, tolerances: Tolerances): void {
  const expectCase = (made: LearnerCase): Promise<void> =>
    withLearner(create, made, async (learner) =>
      expectSameResult(await learner.gradients(made.batch, made.objective), referenceOf(made), tolerances),
    )

  describe(`what ${name} is given`, () => {
    // Of this seed, the steps after 17 draw a uniform at the lower margin, at the upper one, and one of the dropout rate.
    it.each([
      ['select', 17, null],
      ['fixed', 17, null],
      ['select', 1590, Math.fround(noiseMargin)],
      ['select', 2666, Math.fround(1 - noiseMargin)],
      ['select', 2930, 0.5],
    ] as const)('seeded noise is the same as its arrays, to the bit (%s, step %i)', async (mode, step, drawn) => {
      const made = caseOf({ ...middle, mode }, 5)
      const seeded = { ...made.batch, noise: { kind: 'seeded' as const, seed: 3_987_654_321, step } }
      const arrays = noiseArrays(seeded.noise, made.spec, seeded.indices.length)
      if (drawn === 0.5) {
        const key = noiseKey(seeded.noise.seed, step, 'dropout')
        expect([...arrays.dropoutMask!.keys()].map((i) => noiseAt(key, i))).toContain(drawn)
      } else if (drawn !== null) expect(arrays.uniforms).toContain(drawn)
      const spelled: LearnerBatch = { ...made.batch, noise: { kind: 'arrays', ...arrays } }
      await withLearner(create, made, async (learner) => {
        const first = await learner.gradients(seeded, made.objective)
        expect(first).toEqual(await learner.gradients(spelled, made.objective))
        expectSameResult(first, referenceOf({ ...made, batch: seeded }), tolerances)
        const next = { ...seeded, noise: { ...seeded.noise, step: step + 1 } }
        expect((await learner.gradients(next, made.objective)).logits).not.toEqual(first.logits)
      })
    })

    it('windows that share a signal are the same as copies of them', async () => {
      const base = caseOf({ ...middle, batch: 8 }, 6)
      const examples = crops(7, 201, 3)
      const indices = Int32Array.from([5, 0, 7, 2, 2, 6, 1, 4])
      const made = { ...base, batch: { ...base.batch, examples, indices } }
      const all = Int32Array.from({ length: 8 }, (_, i) => i)
      const copied = separateExamples(gatherExamples(examples, all), 7, 201)
      await withLearner(create, made, async (learner) => {
        const shared = await learner.gradients(made.batch, made.objective)
        expectSameResult(shared, referenceOf(made), tolerances)
        const copies = await learner.gradients({ ...made.batch, examples: copied }, made.objective)
        expectSameResult(copies, referenceOf(made), tolerances)
        await expectSameEvaluation(learner, made, { examples, population: all, asked: indices }, tolerances)
      })
    })

    it('an example may come several times in a batch', async () => {
      const made = caseOf(middle, 7)
      await expectCase({ ...made, batch: { ...made.batch, indices: Int32Array.from([3, 3, 1, 3, 0, 1]) } })
    })

    it('dead channels and constant channels cost nothing', async () => {
      const made = caseOf({ ...middle, batch: 4 }, 8)
      await expectCase(withSignals(made, (value, channel) => (channel < 2 ? 0 : channel === 2 ? 0.7 : value)))
    })

    it('signals that are all zero give finite gradients', async () => {
      const made = withSignals(caseOf({ ...middle, mode: 'fixed', batch: 3 }, 9), () => 0)
      await withLearner(create, made, async (learner) => {
        const { loss, gradients } = await learner.gradients(made.batch, made.objective)
        const finite = (values: Float32Array): boolean => values.every(Number.isFinite)
        expect(Number.isFinite(loss)).toBe(true)
        expect(Object.keys(gradients).filter((parameter) => !finite(gradients[parameter]!))).toEqual([])
      })
    })

    it.each([1e-3, 40])('the scale of the signals does not matter (× %d)', async (scale) => {
      await expectCase(withSignals(caseOf(middle, 10), (value) => value * scale))
    })

    it('an offset of five deviations is taken off exactly', async () => {
      await expectCase(withSignals(caseOf({ ...middle, samples: 110 }, 11), (value) => value + 5))
    })

    it('slow waves of which a pooling window sees a part, under little noise', async () => {
      const made = caseOf(middle, 17)
      const { examples } = made.batch
      const signals = examples.signals.map((signal, example) =>
        signal.map((value, i) => 2 * Math.sin(i / 60 + 2 * example) + 0.1 * value),
      )
      await expectCase({ ...made, batch: { ...made.batch, examples: { ...examples, signals } } })
    })

    it('several sets of examples in turn', async () => {
      const made = caseOf(middle, 18)
      const other = caseOf({ ...middle, batch: 11 }, 19).batch.examples
      const asked = Int32Array.from([12, 3, 0])
      await withLearner(create, made, async (learner) => {
        const first = await learner.gradients(made.batch, made.objective)
        await expectSameEvaluation(learner, made, { examples: other, population: asked, asked }, tolerances)
        const moved = { ...made.batch, examples: other }
        const second = await learner.gradients(moved, made.objective)
        expectSameResult(second, referenceOf({ ...made, batch: moved }), tolerances)
        expect(await learner.gradients(made.batch, made.objective)).toEqual(first)
      })
    })

    it('features at the floor of the logarithm have no slope', async () => {
      const made = caseOf(middle, 12)
      const quiet = { bn2Gamma: 1e-5, bn2Beta: 1e-4 }
      const parameters = Object.fromEntries(
        Object.entries(made.parameters).map(([key, values]) => {
          const low = quiet[key as keyof typeof quiet]
          return [key, low ? values.map((value, map) => (map % 2 ? low : value)) : values]
        }),
      )
      await expectCase({ ...made, parameters })
    })

    it.each([0.02, 0.1, 10])('a selection at temperature %d', async (temperature) => {
      await expectCase(caseOf(middle, 13, { ...defaultObjective, temperature }))
    })

    it.each([0.2, 1.1, 4])('the penalty beyond a threshold of %d, with weight decay and without', async (threshold) => {
      for (const weightDecay of [0, 0.05]) {
        await expectCase(caseOf(middle, 14, { temperature: 1, threshold, penaltyWeight: 2.5, weightDecay }))
      }
    })

    it('neurons that are certain of their channel have no slope at all', async () => {
      const made = caseOf(middle, 15)
      const alpha = made.parameters['alpha']!.map((value, i) => {
        const [channel, neuron] = [Math.floor(i / middle.neurons), i % middle.neurons]
        return neuron > 1 ? value : channel === 2 + neuron ? 1e4 : -1e4
      })
      const certain = { ...made, parameters: { ...made.parameters, alpha } }
      await expectCase(certain)
      await withLearner(create, certain, async (learner) => {
        const { gradients } = await learner.gradients(certain.batch, certain.objective)
        gradients['alpha']!.forEach((slope, i) => {
          if (i % middle.neurons < 2) expect(slope === 0).toBe(true)
          else expect(slope).not.toBe(0)
        })
      })
    })

    it('the first of equal logits is chosen', async () => {
      const made = caseOf(middle, 16)
      const alpha = made.parameters['alpha']!.map((_, i) => (Math.floor(i / middle.neurons) >= 3 ? 0.5 : 0.25))
      const even = { ...made, parameters: { ...made.parameters, alpha } }
      const { examples, indices } = made.batch
      await withLearner(create, even, (learner) =>
        expectSameEvaluation(learner, even, { examples, population: indices, asked: indices }, tolerances),
      )
    })
  })
}
