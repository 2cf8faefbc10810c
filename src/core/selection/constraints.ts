import type { SiteConstraints } from '../domain/curve'
import type { ElectrodeName } from '../domain/electrode'

/** Constraints made ready for searches: every question is asked by index among the candidates. */
export interface SiteRules {
  readonly candidates: readonly ElectrodeName[]
  /** Indices that are in every set. */
  readonly kept: readonly number[]
  /** What comes with a site: itself, and its mirror image where sets are symmetric. */
  withMirror(site: number): readonly number[]
  /** May all of `sites` be worn together? */
  fits(sites: readonly number[]): boolean
  /** Can `sites` grow to `n` electrodes? Exact for small remainders, else a greedy proof. */
  canGrow(sites: readonly number[], n: number): boolean
}

export type CreateSiteRules = (
  constraints: SiteConstraints,
  available: readonly ElectrodeName[],
  bad: readonly ElectrodeName[],
) => SiteRules
