import type { LearnerFactory } from '../../model/learner'
import { searchFolds } from '../search/innerFolds'
import { createRiemannScorer } from '../search/riemannScore'
import { toFigure } from '../search/searchScore'
import { createSearchTools } from '../search/searchTools'
import { searchSwaps } from '../search/swaps'
import { fisherScores } from './fisher'
import { learnSets } from './gumbel'
import { unitsByValue } from './pickByOrder'
import { checkRequest } from './request'
import type { ProposedSet, Selector, SelectorSettings } from './selector'
import { trialCovariances } from './trialCovariances'

/**
 * The best learned set of each size, then exchanges of one site for another for as long as they help a Riemannian classifier on folds of the
 * same trials. The budget of the context is for the exchanges of all sizes; learning takes the steps that it was given.
 */
export function createGumbelSwapSelector(settings: SelectorSettings, factory: LearnerFactory): Selector {
  const { rules } = settings
  return {
    method: 'gumbel-swap',
    async choose(data, sizes, context) {
      checkRequest(rules, data, sizes)
      if (sizes.length === 0) return []
      const trials = trialCovariances(data)
      const learned: ProposedSet[] = []
      for (const n of sizes) learned.push((await learnSets({ settings, factory, data }, n, context))[0]!)
      const scorer = createRiemannScorer(trials, searchFolds(trials), Math.max(...sizes))
      const tools = createSearchTools({ rules, order: unitsByValue(rules, fisherScores(trials)), scorer, context })
      const sets: ProposedSet[] = []
      for (const { n, sites } of learned) {
        const best = await searchSwaps(tools, sites)
        const score = toFigure(best.score, trials.classOfTrial.length)
        sets.push({ n, sites: [...best.sites].sort((a, b) => a - b), draw: 0, score })
      }
      return sets
    },
  }
}
