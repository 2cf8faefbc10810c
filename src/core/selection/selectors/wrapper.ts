import type { MethodId } from '../../domain/curve'
import { searchBackward } from '../search/backward'
import { createCspScorer } from '../search/cspScore'
import { searchFloatingBackward, searchFloatingForward } from '../search/floating'
import { searchForward } from '../search/forward'
import { searchFolds } from '../search/innerFolds'
import { createRiemannScorer } from '../search/riemannScore'
import { toFigure, type SearchScorer } from '../search/searchScore'
import { createSearchTools, type SearchTools } from '../search/searchTools'
import { backwardStart } from '../search/backward'
import { fisherScores } from './fisher'
import { unitsByValue } from './pickByOrder'
import { checkRequest } from './request'
import type { ProposedSet, Selector, SelectorSettings } from './selector'
import { trialCovariances, type TrialCovariances } from './trialCovariances'

export const wrapperMethods = [
  'forward-riemann',
  'backward-riemann',
  'floating-forward-riemann',
  'floating-backward-riemann',
  'forward-csp',
  'backward-csp',
  'floating-forward-csp',
  'floating-backward-csp',
] as const satisfies readonly MethodId[]
export type WrapperMethod = (typeof wrapperMethods)[number]

type Search = (tools: SearchTools, sizes: readonly number[]) => Promise<(readonly number[])[]>

const bySize =
  (search: (tools: SearchTools, n: number) => Promise<readonly number[]>): Search =>
  async (tools, sizes) => {
    const sets: (readonly number[])[] = []
    for (const n of sizes) sets.push(await search(tools, n))
    return sets
  }

const searches: Readonly<Record<string, Search>> = {
  forward: bySize(searchForward),
  backward: bySize(searchBackward),
  'floating-forward': searchFloatingForward,
  'floating-backward': searchFloatingBackward,
}

/**
 * A search for the set that a fast classifier does best with, by its accuracy over folds of the trials that may choose; equal
 * ones by their mean log-probability, then by order. Works on one covariance a trial. Backward searches start with the `backwardStart`
 * sites of the highest Fisher score, and give that ranking's sets for larger sizes. When the time of the context is over, what
 * is missing is filled up by that ranking; without a limit the same data give the same sets.
 */
export function createWrapperSelector(method: WrapperMethod, { rules }: SelectorSettings): Selector {
  const split = method.lastIndexOf('-')
  const search = searches[method.slice(0, split)]!
  const scorerOf = method.slice(split + 1) === 'csp' ? cspScorer : createRiemann
  return {
    method,
    async choose(data, sizes, context) {
      checkRequest(rules, data, sizes)
      if (sizes.length === 0) return []
      const trials = trialCovariances(data)
      const most = Math.min(rules.candidates.length, Math.max(backwardStart, ...sizes) + 2)
      const order = unitsByValue(rules, fisherScores(trials))
      const tools = createSearchTools({ rules, order, scorer: scorerOf(trials, most), context })
      const rising = [...sizes].sort((a, b) => a - b)
      const sets = await search(tools, rising)
      return sets.map((sites, i): ProposedSet => {
        const score = tools.pace.over ? null : toFigure(tools.score(sites), trials.classOfTrial.length)
        return { n: rising[i]!, sites: [...sites].sort((a, b) => a - b), draw: 0, score }
      })
    },
  }
}

const createRiemann = (trials: TrialCovariances, most: number): SearchScorer =>
  createRiemannScorer(trials, searchFolds(trials), most)
const cspScorer = (trials: TrialCovariances): SearchScorer => createCspScorer(trials, searchFolds(trials))
