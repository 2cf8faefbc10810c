import { familyOf, methodIds, type MethodId } from '../../domain/curve'
import { AppError } from '../../domain/error'
import type { LearnerFactory } from '../../model/learner'
import { createFixedSelector } from './fixed'
import { createGumbelSelector } from './gumbel'
import { createGumbelSwapSelector } from './gumbelSwap'
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
  if (!factory) {
    throw new AppError({ code: 'input/invalid', message: `Expected a method without learning, got ${method}.` })
  }
  return method === 'gumbel' ? createGumbelSelector(settings, factory) : createGumbelSwapSelector(settings, factory)
}

/** All methods that can be had: those that learn only with a factory. */
export function createSelectors(settings: SelectorSettings, factory?: LearnerFactory): ReadonlyMap<MethodId, Selector> {
  const methods = methodIds.filter((method) => factory || familyOf(method) !== 'learned')
  return new Map(methods.map((method) => [method, createSelector(method, settings, factory)]))
}
