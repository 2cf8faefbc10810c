import { pickByOrder } from '../selectors/pickByOrder'
import { canShrink, type SearchTools } from './searchTools'

/** Backward searches start with so many sites at most, the most promising ones: from 64, the first steps would cost more than
 *  all others, for sites that a ranking can tell are of no use. */
export const backwardStart = 24

/** The most promising sites that obey the rules and can shrink to `n`; a set of `n` itself where `n` is larger than the start. */
export function startOf({ rules, order }: Pick<SearchTools, 'rules' | 'order'>, n: number): readonly number[] {
  for (let size = Math.min(backwardStart, rules.candidates.length); size > n; size--) {
    if (!rules.canGrow(rules.kept, size)) continue
    const sites = pickByOrder(rules, order, size)
    if (sites.length === size && canShrink(rules, sites, n)) return sites
  }
  return pickByOrder(rules, order, n)
}

/** Takes away the unit that is missed least until `n` are left (Marill & Green 1963, IEEE Trans. Inf. Theory 9:11). When time
 *  is over the least promising ones go. */
export async function searchBackward(tools: SearchTools, n: number): Promise<readonly number[]> {
  let sites = startOf(tools, n)
  while (sites.length > n) {
    const next = await tools.bestShrunk(sites, n)
    if (!next) return dropLeast(tools, sites, n)
    sites = next.sites
  }
  return sites
}

/** The most promising `n` of a set. */
export function dropLeast({ rules, order }: SearchTools, sites: readonly number[], n: number): readonly number[] {
  let left = sites
  for (const unit of order.toReversed()) {
    if (left.length <= n) break
    const free = unit.every((site) => left.includes(site) && !rules.kept.includes(site))
    const next = left.filter((site) => !unit.includes(site))
    if (free && canShrink(rules, next, n)) left = next
  }
  return left
}
