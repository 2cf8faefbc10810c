import { describe, expect, it } from 'vitest'
import { createRandom } from '../../../src/core/domain/random'
import type { Learner, LearnerBatch, LearnerSnapshot, StepSettings } from '../../../src/core/model/learner'
import { adamStep, type AdamState } from './adam'
import { referenceOf, expectSameResult, type Tolerances } from './agreement'
import { caseOf, defaultObjective, type LearnerCase } from './cases'
import { largest, toTensors } from './tensors'
import { withLearner, type CreateLearner } from './withLearner'

const middle = { channels: 7, neurons: 5, samples: 190, classes: 3, batch: 6 }
/** A decay that a step shows. */
const objective = { ...defaultObjective, weightDecay: 0.05 }
const settingsOf = (made: LearnerCase): StepSettings => ({ ...made.objective, learningRate: 1e-3, alphaRate: 0.1 })
const stepAt = (made: LearnerCase, step: number): LearnerBatch => ({
  ...made.batch,
  noise: { kind: 'seeded', seed: 77, step },
})

async function takeSteps(learner: Learner, made: LearnerCase, from: number, to: number): Promise<void> {
  for (let step = from; step < to; step++) await learner.step(stepAt(made, step), settingsOf(made))
}

/** A state in the middle of learning: moments of the size that gradients have, three steps made. Those of bn1Beta, which
 *  has no slope, are so small that epsilon counts. */
function underWay(made: LearnerCase): LearnerSnapshot {
  const random = createRandom(8)
  const like = (value: () => number) =>
    Object.fromEntries(Object.entries(made.parameters).map(([name, values]) => [name, values.map(value)]))
  const small = (value: () => number) => ({ bn1Beta: made.parameters['bn1Beta']!.map(value) })
  return {
    parameters: made.parameters,
    firstMoments: { ...like(() => 0.02 * random.normal()), ...small(() => 1e-8 * random.normal()) },
    secondMoments: { ...like(() => 1e-5 + 1e-4 * random.next()), ...small(() => 1e-16) },
    steps: 3,
    statistics: null,
  }
}

const referenceState = (snapshot: LearnerSnapshot): AdamState => ({
  parameters: toTensors(snapshot.parameters),
  firstMoments: toTensors(snapshot.firstMoments),
  secondMoments: toTensors(snapshot.secondMoments),
  steps: snapshot.steps,
})

