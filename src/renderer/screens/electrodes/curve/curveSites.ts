import type { CurveFinding, CurvePoint, CurveReport } from '../../../../core/domain/curve'
import type { ElectrodeName } from '../../../../core/domain/electrode'
import type { HeadSite } from '../../../components/head/site'
import { formatPercent } from '../../../lib/format'
import { m } from '../../../lib/paraglide/messages.js'

interface Asked {
  readonly sites: readonly ElectrodeName[]
  readonly keep: readonly ElectrodeName[]
  readonly avoid: readonly ElectrodeName[]
}

/** While it runs: where the neurons look, or the set that is tried now. */
export function tryingSites(
  { candidates, probabilities, trying }: CurveReport,
  { sites, keep, avoid }: Asked,
): HeadSite[] {
  const tried = new Set(trying?.sites)
  return [...new Set([...sites, ...candidates])].map((name): HeadSite => {
    const place = candidates.indexOf(name)
    if (place === -1) return { name, state: avoid.includes(name) ? 'avoid' : 'dot' }
    const pinned = keep.includes(name)
    if (!probabilities) return { name, state: tried.has(name) ? 'chosen' : 'candidate', pinned }
    const shares = probabilities.map((row) => row[place] ?? 0)
    const probability = Math.min(
      1,
      shares.reduce((sum, p) => sum + p, 0),
    )
    return { name, state: 'candidate', pinned, probability, shares }
  })
}

/** A set among the sites that could have been in it. */
export function setSites(finding: CurveFinding, electrodes: readonly ElectrodeName[]): HeadSite[] {
  const { avoid, reserved } = finding.plan.constraints
  const { candidates, sites } = finding
  return [...new Set([...sites, ...avoid, ...reserved])].map((name): HeadSite => {
    if (electrodes.includes(name)) return { name, state: 'chosen' }
    if (avoid.includes(name)) return { name, state: 'avoid' }
    if (reserved.includes(name)) return { name, state: 'reference' }
    return { name, state: candidates.includes(name) ? 'candidate' : 'off' }
  })
}

/** How often each site was chosen over folds and restarts, as shade. */
export const frequencySites = ({ sites }: CurveFinding, { frequency }: CurvePoint): HeadSite[] =>
  sites.map((name, i) => ({
    name,
    state: 'candidate',
    probability: frequency[i] ?? 0,
    note: m.curve_chosen_often({ share: formatPercent(frequency[i] ?? 0) }),
  }))
