import type { CurvePlan } from '../../domain/curve'
import { isOwnSet, type MethodId } from '../../domain/curve'
import type { DecoderKind } from '../../domain/decoder'
import { createRandom } from '../../domain/random'
import { restrictTrials } from '../selectionData'
import type { ProposedSet, SelectionData, Selector, SelectorContext } from '../selectors/selector'
import type { Answers, SetScorer } from './setScorer'
import type { CurveFold, CurveUnit } from './units'

/** A set with what it answered to the held trials of its fold; plain data, saved a line a unit. */
export interface ScoredSet extends ProposedSet {
  /** Class index for every held trial of the fold, in its order; empty where the set was not scored. */
  readonly answers: Readonly<Partial<Record<DecoderKind, readonly number[]>>>
}

export interface UnitResult {
  readonly key: string
  readonly sets: readonly ScoredSet[]
}

/** What units work with. */
export interface UnitTools {
  readonly plan: CurvePlan
  /** All trials of the plan with all sites: what `all` and a person's own sets are taken from. */
  readonly data: SelectionData
  /** The same with the sites that may be chosen. */
  readonly choosable: SelectionData
  /** How the method chooses in a fold of this role, from this seed. */
  selector(method: MethodId, unit: CurveUnit, seed: number): Selector
  scorer(kind: DecoderKind): SetScorer
}

/** Chooses on the training trials of a fold and answers its held ones. The same unit gives the same result whatever ran before. */
export async function runUnit(unit: CurveUnit, tools: UnitTools, context: SelectorContext): Promise<UnitResult> {
  const { plan } = tools
  const proposed = await propose(unit, tools, context)
  const sets: ScoredSet[] = []
  for (const set of proposed) {
    const answers: Partial<Record<DecoderKind, readonly number[]>> = {}
    if (isScored(unit, set)) {
      for (const kind of plan.decoders) {
        await context.pause()
        answers[kind] = await answersOf(kind, set.sites, { unit, tools })
      }
    }
    sets.push({ ...set, answers })
  }
  return { key: unit.key, sets }
}

/** What was answered to whom. */
const answered = new WeakMap<UnitTools, WeakMap<CurveFold, Map<string, Answers>>>()

/** A set that several methods chose in one fold is scored once. The order of sites is taken away first: what they are answered must
 *  not depend, by a rounding, on who chose them. */
async function answersOf(
  kind: DecoderKind,
  chosen: readonly number[],
  { unit, tools }: { readonly unit: CurveUnit; readonly tools: UnitTools },
): Promise<Answers> {
  const { fold } = unit
  const sites = [...chosen].sort((a, b) => a - b)
  const ofTools = answered.get(tools) ?? new WeakMap<CurveFold, Map<string, Answers>>()
  const ofFold = ofTools.get(fold) ?? new Map<string, Answers>()
  answered.set(tools, ofTools)
  ofTools.set(fold, ofFold)
  const key = `${kind} ${sites.join()}`
  const found =
    ofFold.get(key) ?? (await tools.scorer(kind).answer({ ...fold, sites, labels: tools.data.classOfTrial }))
  ofFold.set(key, found)
  return found
}

/** Of a learned method's restarts only the best is worn; random sets are all of interest. */
const isScored = ({ fold, method }: CurveUnit, { draw }: ProposedSet): boolean =>
  fold.held.length > 0 && (draw === 0 || method === 'random')

async function propose(unit: CurveUnit, tools: UnitTools, context: SelectorContext): Promise<readonly ProposedSet[]> {
  const { method } = unit
  const { candidates } = tools.data
  const given = (sites: readonly number[]): Promise<readonly ProposedSet[]> =>
    Promise.resolve([{ n: sites.length, sites, draw: 0, score: null }])
  if (method === 'all') return given([...candidates.keys()])
  if (isOwnSet(method)) {
    const own = tools.plan.ownSets.find(({ name }) => `own:${name}` === method)!
    return given(own.electrodes.map((site) => candidates.indexOf(site)))
  }
  const seed = createRandom(tools.plan.seed)
    .fork(unit.key)
    .integer(2 ** 31)
  const learns = new Set(unit.fold.training)
  const visible = restrictTrials(tools.choosable, (trial) => learns.has(trial))
  const toAll = visible.candidates.map((site) => candidates.indexOf(site))
  const back = (sites: readonly number[]): number[] => sites.map((site) => toAll[site]!)
  const trying: SelectorContext['trying'] = (n, sites) => context.trying(n, back(sites))
  const sets = await tools.selector(method, unit, seed).choose(visible, unit.sizes, { ...context, trying })
  return sets.map((set) => ({ ...set, sites: back(set.sites) }))
}