/** Adam, frozen layers, snapshots, and that nothing of one call is left for the next. */
export function describeSteps(name: string, create: CreateLearner, tolerances: Tolerances): void {
  describe(`the steps of ${name}`, () => {
    it.each(['select', 'fixed'] as const)('move as float64 Adam does, in the middle of learning (%s)', async (mode) => {
      const made = caseOf({ ...middle, mode }, 21, objective)
      const settings = settingsOf(made)
      const state = underWay(made)
      await withLearner(create, made, async (learner) => {
        await learner.restore(state)
        const result = await learner.step(made.batch, settings)
        const reference = referenceOf(made)
        const expected = adamStep(referenceState(state), reference.gradients, settings)
        const after = await learner.snapshot()
        expect(after.steps).toBe(4)
        expect(result.alpha).toEqual(after.parameters['alpha'] ?? null)
        expect(Math.abs(result.loss - reference.loss)).toBeLessThan(tolerances.logits * (1 + reference.loss) * 3)
        for (const [parameter, values] of Object.entries(expected.parameters)) {
          const rate = parameter === 'alpha' ? settings.alphaRate : settings.learningRate
          const apart = largest(values.map((value, i) => value - after.parameters[parameter]![i]!))
          // A step is about one rate long; the parameter itself is rounded to float32.
          expect(apart / (rate + 1e-4 * largest(values)), parameter).toBeLessThan(1e-3)
        }
      })
    })

    it('a first step is one learning rate long wherever there is a slope', async () => {
      const made = caseOf(middle, 22, objective)
      await withLearner(create, made, async (learner) => {
        const { gradients } = await learner.gradients(made.batch, made.objective)
        await learner.step(made.batch, settingsOf(made))
        const after = await learner.parameters()
        for (const [parameter, values] of Object.entries(made.parameters)) {
          if (parameter === 'bn1Beta') continue
          const rate = parameter === 'alpha' ? 0.1 : 1e-3
          const steep = [...values.keys()].filter((i) => Math.abs(gradients[parameter]![i]!) > 1e-3)
          expect(steep.length, parameter).toBeGreaterThan(0)
          for (const i of steep) {
            const move = values[i]! - after[parameter]![i]!
            expect(move / (rate * Math.sign(gradients[parameter]![i]!)), parameter).toBeCloseTo(1, 2)
          }
        }
      })
    })

    it('frozen parameters stay to the bit, with their moments, and all others move as they would', async () => {
      const made = caseOf(middle, 23)
      const frozen = ['temporal65', 'spatial', 'bn2Beta', 'alpha']
      const state = underWay(made)
      await withLearner(create, made, async (learner) => {
        const ends = []
        for (const names of [[], frozen]) {
          await learner.restore(state)
          await learner.step(made.batch, { ...settingsOf(made), frozen: names })
          ends.push(await learner.snapshot())
        }
        const [free, held] = ends as [LearnerSnapshot, LearnerSnapshot]
        for (const group of ['parameters', 'firstMoments', 'secondMoments'] as const) {
          for (const parameter of Object.keys(made.parameters)) {
            const expected = frozen.includes(parameter) ? state[group][parameter] : free[group][parameter]
            expect(held[group][parameter], `${group} of ${parameter}`).toEqual(expected)
          }
        }
      })
    })

    it('go on from a snapshot to the bit, in another learner', async () => {
      const made = caseOf(middle, 24)
      const all = Int32Array.from(made.batch.indices).sort()
      const [snapshot, expected, logits] = await withLearner(create, made, async (learner) => {
        await takeSteps(learner, made, 0, 3)
        await learner.recomputeStatistics(made.batch.examples, all)
        const taken = await learner.snapshot()
        await takeSteps(learner, made, 3, 6)
        return [taken, await learner.snapshot(), await learner.evaluate(made.batch.examples, all)] as const
      })
      await withLearner(create, made, async (learner) => {
        await takeSteps(learner, made, 8, 9)
        await learner.restore(snapshot)
        expect(await learner.snapshot()).toEqual(snapshot)
        await takeSteps(learner, made, 3, 6)
        expect(await learner.snapshot()).toEqual(expected)
        expect(await learner.evaluate(made.batch.examples, all)).toEqual(logits)
      })
    })

    it('depend on nothing that was asked in between: other sizes of batch, gradients, evaluations', async () => {
      const made = caseOf({ ...middle, batch: 9 }, 25)
      const { examples, indices, labels } = made.batch
      const part = (count: number): LearnerBatch => ({
        examples,
        indices: indices.subarray(0, count),
        labels: labels.subarray(0, count),
        noise: { kind: 'seeded', seed: 5, step: count },
      })
      const alone = await withLearner(create, made, async (learner) => {
        await takeSteps(learner, made, 0, 2)
        return learner.parameters()
      })
      await withLearner(create, made, async (learner) => {
        await learner.gradients(part(9), made.objective)
        await takeSteps(learner, made, 0, 1)
        await learner.recomputeStatistics(examples, indices.subarray(0, 5))
        await learner.evaluate(examples, indices.subarray(2, 3))
        await learner.gradients(part(2), made.objective)
        await takeSteps(learner, made, 1, 2)
        expect(await learner.parameters()).toEqual(alone)
      })
    })

    it.each([[3, 8, 5, 1, 4, 7]])(
      'batches of %i, %i, %i, %i, %i and %i examples one after the other',
      async (...sizes) => {
        const made = caseOf({ ...middle, batch: 8 }, 26)
        await withLearner(create, made, async (learner) => {
          for (const size of sizes) {
            const cut = (values: Int32Array): Int32Array => values.slice(0, size)
            const noise = { kind: 'seeded' as const, seed: 3, step: size }
            const batch = { ...made.batch, indices: cut(made.batch.indices), labels: cut(made.batch.labels), noise }
            expectSameResult(
              await learner.gradients(batch, made.objective),
              referenceOf({ ...made, batch }),
              tolerances,
            )
          }
        })
      },
    )

    it('start anew with load, and refuse parameters of another size', async () => {
      const made = caseOf(middle, 27)
      await withLearner(create, made, async (learner) => {
        await takeSteps(learner, made, 0, 2)
        const once = await learner.parameters()
        await learner.load(made.parameters)
        expect(await learner.parameters()).toEqual(made.parameters)
        await takeSteps(learner, made, 0, 2)
        expect(await learner.parameters()).toEqual(once)
        const wrong = { ...made.parameters, spatial: new Float32Array(3) }
        await expect(learner.load(wrong)).rejects.toMatchObject({ code: 'model/damaged' })
      })
    })

    it('need statistics before an evaluation', async () => {
      const made = caseOf(middle, 28)
      await withLearner(create, made, async (learner) => {
        expect(await learner.statistics()).toBeNull()
        await expect(learner.evaluate(made.batch.examples, made.batch.indices)).rejects.toThrow()
      })
    })
  })
}
