/** Sites that are chosen together. */
export type SiteUnit = readonly number[]

/** Steps of a search before it gives up. */
const mostSteps = 4000

/**
 * Whether a set can grow to `n` sites by whole units that are not `near` to it or to each other. Without `near` it is a
 * matter of counting. With it, an independent set of a graph is sought: first by the unit that rules out fewest others
 * (M. M. Halldórsson & J. Radhakrishnan, Algorithmica 18 (1997) 145), then by trying all, as long as that is short.
 */
export function createGrowth(
  units: readonly SiteUnit[],
  sites: number,
  near: ((a: number, b: number) => boolean) | null,
): (from: readonly number[], n: number) => boolean {
  if (!near) return (from, n) => canCount(restOf(units, from, sites), n - from.length)
  const clash = units.map((unit) => units.map((other) => unit.some((a) => other.some((b) => a !== b && near(a, b)))))
  const sound = units.map((unit) => !unit.some((a) => unit.some((b) => a !== b && near(a, b))))
  return (from, n) => {
    const free = [...units.keys()].filter(
      (u) => sound[u] && units[u]!.every((a) => from.every((b) => a !== b && !near(a, b))),
    )
    return canPack({ units, clash, steps: 0 }, free, n - from.length)
  }
}

function restOf(units: readonly SiteUnit[], from: readonly number[], sites: number): SiteUnit[] {
  const taken = new Uint8Array(sites)
  for (const site of from) taken[site] = 1
  return units.filter((unit) => !unit.some((site) => taken[site]))
}

/** Can exactly `wanted` sites be put together of whole units? */
export function canCount(units: readonly SiteUnit[], wanted: number): boolean {
  if (wanted < 0) return false
  const pairs = units.reduce((count, unit) => count + (unit.length === 2 ? 1 : 0), 0)
  const alone = units.length - pairs
  const used = Math.min(pairs, Math.floor(wanted / 2))
  return wanted - 2 * used <= alone
}

interface Packing {
  readonly units: readonly SiteUnit[]
  readonly clash: readonly (readonly boolean[])[]
  steps: number
}

function canPack(packing: Packing, free: readonly number[], wanted: number): boolean {
  if (wanted === 0) return true
  const { units, clash } = packing
  if (packing.steps++ > mostSteps || !canCount(pick(units, free), wanted)) return false
  let [best, fewest] = [-1, Infinity]
  for (const u of free) {
    if (units[u]!.length > wanted) continue
    const ruled =
      free.reduce((count, other) => count + (clash[u]![other] ? units[other]!.length : 0), 0) / units[u]!.length
    if (ruled < fewest) [best, fewest] = [u, ruled]
  }
  if (best < 0) return false
  const others = free.filter((other) => other !== best)
  const beside = others.filter((other) => !clash[best]![other])
  return canPack(packing, beside, wanted - units[best]!.length) || canPack(packing, others, wanted)
}

const pick = (units: readonly SiteUnit[], chosen: readonly number[]): SiteUnit[] => chosen.map((u) => units[u]!)
