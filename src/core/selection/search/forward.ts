import { pickByOrder } from '../selectors/pickByOrder'
import type { SearchTools } from './searchTools'

/** Adds the unit that helps most until there are `n`, from the kept sites or `from` on (Whitney 1971, IEEE Trans. Comput. 20:1100).
 *  When time is over the rest comes in the order of promise. */
export async function searchForward(
  tools: SearchTools,
  n: number,
  from: readonly number[] = tools.rules.kept,
): Promise<readonly number[]> {
  let sites = from
  while (sites.length < n) {
    const next = await tools.bestGrown(sites, n)
    if (!next) return pickByOrder(tools.rules, tools.order, n, sites)
    sites = next.sites
  }
  return sites
}
