import type { ElectrodeName } from '../../domain/electrode'
import { presetCaps } from '../../montage/caps'
import { distance } from '../../montage/projection'
import { fixedMotorSet, motorSites, tenTwentySites } from '../../montage/regions'
import { siteOf } from '../../montage/sites'
import { obeys, type SiteRules } from '../constraints'

export interface FixedSet {
  /** Said beside the figure. */
  readonly name: string
  readonly electrodes: readonly ElectrodeName[]
}

/**
 * Sites over the hand and foot areas, each set within the next: C3 and C4 for the hands, Cz for the feet (Pfurtscheller &
 * Neuper 2001, Proc. IEEE 89:1123), then what surrounds them, up to all of FC, C and CP, where the caps of imagined-movement
 * studies lie (BCI Competition IV 2a: Tangermann et al. 2012, Front. Neurosci. 6:55).
 */
export const motorSets: readonly FixedSet[] = [
  ['C3', 'C4'],
  ['C3', 'Cz', 'C4', 'CPz'],
  fixedMotorSet,
  [...fixedMotorSet, 'C1', 'C2', 'FC1', 'FC2', 'CP1', 'CP2', 'C5', 'C6'],
  motorSites,
].map((electrodes) => ({ name: `motor ${electrodes.length}`, electrodes }))

export const tenTwentySet: FixedSet = { name: '10-20 system', electrodes: tenTwentySites }

/** What headsets come with, for those that name their sites. */
export const headsetSets: readonly FixedSet[] = presetCaps.flatMap(({ name, sites }) => {
  const electrodes = sites.flatMap((site) => (site === null ? [] : [site]))
  return electrodes.length === sites.length ? [{ name, electrodes }] : []
})

/** By preference where two have one size. */
export const fixedSets: readonly FixedSet[] = [...motorSets, tenTwentySet, ...headsetSets]

/** A fixed set under the rules: its sites among the candidates, or why it is not served. */
export interface FixedOffer {
  readonly set: FixedSet
  readonly sites: readonly number[] | null
  readonly refusal: string | null
}

export function offerFixed(rules: SiteRules, set: FixedSet): FixedOffer {
  const sites = set.electrodes.map((name) => rules.candidates.indexOf(name))
  const missing = set.electrodes.filter((_, i) => sites[i] === -1)
  if (missing.length > 0) return refuse(set, `${missing.join(', ')} may not be chosen`)
  if (obeys(rules, sites)) return { set, sites, refusal: null }
  const kept = rules.kept.filter((site) => !sites.includes(site)).map((site) => rules.candidates[site]!)
  if (kept.length > 0) return refuse(set, `${kept.join(', ')} should be kept`)
  const lonely = set.electrodes.filter((_, i) => rules.withMirror(sites[i]!).some((site) => !sites.includes(site)))
  if (lonely.length > 0) return refuse(set, `${lonely.join(', ')} would be without mirror image`)
  const near = nearest(set.electrodes)
  if (
    near &&
    !rules.fits(near.map((name) => rules.candidates.indexOf(name)).flatMap((site) => rules.withMirror(site)))
  ) {
    return refuse(set, `${near.join(' and ')} are too near to each other`)
  }
  return refuse(set, 'the amplifier has too few inputs')
}

const refuse = (set: FixedSet, refusal: string): FixedOffer => ({ set, sites: null, refusal })

function nearest(names: readonly ElectrodeName[]): ElectrodeName[] | null {
  let [best, least] = [null as ElectrodeName[] | null, Infinity]
  for (const [i, first] of names.entries()) {
    for (const second of names.slice(i + 1)) {
      const [a, b] = [siteOf(first), siteOf(second)]
      const apart = a && b ? distance(a, b) : Infinity
      if (apart < least) [best, least] = [[first, second], apart]
    }
  }
  return best
}
