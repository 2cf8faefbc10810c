import { describe, it } from 'vitest'
import { createRandom } from '../../../src/core/domain/random'
import { expectSameEvaluation, expectSameResult, referenceOf, type Tolerances } from './agreement'
import { caseOf, randomSizes, type CaseSizes } from './cases'
import { describeInputs } from './describeInputs'
import { describeSteps } from './describeSteps'
import { withLearner, type CreateLearner } from './withLearner'

/** Sizes at the ends of what has to be possible, kept cheap by making the rest small. */
const extremes: readonly CaseSizes[] = [
  { channels: 256, neurons: 3, samples: 203, classes: 4, batch: 3 },
  { channels: 70, neurons: 64, samples: 121, classes: 3, batch: 2 },
  { mode: 'fixed', channels: 1, neurons: 64, samples: 321, classes: 2, batch: 3 },
  { channels: 2, neurons: 2, samples: 4096, classes: 2, batch: 2 },
  { channels: 3, neurons: 1, samples: 100, classes: 8, batch: 256 },
  { mode: 'fixed', channels: 1, neurons: 1, samples: 100, classes: 2, batch: 1 },
  { mode: 'fixed', channels: 1, neurons: 256, samples: 100, classes: 2, batch: 1 },
  { channels: 3, neurons: 2, samples: 101, classes: 2, batch: 3, network: { taps: [241, 9] } },
  { channels: 1, neurons: 1, samples: 1125, classes: 3, batch: 1 },
]

/** Sizes with one thing out of step with the lanes: one more or one less than a multiple of four, the last pooling window
 *  that just fits and just does not. */
const uneven: readonly CaseSizes[] = [
  { channels: 5, neurons: 3, samples: 225, classes: 3, batch: 5 },
  { channels: 7, neurons: 5, samples: 224, classes: 5, batch: 6 },
  { channels: 9, neurons: 6, samples: 239, classes: 2, batch: 7 },
  { channels: 4, neurons: 4, samples: 240, classes: 4, batch: 8 },
  { channels: 11, neurons: 7, samples: 320, classes: 7, batch: 9 },
  { mode: 'fixed', channels: 1, neurons: 9, samples: 327, classes: 6, batch: 3 },
]

/** Everything the contract of learning promises, against the float64 reference: run it for each backend. */
export function describeLearner(name: string, create: CreateLearner, tolerances: Tolerances): void {
  const random = createRandom(4)
  const cases = [...uneven, ...Array.from({ length: 24 }, () => randomSizes(random))].map((size, i) => caseOf(size, i))
  describe(`${name} against the float64 reference`, () => {
    for (const made of [...cases, ...extremes.map((size, i) => caseOf(size, 500 + i))]) {
      it(`gives logits, losses and gradients: ${made.name}`, async () => {
        await withLearner(create, made, async (learner) => {
          expectSameResult(await learner.gradients(made.batch, made.objective), referenceOf(made), tolerances)
        })
      })
    }

    for (const made of cases.filter((_, i) => i % 3 === 0)) {
      it(`evaluates with recomputed statistics: ${made.name}`, async () => {
        const { examples } = made.batch
        const population = Int32Array.from({ length: examples.count }, (_, i) => i)
        const asked = Int32Array.from([...population].reverse().concat([0, 0]))
        await withLearner(create, made, (learner) =>
          expectSameEvaluation(learner, made, { examples, population, asked }, tolerances),
        )
      })
    }

    it('evaluates and pools statistics over more examples than fit in one block', async () => {
      const made = caseOf({ channels: 5, neurons: 3, samples: 130, classes: 3, batch: 149 }, 61)
      const { examples } = made.batch
      const population = Int32Array.from({ length: 141 }, (_, i) => i + 7)
      const asked = Int32Array.from({ length: 133 }, (_, i) => (i * 5) % examples.count)
      await withLearner(create, made, (learner) =>
        expectSameEvaluation(learner, made, { examples, population, asked }, tolerances),
      )
    })
  })
  describeInputs(name, create, tolerances)
  describeSteps(name, create, tolerances)
}
