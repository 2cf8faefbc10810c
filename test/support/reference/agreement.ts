import { expect } from 'vitest'
import type { Examples } from '../../../src/core/domain/examples'
import { gatherExamples } from '../../../src/core/domain/examples'
import type { GradientResult, Learner } from '../../../src/core/model/learner'
import type { LearnerCase } from './cases'
import { createReference, type ReferenceResult } from './network'
import { largest, relativeError, toReferenceBatch, toTensors, type Tensors } from './tensors'

/** How far a learner may be from the float64 reference: max |Δ| / max |reference| of a quantity. */
export interface Tolerances {
  readonly logits: number
  readonly gradients: number
}

/** A tensor of gradients is judged on its own scale, but not on one below this share of the largest gradient of all:
 *  some are zero in truth (bn1Beta always, alpha with one channel) or nearly (bn1Gamma of a single filter). */
const scaleFloor = 3e-2

export const referenceOf = (made: LearnerCase): ReferenceResult =>
  createReference(made.spec, 'algebra').gradients(
    toTensors(made.parameters),
    toReferenceBatch(made.spec, made.batch),
    made.objective,
  )

/** Worst error of each gradient. */
export function gradientErrors(
  found: Readonly<Record<string, ArrayLike<number>>>,
  reference: Readonly<Tensors>,
): Record<string, number> {
  const top = Math.max(...Object.values(reference).map(largest))
  return Object.fromEntries(
    Object.entries(reference).map(([name, expected]) => {
      const own = found[name] ?? []
      if (own.length !== expected.length) return [name, Infinity]
      const worst = largest(expected.map((value, i) => own[i]! - value))
      return [name, worst / Math.max(largest(expected), scaleFloor * top)]
    }),
  )
}

export function expectSameResult(found: GradientResult, reference: ReferenceResult, tolerances: Tolerances): void {
  expect(relativeError(found.logits, reference.logits), 'logits').toBeLessThan(tolerances.logits)
  const scale = tolerances.logits * (1 + largest(reference.logits))
  expect(Math.abs(found.crossEntropy - reference.crossEntropy), 'cross-entropy').toBeLessThan(scale)
  expect(Math.abs(found.penalty - reference.penalty), 'penalty').toBeLessThan(tolerances.logits)
  expect(Math.abs(found.loss - reference.loss), 'loss').toBeLessThan(scale * (1 + reference.loss))
  expect(found.correct, 'correct').toBe(reference.correct)
  expect(Object.keys(found.gradients).sort()).toEqual(Object.keys(reference.gradients).sort())
  for (const [name, error] of Object.entries(gradientErrors(found.gradients, reference.gradients))) {
    expect(error, `gradient of ${name}`).toBeLessThan(tolerances.gradients)
  }
}

/** Population statistics of `population`, and logits of `asked`, against the reference. */
export async function expectSameEvaluation(
  learner: Learner,
  made: LearnerCase,
  sets: { examples: Examples; population: Int32Array; asked: Int32Array },
  tolerances: Tolerances,
): Promise<void> {
  const reference = createReference(made.spec, 'algebra')
  const parameters = toTensors(made.parameters)
  const signal = (indices: Int32Array): Float64Array => Float64Array.from(gatherExamples(sets.examples, indices))
  const expected = reference.statistics(parameters, signal(sets.population))
  const found = await learner.recomputeStatistics(sets.examples, sets.population)
  for (const [name, values] of Object.entries(expected)) {
    expect(relativeError(found[name as 'bn1Mean'], values as Float64Array), name).toBeLessThan(tolerances.logits)
  }
  const logits = await learner.evaluate(sets.examples, sets.asked)
  const wanted = reference.evaluate(parameters, expected, signal(sets.asked))
  expect(relativeError(logits, wanted), 'logits').toBeLessThan(tolerances.logits)
}
