import { isBetter } from './searchScore'
import type { SearchTools, ScoredSites, SetOption } from './searchTools'

/** Exchanges one unit of a set for another of the same size, always the exchange that helps most, until none does or time is over. */
export async function searchSwaps(tools: SearchTools, from: readonly number[]): Promise<ScoredSites> {
  let best: ScoredSites = { sites: from, score: tools.score(from) }
  for (;;) {
    const next = await tools.bestOf(from.length, swapsOf(tools, best.sites))
    if (!next || !isBetter(next.score, best.score)) return best
    best = next
  }
}

function* swapsOf({ rules, order }: SearchTools, sites: readonly number[]): Generator<SetOption> {
  for (const leaves of rules.units) {
    if (!leaves.every((site) => sites.includes(site) && !rules.kept.includes(site))) continue
    const rest = sites.filter((site) => !leaves.includes(site))
    for (const unit of order) {
      const comes = unit.length === leaves.length && !unit.some((site) => sites.includes(site))
      const swapped = [...rest, ...unit]
      if (comes && rules.fits(swapped)) yield { unit, sites: swapped }
    }
  }
}
