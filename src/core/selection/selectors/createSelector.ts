import type { MethodId } from '../../domain/curve'
import { AppError } from '../../domain/error'
import type { LearnerFactory } from '../../model/learner'
import { createFixedSelector } from './fixed'
import { createRandomSelector } from './random'
import { createRankingSelector, rankingMethods } from './ranking'
import type { Selector, SelectorSettings } from './selector'
import { createWrapperSelector, wrapperMethods } from './wrapper'

const isOneOf = <Name extends MethodId>(names: readonly Name[], method: MethodId): method is Name =>
  (names as readonly MethodId[]).includes(method)

/**
 * A way to choose electrodes by its name. Learned methods train networks that `factory` makes.
 * @throws AppError `input/invalid` for a learned method without a factory
 */
export function createSelector(method: MethodId, settings: SelectorSettings, factory?: LearnerFactory): Selector {
  if (method === 'fixed') return createFixedSelector(settings)
  if (method === 'random') return createRandomSelector(settings)
  if (isOneOf(rankingMethods, method)) return createRankingSelector(method, settings)
  if (isOneOf(wrapperMethods, method)) return createWrapperSelector(method, settings)
  throw new AppError({ code: 'input/invalid', message: `Expected a method without learning, got ${method}.` })
}
