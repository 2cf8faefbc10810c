import type { Learner, LearnerSpec } from '../../../src/core/model/learner'
import type { LearnerCase } from './cases'

export type CreateLearner = (spec: LearnerSpec) => Promise<Learner>

/** A learner that has the case's parameters, for as long as `use` takes. */
export async function withLearner<T>(
  create: CreateLearner,
  made: LearnerCase,
  use: (learner: Learner) => Promise<T>,
): Promise<T> {
  const learner = await create(made.spec)
  try {
    await learner.load(made.parameters)
    return await use(learner)
  } finally {
    await learner.dispose()
  }
}
