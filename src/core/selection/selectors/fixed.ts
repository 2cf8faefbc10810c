import { fixedSets, offerFixed, type FixedSet } from './fixedSets'
import { checkRequest } from './request'
import type { ProposedSet, Selector, SelectorSettings } from './selector'

/** Sets by textbook: the first of the list that has the size and obeys the rules. Sizes that no set has are not served;
 *  `offerFixed` says why a set is not. Looks at no signal. */
export function createFixedSelector({ rules }: SelectorSettings, sets: readonly FixedSet[] = fixedSets): Selector {
  return {
    method: 'fixed',
    async choose(data, sizes, context) {
      checkRequest(rules, data, sizes)
      const offers = sets.map((set) => offerFixed(rules, set))
      return sizes.flatMap((n): ProposedSet[] => {
        const sites = offers.find((offer) => offer.sites?.length === n)?.sites
        if (!sites) return []
        context.trying(n, sites)
        return [{ n, sites, draw: 0, score: null }]
      })
    },
  }
}
