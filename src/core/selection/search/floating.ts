import { dropLeast, startOf } from './backward'
import { searchForward } from './forward'
import { isBetter } from './searchScore'
import { canShrink, type ScoredSites, type SearchTools } from './searchTools'

/** Best set of each size so far. */
type BestSets = Map<number, ScoredSites>

/** Keeps the better of a set and the best of its size; says which that is. */
function keepBetter(best: BestSets, found: ScoredSites): ScoredSites {
  const known = best.get(found.sites.length)
  if (known && !isBetter(found.score, known.score)) return known
  best.set(found.sites.length, found)
  return found
}

/**
 * Sequential floating forward selection (Pudil, Novovičová & Kittler 1994, Pattern Recognit. Lett. 15:1119): after each addition
 * units leave for as long as that beats the best smaller set. Goes one beyond the largest size, so that it too can be improved
 * from above. Sizes that were not reached in time are filled up from the largest smaller one.
 */
export async function searchFloatingForward(
  tools: SearchTools,
  sizes: readonly number[],
): Promise<(readonly number[])[]> {
  const { rules } = tools
  const largest = Math.max(...sizes)
  const reach = rules.canGrow(rules.kept, largest + 1) ? largest + 1 : largest
  const best: BestSets = new Map()
  let sites = rules.kept
  while (sites.length < reach) {
    const grown = await tools.bestGrown(sites, reach)
    if (!grown) break
    sites = keepBetter(best, grown).sites
    for (;;) {
      const shrunk = sites.length > rules.kept.length + 2 ? await tools.bestShrunk(sites, rules.kept.length) : null
      const known = shrunk && best.get(shrunk.sites.length)
      if (!shrunk || (known && !isBetter(shrunk.score, known.score))) break
      sites = keepBetter(best, shrunk).sites
    }
  }
  return serve(sizes, (n) => {
    const found = best.get(n)?.sites
    if (found) return Promise.resolve(found)
    const below = [...best.keys()].filter((size) => size < n && rules.canGrow(best.get(size)!.sites, n))
    return searchForward(tools, n, below.length > 0 ? best.get(Math.max(...below))!.sites : rules.kept)
  })
}

/** Sequential floating backward selection (as above): after each removal units of the start come back for as long as that beats the
 *  best larger set. Sizes that were not reached are cut down from the smallest larger one. */
export async function searchFloatingBackward(
  tools: SearchTools,
  sizes: readonly number[],
): Promise<(readonly number[])[]> {
  const { rules } = tools
  const least = Math.min(...sizes)
  const start = startOf(tools, least)
  const pool = tools.order.filter((unit) => unit.every((site) => start.includes(site)))
  const best: BestSets = new Map()
  let sites = keepBetter(best, { sites: start, score: tools.score(start) }).sites
  while (sites.length > least) {
    const shrunk = await tools.bestShrunk(sites, least)
    if (!shrunk) break
    sites = keepBetter(best, shrunk).sites
    for (;;) {
      const grown = sites.length < start.length - 2 ? await tools.bestGrown(sites, start.length, pool) : null
      const known = grown && best.get(grown.sites.length)
      if (!grown || (known && !isBetter(grown.score, known.score))) break
      sites = keepBetter(best, grown).sites
    }
  }
  return serve(sizes, (n) => {
    const found = best.get(n)?.sites
    if (found) return Promise.resolve(found)
    const above = [...best.keys()].filter((size) => size > n && canShrink(rules, best.get(size)!.sites, n))
    const from = above.length > 0 ? best.get(Math.min(...above))!.sites : startOf(tools, n)
    return Promise.resolve(dropLeast(tools, from, n))
  })
}

async function serve(
  sizes: readonly number[],
  setOf: (n: number) => Promise<readonly number[]>,
): Promise<(readonly number[])[]> {
  const sets: (readonly number[])[] = []
  for (const n of sizes) sets.push(await setOf(n))
  return sets
}
