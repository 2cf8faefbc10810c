import type { MethodId } from '../../domain/curve'
import type { LearnerFactory } from '../../model/learner'
import { createFixedSelector } from './fixed'
import { createRandomSelector } from './random'
import type { Selector, SelectorSettings } from './selector'

export function createSelector(method: MethodId, settings: SelectorSettings, _factory?: LearnerFactory): Selector {
  if (method === 'fixed') return createFixedSelector(settings)
  if (method === 'random') return createRandomSelector(settings)
  throw new Error(method)
}
