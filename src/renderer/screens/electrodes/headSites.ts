import type { ElectrodeName } from '../../../core/domain/electrode'
import type { SelectionReport, SelectionResult } from '../../../core/domain/training'
import type { HeadSite } from '../../components/head/site'
import { toShares } from './neurons'

interface Asked {
  readonly sites: readonly ElectrodeName[]
  readonly allowed: readonly ElectrodeName[]
  readonly keep: readonly ElectrodeName[]
  readonly avoid: readonly ElectrodeName[]
}

/** While the question is put together: what may be chosen, what has to be, what must not. */
export const askingSites = ({ sites, allowed, keep, avoid }: Asked): HeadSite[] =>
  sites.map((name) => ({
    name,
    state: keep.includes(name) ? 'keep' : avoid.includes(name) ? 'avoid' : allowed.includes(name) ? 'candidate' : 'off',
  }))

/** While it is learned: where the neurons look. Sites that are no candidates stay as dots, to find one's way. */
export function learningSites(report: SelectionReport, { sites, keep, avoid }: Asked): HeadSite[] {
  const shares = toShares(report)
  return [...new Set([...sites, ...report.candidates])].map((name) => {
    const own = shares.get(name)
    if (!own) return { name, state: avoid.includes(name) ? 'avoid' : 'dot' }
    const probability = Math.min(
      1,
      own.reduce((sum, p) => sum + p, 0),
    )
    return { name, state: 'candidate', pinned: keep.includes(name), probability, shares: own }
  })
}

/** The answer: the chosen among those that could have been. */
export const answerSites = ({ electrodes, report }: SelectionResult, sites: readonly ElectrodeName[]): HeadSite[] =>
  [...new Set([...report.candidates, ...sites])].map((name) => ({
    name,
    state: electrodes.includes(name) ? 'chosen' : report.candidates.includes(name) ? 'candidate' : 'off',
  }))
