import type { SiteConstraints } from '../domain/curve'
import type { ElectrodeName } from '../domain/electrode'
import { AppError } from '../domain/error'
import { toElectrodeName } from '../montage/names'
import { distance } from '../montage/projection'
import { siteOf } from '../montage/sites'
import { mirrorSite } from './mirror'

/** What can conflict with what; `values.first` and `values.second` of the error. */
export type ConstraintName =
  'names' | 'candidates' | 'keep' | 'avoid' | 'reserved' | 'bad' | 'distance' | 'symmetry' | 'inputs' | 'number'

type Names = readonly ElectrodeName[]

export interface ConflictText {
  readonly between: readonly [ConstraintName, ConstraintName]
  readonly sites: Names
  readonly message: string
  readonly hint: string
}

export const conflict = ({ between: [first, second], sites, message, hint }: ConflictText): AppError =>
  new AppError({ code: 'selection/conflict', message, hint, values: { first, second, sites: sites.join(', ') } })

/** Candidates that are left and the indices of the kept ones among them. Throws as `createSiteRules`. */
export function checkConstraints(
  constraints: SiteConstraints,
  available: Names,
  bad: Names,
): { candidates: Names; kept: readonly number[] } {
  const known = (names: Names): ElectrodeName[] => names.map((name) => canonical(name))
  const [wanted, avoid, reserved] = [
    known(constraints.candidates),
    known(constraints.avoid),
    known(constraints.reserved),
  ]
  const mirrored = constraints.symmetric ? known(constraints.keep).map(mirrorSite) : []
  const keep = [...new Set([...known(constraints.keep), ...mirrored])]
  const reasons: Reasons = { wanted, avoid, reserved, bad, available }
  for (const site of keep) checkKept(site, reasons, constraints)
  checkApart(keep, constraints)
  const open = available.filter((site) => whyNot(site, reasons) === null)
  const candidates = constraints.symmetric ? withoutLonely(open, constraints.minimumDistance) : open
  if (candidates.length === 0) throw noneLeft(reasons, open.length > 0)
  const kept = keep.map((site) => candidates.indexOf(site)).sort((a, b) => a - b)
  return { candidates, kept }
}

function canonical(name: ElectrodeName): ElectrodeName {
  const site = toElectrodeName(name)
  if (site !== null) return site
  throw conflict({
    between: ['names', 'names'],
    sites: [name],
    message: `Expected a site of the 10-05 system, got ${name}.`,
    hint: 'Correct the name, or take it off the list.',
  })
}

interface Reasons {
  readonly wanted: Names
  readonly avoid: Names
  readonly reserved: Names
  readonly bad: Names
  readonly available: Names
}

/** What keeps a site from being chosen. */
function whyNot(site: ElectrodeName, { wanted, avoid, reserved, bad, available }: Reasons): ConstraintName | null {
  if (avoid.includes(site)) return 'avoid'
  if (reserved.includes(site)) return 'reserved'
  if (bad.includes(site)) return 'bad'
  if (!available.includes(site)) return 'names'
  return wanted.length > 0 && !wanted.includes(site) ? 'candidates' : null
}

const refusals: Readonly<Record<string, readonly [message: string, hint: string]>> = {
  avoid: ['should be avoided', 'Take the site off one of the two lists.'],
  reserved: ['carries the reference or the ground', 'Stop keeping the site, or move the reference or ground.'],
  bad: ['is a bad channel', 'Stop keeping the site, or leave out the recordings where it is bad.'],
  names: ['is not in every recording', 'Stop keeping the site, or leave out the recordings that lack it.'],
  candidates: ['is not among the candidates', 'Add the site to the candidates, or stop keeping it.'],
}

function checkKept(site: ElectrodeName, reasons: Reasons, { keep, symmetric }: SiteConstraints): void {
  const reason = whyNot(site, reasons)
  if (reason === null) return
  const [message, hint] = refusals[reason]!
  const asMirror = symmetric && !keep.map(canonical).includes(site)
  const other = mirrorSite(site)
  throw conflict({
    between: [asMirror ? 'symmetry' : 'keep', reason],
    sites: asMirror ? [other, site] : [site],
    message: asMirror
      ? `${other} is kept and sets are symmetric, so ${site} should be kept too, but it ${message}.`
      : `${site} should be kept, but it ${message}.`,
    hint: asMirror ? `Give up the symmetry, stop keeping ${other}, or free ${site}.` : hint,
  })
}

function checkApart(keep: Names, { minimumDistance }: SiteConstraints): void {
  for (const [i, first] of keep.entries()) {
    for (const second of keep.slice(i + 1)) {
      const degrees = (distance(siteOf(first)!, siteOf(second)!) * 180) / Math.PI
      if (degrees >= minimumDistance - 1e-9) continue
      throw conflict({
        between: ['keep', 'distance'],
        sites: [first, second],
        message: `${first} and ${second} should be kept but are ${degrees.toFixed(0)}° apart, less than the least distance of ${minimumDistance}°.`,
        hint: `Keep one of the two, or lower the least distance to ${Math.floor(degrees)}°.`,
      })
    }
  }
}

/** A symmetric set cannot have a site whose mirror image may not be chosen, or is too near to it. */
function withoutLonely(sites: Names, minimumDistance: number): Names {
  return sites.filter((site) => {
    const mirror = mirrorSite(site)
    if (mirror === site) return true
    const [a, b] = [siteOf(site), siteOf(mirror)]
    return sites.includes(mirror) && a && b && (distance(a, b) * 180) / Math.PI >= minimumDistance - 1e-9
  })
}

function noneLeft({ wanted, available }: Reasons, lonely: boolean): AppError {
  const pool = wanted.length > 0 ? wanted : available
  const missing = wanted.filter((site) => !available.includes(site))
  const because = lonely
    ? 'none of them has a mirror image that may be chosen and is far enough from it'
    : missing.length === pool.length && pool.length > 0
      ? 'the recordings have none'
      : 'all of them are avoided, reserved, bad or missing in a recording'
  return new AppError({
    code: 'selection/too-few-candidates',
    message: `No site is left to choose from: of ${pool.length} candidates ${because}.`,
    hint: lonely ? 'Give up the symmetry, or allow sites of both sides.' : 'Allow more sites.',
    values: { electrodes: 1, candidates: 0, first: 'candidates', second: lonely ? 'symmetry' : 'avoid' },
  })
}
