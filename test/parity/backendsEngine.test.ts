import { describe, expect, it } from 'vitest'
import { createEngineLearner } from '../../src/core/engine/engineLearner'
import { createInlineCrew } from '../../src/core/engine/inlineCrew'
import { planEngine } from '../../src/core/engine/layout'
import { slotBytes } from '../../src/core/engine/memory'
import { expectSameEvaluation, expectSameResult, referenceOf } from '../support/reference/agreement'
import { caseOf, type LearnerCase } from '../support/reference/cases'
import { describeLearner } from '../support/reference/describeLearner'
import { withLearner, type CreateLearner } from '../support/reference/withLearner'

const tolerances = { logits: 3e-5, gradients: 3e-5 }
const within =
  (memoryLimitBytes: number): CreateLearner =>
  (spec) =>
    createEngineLearner(spec, { createCrew: createInlineCrew(), memoryLimitBytes })

describeLearner('the engine', within(2 ** 31), tolerances)

describe('the engine in little memory', () => {
  const sizes = { channels: 6, neurons: 3, samples: 150, classes: 3, batch: 7 }

  /** Gradients, the parameters after a step, population statistics and an evaluation. */
  const everything = (made: LearnerCase, memoryLimitBytes: number) =>
    withLearner(within(memoryLimitBytes), made, async (learner) => {
      const { batch, objective } = made
      const all = Int32Array.from({ length: batch.examples.count }, (_, i) => i)
      const gradients = await learner.gradients(batch, objective)
      const step = await learner.step(batch, { ...objective, learningRate: 1e-3, alphaRate: 0.1 })
      const again = await learner.gradients(batch, objective)
      const statistics = await learner.recomputeStatistics(batch.examples, all)
      const logits = await learner.evaluate(batch.examples, all)
      return { gradients, step, again, statistics, logits, parameters: await learner.parameters() }
    })

  it.each(['select', 'fixed'] as const)(
    'gives the same bits whether all, some or no examples are kept (%s)',
    async (mode) => {
      const made = caseOf({ ...sizes, mode }, 31)
      const repeated = { ...made, batch: { ...made.batch, indices: Int32Array.from([4, 0, 4, 2, 1, 4, 0]) } }
      const plan = planEngine(made.spec, 64)
      for (const asked of [made, repeated]) {
        const expected = await everything(asked, 2 ** 30)
        for (const kept of [0, 1, 3]) {
          expect(await everything(asked, plan.fixedBytes + kept * slotBytes(plan))).toEqual(expected)
        }
      }
    },
  )

  it('takes smaller blocks when a usual batch does not fit, and refuses when a batch does not', async () => {
    const made = caseOf({ ...sizes, batch: 21 }, 32)
    const limit = planEngine(made.spec, 8).fixedBytes
    const few = caseOf({ ...sizes, batch: 8 }, 33)
    await withLearner(within(limit), few, async (learner) => {
      expectSameResult(await learner.gradients(few.batch, few.objective), referenceOf(few), tolerances)
    })
    await withLearner(within(limit), made, async (learner) => {
      const { examples } = made.batch
      const all = Int32Array.from({ length: examples.count }, (_, i) => i)
      await expectSameEvaluation(learner, made, { examples, population: all, asked: all }, tolerances)
      await expect(learner.gradients(made.batch, made.objective)).rejects.toMatchObject({ code: 'learner/memory' })
    })
  })
})
