import type { SiteRules } from '../constraints'
import { canCount, type SiteUnit } from '../growth'
import { grow } from '../selectors/pickByOrder'
import type { SelectorContext } from '../selectors/selector'
import { createPace, type Pace } from './pace'
import { isBetter, type SearchScore, type SearchScorer } from './searchScore'

/** A set with its score. */
export interface ScoredSites {
  readonly sites: readonly number[]
  readonly score: SearchScore
}

/** What every search walks with. */
export interface SearchTools {
  readonly rules: SiteRules
  /** All units, the most promising first: tried in this order, and taken in this order when time is over. */
  readonly order: readonly SiteUnit[]
  readonly pace: Pace
  /** Each set is scored once, whatever the order of its sites. */
  score(sites: readonly number[]): SearchScore
  /** Best of some sets of `n`; of those that were tried when time ends, null when none was. Equal ones: whose unit comes first. */
  bestOf(n: number, options: Iterable<SetOption>): Promise<ScoredSites | null>
  /** Best set of one unit more that can still grow to `n`. */
  bestGrown(sites: readonly number[], n: number, among?: readonly SiteUnit[]): Promise<ScoredSites | null>
  /** Best set of one unit less that can still shrink to `n`. */
  bestShrunk(sites: readonly number[], n: number): Promise<ScoredSites | null>
}

export interface SearchParts {
  readonly rules: SiteRules
  readonly order: readonly SiteUnit[]
  readonly scorer: SearchScorer
  readonly context: SelectorContext
}

export function createSearchTools({ rules, order, scorer, context }: SearchParts): SearchTools {
  const known = new Map<string, SearchScore>()
  const pace = createPace(context)
  const score = (sites: readonly number[]): SearchScore => {
    const sorted = [...sites].sort((a, b) => a - b)
    const key = sorted.join()
    const found = known.get(key) ?? scorer.score(sorted)
    known.set(key, found)
    return found
  }
  const bestOf = async (n: number, options: Iterable<SetOption>): Promise<ScoredSites | null> => {
    let best: (ScoredSites & { unit: SiteUnit }) | null = null
    for (const { unit, sites } of options) {
      await pace.rest()
      if (pace.over) break
      context.trying(n, sites)
      const own = score(sites)
      const first = best !== null && !isBetter(best.score, own) && unit[0]! < best.unit[0]!
      if (!best || first || isBetter(own, best.score)) best = { sites, score: own, unit }
    }
    return best
  }
  return {
    rules,
    order,
    pace,
    score,
    bestOf,
    bestGrown: (sites, n, among = order) => bestOf(n, grownBy(rules, sites, { n, among })),
    bestShrunk: (sites, n) => bestOf(n, shrunkBy(rules, sites, n)),
  }
}

/** A set to try, and the unit by which it differs from others. */
export interface SetOption {
  readonly unit: SiteUnit
  readonly sites: readonly number[]
}

function* grownBy(
  rules: SiteRules,
  sites: readonly number[],
  { n, among }: { readonly n: number; readonly among: readonly SiteUnit[] },
): Generator<SetOption> {
  for (const unit of among) {
    const grown = grow(rules, sites, unit, n)
    if (grown) yield { unit, sites: grown }
  }
}

function* shrunkBy(rules: SiteRules, sites: readonly number[], n: number): Generator<SetOption> {
  for (const unit of removable(rules, sites)) {
    const shrunk = sites.filter((site) => !unit.includes(site))
    if (canShrink(rules, shrunk, n)) yield { unit, sites: shrunk }
  }
}

/** Units of a set that may leave it. */
const removable = (rules: SiteRules, sites: readonly number[]): SiteUnit[] =>
  rules.units.filter((unit) => unit.every((site) => sites.includes(site) && !rules.kept.includes(site)))

/** Can a set that obeys the rules lose whole units until it has `n`? */
export const canShrink = (rules: SiteRules, sites: readonly number[], n: number): boolean =>
  canCount(removable(rules, sites), sites.length - n)
