import type { Cap, ElectrodeName } from '../../../core/domain/electrode'
import type { Wiring } from '../../../core/domain/session'
import { toElectrodeName } from '../../../core/montage/names'
import type { HeadSite } from '../../components/head/site'

/** Reference and ground where they have a place on the head that no contact of the cap has. */
function references({ reference, ground }: Cap, taken: readonly ElectrodeName[]): HeadSite[] {
  const names = new Set([reference, ground].map((label) => (label ? toElectrodeName(label) : null)))
  return [...names].flatMap((name) => (name && !taken.includes(name) ? [{ name, state: 'reference' as const }] : []))
}

const sitesOf = (cap: Cap): ElectrodeName[] => cap.sites.filter((site) => site !== null)

/** The cap alone: where its contacts sit; chosen electrodes on it are solid, those that it lacks dashed. */
export function capSites(cap: Cap, chosen: readonly ElectrodeName[]): HeadSite[] {
  const own = sitesOf(cap)
  const missing = chosen.filter((site) => !own.includes(site))
  return [
    ...own.map((name) => ({ name, state: chosen.includes(name) ? ('chosen' as const) : ('candidate' as const) })),
    ...missing.map((name) => ({ name, state: 'elsewhere' as const })),
    ...references(cap, [...own, ...missing]),
  ]
}

/** The chosen electrodes with their lines to the inputs; other contacts of the cap are dots. */
export function wiringSites(cap: Cap | null, wiring: Wiring): HeadSite[] {
  const wired = wiring.map(({ electrode, input }): HeadSite => ({
    name: electrode,
    state: 'chosen',
    input,
    connected: input !== null,
  }))
  const others = cap ? sitesOf(cap).filter((site) => wiring.every(({ electrode }) => electrode !== site)) : []
  const taken = [...others, ...wired.map(({ name }) => name)]
  return [...others.map((name) => ({ name, state: 'dot' as const })), ...wired, ...(cap ? references(cap, taken) : [])]
}
