import type { SiteRules } from '../constraints'
import type { SiteUnit } from '../growth'

/**
 * The set of `n` that takes units in the order given, each where it fits and leaves room for the rest. Starts with `from`,
 * the kept sites when not given, which must be able to grow to `n`.
 */
export function pickByOrder(
  rules: SiteRules,
  order: readonly SiteUnit[],
  n: number,
  from: readonly number[] = rules.kept,
): number[] {
  let sites = [...from]
  for (const unit of order) {
    if (sites.length === n) break
    const grown = grow(rules, sites, unit, n)
    if (grown) sites = grown
  }
  return sites
}

/** `sites` with a unit, or null where that breaks the rules or leaves no way to `n`. */
export function grow(rules: SiteRules, sites: readonly number[], unit: SiteUnit, n: number): number[] | null {
  if (sites.length + unit.length > n || unit.some((site) => sites.includes(site))) return null
  const grown = [...sites, ...unit]
  return rules.canGrow(grown, n) ? grown : null
}

/** Units, the one of the highest mean value first; equal ones in the order of the candidates. */
export function unitsByValue(rules: SiteRules, values: ArrayLike<number>): SiteUnit[] {
  const worth = rules.units.map((unit) => unit.reduce((sum, site) => sum + values[site]!, 0) / unit.length)
  return [...rules.units.keys()].sort((a, b) => worth[b]! - worth[a]! || a - b).map((u) => rules.units[u]!)
}
