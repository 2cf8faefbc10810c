import type { SiteConstraints } from '../domain/curve'
import type { ElectrodeName } from '../domain/electrode'
import { distance } from '../montage/projection'
import { siteOf } from '../montage/sites'
import { checkConstraints } from './constraintChecks'
import { createGrowth, type SiteUnit } from './growth'
import { mirrorSite } from './mirror'
import { checkSizeOf } from './sizeChecks'

/** Constraints made ready for searches: every question is asked by index among the candidates. */
export interface SiteRules {
  /** In the order of the recordings' channels; where sets are symmetric, without sites that have no mirror image among them. */
  readonly candidates: readonly ElectrodeName[]
  /** Indices that are in every set, rising; where sets are symmetric, with their mirror images. */
  readonly kept: readonly number[]
  /** What is chosen together, each once: single sites, or pairs where sets are symmetric. */
  readonly units: readonly SiteUnit[]
  /** What comes with a site: itself, and its mirror image where sets are symmetric. */
  withMirror(site: number): SiteUnit
  /** May all of `sites` be worn together? They are distinct, far enough apart, whole pairs and no more than the inputs. */
  fits(sites: readonly number[]): boolean
  /** Can `sites` grow to `n` electrodes? What it affirms is so; on sparse sets near the largest that the distance allows
   *  it may give up (after `mostSteps` of `growth.ts`) and deny. */
  canGrow(sites: readonly number[], n: number): boolean
  /** Throws `selection/conflict` or `selection/too-few-candidates` when no set of `n` can obey, naming the two constraints that conflict. */
  checkSize(n: number): void
}

export type CreateSiteRules = (
  constraints: SiteConstraints,
  available: readonly ElectrodeName[],
  bad: readonly ElectrodeName[],
) => SiteRules

/** Rounding must not part sites that lie exactly at the least distance. */
const slack = 1e-9

/**
 * Rules over the sites of `available` that may be chosen: named by the constraints (or none named), not bad, not avoided,
 * not reserved.
 * @throws AppError `selection/conflict` naming the two constraints that cannot both hold, `selection/too-few-candidates` without any site
 */
export const createSiteRules: CreateSiteRules = (constraints, available, bad) => {
  const { candidates, kept } = checkConstraints(constraints, available, bad)
  const { symmetric, minimumDistance, inputs } = constraints
  const withMirror = pairSites(candidates, symmetric)
  const units = candidates.flatMap((_, site) => (withMirror[site]![0] === site ? [withMirror[site]!] : []))
  const apart = distances(candidates)
  const near = (a: number, b: number): boolean =>
    minimumDistance > 0 && apart[a * candidates.length + b]! < minimumDistance - slack
  const fits = (sites: readonly number[]): boolean =>
    (inputs === null || sites.length <= inputs) &&
    sites.every((site, i) => sites.every((other, j) => j >= i || (other !== site && !near(site, other)))) &&
    (!symmetric || sites.every((site) => withMirror[site]!.every((other) => sites.includes(other))))
  const grow = createGrowth(units, candidates.length, minimumDistance > 0 ? near : null)
  const canGrow = (sites: readonly number[], n: number): boolean =>
    (inputs === null || n <= inputs) && fits(sites) && grow(sites, n)
  const rules = { candidates, kept, units, withMirror: (site: number) => withMirror[site]!, fits, canGrow }
  return { ...rules, checkSize: (n) => checkSizeOf(constraints, rules, n) }
}

/** Does a set obey all of the rules? */
export const obeys = (rules: SiteRules, sites: readonly number[]): boolean =>
  rules.kept.every((site) => sites.includes(site)) && rules.fits(sites)

/** Mirror images first found lead: `[C3, C4]` for both sites. */
function pairSites(candidates: readonly ElectrodeName[], symmetric: boolean): SiteUnit[] {
  return candidates.map((name, site) => {
    const mirror = symmetric ? candidates.indexOf(mirrorSite(name)) : site
    return mirror === site ? [site] : [Math.min(site, mirror), Math.max(site, mirror)]
  })
}

/** Angles between all sites, degrees, `[site, site]`; sites without a known place are apart from all. */
function distances(candidates: readonly ElectrodeName[]): Float64Array {
  const points = candidates.map(siteOf)
  const apart = new Float64Array(points.length ** 2).fill(180)
  points.forEach((a, i) =>
    points.forEach((b, j) => {
      if (a && b) apart[i * points.length + j] = (distance(a, b) * 180) / Math.PI
    }),
  )
  return apart
}
