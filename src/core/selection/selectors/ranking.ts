import type { MethodId } from '../../domain/curve'
import { cspWeights } from './cspWeights'
import { fisherScores } from './fisher'
import { mutualInformation } from './mutualInformation'
import { pickByOrder, unitsByValue } from './pickByOrder'
import { checkRequest } from './request'
import { riemannDistanceRanks } from './riemannDistance'
import type { ProposedSet, Selector, SelectorSettings } from './selector'
import { trialCovariances, type TrialCovariances } from './trialCovariances'

export const rankingMethods = [
  'fisher',
  'mutual-information',
  'csp-weights',
  'riemann-distance',
] as const satisfies readonly MethodId[]
export type RankingMethod = (typeof rankingMethods)[number]

const valuesOf: Readonly<Record<RankingMethod, (trials: TrialCovariances) => Float64Array>> = {
  fisher: fisherScores,
  'mutual-information': mutualInformation,
  'csp-weights': cspWeights,
  'riemann-distance': riemannDistanceRanks,
}

/** The sites of the highest value, each where it fits; a pair counts by its mean. Sites are valued once for all sizes, and one beside
 *  the other: two that tell the same are both taken. */
export function createRankingSelector(method: RankingMethod, { rules }: SelectorSettings): Selector {
  return {
    method,
    async choose(data, sizes, context) {
      checkRequest(rules, data, sizes)
      await context.pause()
      const values = valuesOf[method](trialCovariances(data))
      const order = unitsByValue(rules, values)
      return sizes.map((n): ProposedSet => {
        const sites = pickByOrder(rules, order, n).sort((a, b) => a - b)
        context.trying(n, sites)
        return { n, sites, draw: 0, score: sites.reduce((sum, site) => sum + values[site]!, 0) / n }
      })
    },
  }
}
