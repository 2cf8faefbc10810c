import type { SiteConstraints } from '../domain/curve'
import type { ElectrodeName } from '../domain/electrode'
import { AppError } from '../domain/error'
import { conflict } from './constraintChecks'

type Names = readonly ElectrodeName[]
const list = (sites: Names): string => sites.join(', ')

interface Room {
  readonly candidates: Names
  readonly kept: readonly number[]
  canGrow(sites: readonly number[], n: number): boolean
}

/** Throws as `SiteRules.checkSize`. */
export function checkSizeOf(constraints: SiteConstraints, rules: Room, n: number): void {
  const { inputs, minimumDistance, symmetric } = constraints
  const kept = rules.kept.map((site) => rules.candidates[site]!)
  if (inputs !== null && n > inputs) throw tooMany(n, inputs)
  if (kept.length > n) throw keptTooMany(kept, n, symmetric)
  if (n < 1 || rules.candidates.length < n) {
    throw new AppError({
      code: 'selection/too-few-candidates',
      message: `${n} electrodes are wanted, but ${rules.candidates.length} sites may be chosen.`,
      hint: 'Ask for fewer electrodes, or allow more sites.',
      values: { electrodes: n, candidates: rules.candidates.length, first: 'number', second: 'candidates' },
    })
  }
  if (rules.canGrow(rules.kept, n)) return
  if (minimumDistance > 0) throw noRoom(constraints, rules, n)
  throw oddSites(kept, n)
}

const tooMany = (n: number, inputs: number): AppError =>
  conflict({
    between: ['number', 'inputs'],
    sites: [],
    message: `${n} electrodes are wanted, but the amplifier has ${inputs} inputs.`,
    hint: `Ask for at most ${inputs} electrodes, or choose another amplifier.`,
  })

const keptTooMany = (kept: Names, n: number, symmetric: boolean): AppError =>
  conflict({
    between: ['keep', 'number'],
    sites: kept,
    message: `${kept.length} sites should be kept${symmetric ? ' with their mirror images' : ''} (${list(kept)}), but only ${n} electrodes are wanted.`,
    hint: `Ask for at least ${kept.length} electrodes, or keep fewer sites.`,
  })

/** `most` is the largest set that was found, so a smaller number is a way out that works. */
function noRoom({ minimumDistance, symmetric }: SiteConstraints, rules: Room, n: number): AppError {
  let most = n - 1
  while (most > 0 && !rules.canGrow(rules.kept, most)) most--
  const kept = rules.kept.map((site) => rules.candidates[site]!)
  const beside = kept.length > 0 ? ` beside ${list(kept)}` : ''
  return conflict({
    between: ['number', 'distance'],
    sites: kept,
    message: `No ${symmetric ? 'symmetric ' : ''}set of ${n} sites that are at least ${minimumDistance}° apart was found${beside}; the next smaller has ${most}.`,
    hint: `Ask for ${Math.max(most, 1)} electrodes or fewer, or lower the least distance${symmetric ? ', or give up the symmetry' : ''}.`,
  })
}

const oddSites = (kept: Names, n: number): AppError =>
  conflict({
    between: ['number', 'symmetry'],
    sites: kept,
    message: `A symmetric set of ${n} electrodes needs ${(n - kept.length) % 2 === 1 ? 'an odd number of sites' : 'another site'} on the midline${kept.length > 0 ? ` beside ${list(kept)}` : ''}, and too few may be chosen.`,
    hint: `Ask for ${n - 1} or ${n + 1} electrodes, allow a site of the midline, or give up the symmetry.`,
  })
