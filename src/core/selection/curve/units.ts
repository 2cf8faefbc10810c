import { familyOf, isOwnSet, type CurveMethod, type CurvePlan, type EvaluationScheme } from '../../domain/curve'
import { groupFolds, type GroupFold } from '../../evaluation/folds'
import { plainness } from '../../evaluation/pick'

/** One split of the trials: what may learn and choose, and what is answered. */
export interface CurveFold {
  /** `0`, `1` … for outer folds, `0.0`, `0.1` … for the inner folds of each, `all` for the choice from every trial. */
  readonly key: string
  readonly role: 'outer' | 'inner' | 'all'
  /** Outer fold that it belongs to; null for `all`. */
  readonly outer: number | null
  readonly training: readonly number[]
  /** Of these only answers leave the fold; empty for `all`. */
  readonly held: readonly number[]
  /** `tuned`: the trials among `training` of the subject who is judged; they weigh as much as all others together. */
  readonly own?: readonly number[]
}

/** What is done, saved and resumed as one: a method on one fold for some sizes. */
export interface CurveUnit {
  readonly key: string
  readonly fold: CurveFold
  readonly method: CurveMethod
  readonly sizes: readonly number[]
}

export interface FoldMaterial {
  /** `[trial]` */
  readonly groupOfTrial: Int32Array
  readonly subjectOfTrial: Int32Array
  readonly classOfTrial: Int32Array
  readonly classes: number
}

/** Inner folds where one group is left to learn from: this many stretches of time. */
const blocks = 3

/**
 * All folds of a plan. Inner folds are cut from the training part of their outer fold, by the same groups; where that part is one
 * group alone, by stretches of time in it. Of a tuned decoder they too judge the subject's own runs alone.
 * @throws AppError `selection/too-few-trials` when no outer fold can be made
 */
export function planFolds(material: FoldMaterial, scheme: EvaluationScheme): CurveFold[] {
  const outer = outerFolds(material, scheme)
  const trials = [...material.classOfTrial.keys()]
  return [
    ...outer.flatMap((fold, index): CurveFold[] => [
      ...innerFolds(material, fold).map((part, inner): CurveFold => ({
        key: `${index}.${inner}`,
        role: 'inner',
        outer: index,
        ...part,
      })),
      { key: String(index), role: 'outer', outer: index, ...fold },
    ]),
    { key: 'all', role: 'all', outer: null, training: trials, held: [] },
  ]
}

type Parts = Pick<CurveFold, 'training' | 'held' | 'own'>

function outerFolds(material: FoldMaterial, scheme: EvaluationScheme): Parts[] {
  if (scheme !== 'tuned') return groupFolds(material).map(({ held, rest }) => ({ training: rest, held }))
  // Each subject's own runs are left out in turn; all other subjects teach every time.
  const subjects = [...new Set(material.subjectOfTrial)]
  return subjects.flatMap((subject) => {
    const others = [...material.subjectOfTrial.keys()].filter((trial) => material.subjectOfTrial[trial] !== subject)
    return withinFolds(material, indices(material.subjectOfTrial, subject), groupFolds).map((parts) =>
      tuned(parts, others),
    )
  })
}

/** All others teach as well. */
const tuned = ({ training, held }: Parts, others: readonly number[]): Parts => ({
  training: [...others, ...training].sort((a, b) => a - b),
  held,
  own: training,
})

function innerFolds(material: FoldMaterial, { training, own }: Parts): Parts[] {
  if (!own) return withinFolds(material, training, innerGroups)
  const others = training.filter((trial) => !own.includes(trial))
  return withinFolds(material, own, innerGroups).map((parts) => tuned(parts, others))
}

const innerGroups = (part: FoldMaterial): GroupFold[] =>
  groupFolds(groupsAreEnough(part) ? part : { ...part, groupOfTrial: stretches(part) })

/** Folds of some of the trials. */
function withinFolds(
  material: FoldMaterial,
  trials: readonly number[],
  fold: (part: FoldMaterial) => readonly GroupFold[],
): Parts[] {
  const back = (places: readonly number[]): number[] => places.map((place) => trials[place]!)
  return fold(pick(material, trials)).map(({ held, rest }) => ({ training: back(rest), held: back(held) }))
}

function groupsAreEnough(part: FoldMaterial): boolean {
  let folds = 0
  let has = new Set<number>()
  for (const group of [...new Set(part.groupOfTrial)].sort((a, b) => a - b)) {
    for (const trial of indices(part.groupOfTrial, group)) has.add(part.classOfTrial[trial]!)
    if (has.size < part.classes) continue
    folds++
    has = new Set()
  }
  return folds >= 2
}

/** The first, second … third of each class in time. */
function stretches({ classOfTrial }: FoldMaterial): Int32Array {
  const stretchOf = new Int32Array(classOfTrial.length)
  for (const label of new Set(classOfTrial)) {
    const own = indices(classOfTrial, label)
    own.forEach((trial, place) => (stretchOf[trial] = Math.floor((place * blocks) / own.length)))
  }
  return stretchOf
}

const pick = (material: FoldMaterial, trials: readonly number[]): FoldMaterial => ({
  ...material,
  groupOfTrial: Int32Array.from(trials, (trial) => material.groupOfTrial[trial]!),
  subjectOfTrial: Int32Array.from(trials, (trial) => material.subjectOfTrial[trial]!),
  classOfTrial: Int32Array.from(trials, (trial) => material.classOfTrial[trial]!),
})

const indices = (values: Int32Array, wanted: number): number[] =>
  [...values.keys()].filter((index) => values[index] === wanted)

/**
 * Units in the order in which they are done: inner folds first and plain methods first, so that the growing curve means something
 * early; outer folds last. A learned method is one unit a size, since each of its trainings takes seconds.
 */
export function planUnits(
  folds: readonly CurveFold[],
  plan: Pick<CurvePlan, 'methods' | 'sizes' | 'ownSets'>,
  { choosable, all }: { readonly choosable: number; readonly all: number },
): CurveUnit[] {
  // All candidates are no choice any more; where they are all sites, the point `all` shows them.
  const sizes = plan.sizes.filter((size) => size < all && size <= choosable)
  const methods = allMethods(plan)
  const roles = ['inner', 'all', 'outer'] as const
  return roles.flatMap((role) =>
    methods.flatMap((method) =>
      folds.filter((fold) => fold.role === role).flatMap((fold) => unitsOf({ fold, method, sizes }, all)),
    ),
  )
}

/** What is compared: the methods from plain to elaborate, all candidates, the person's own sets. */
export function allMethods({ methods, ownSets }: Pick<CurvePlan, 'methods' | 'ownSets'>): CurveMethod[] {
  const own = ownSets.map(({ name }): CurveMethod => `own:${name}`)
  return [...new Set<CurveMethod>([...methods, 'all', ...own])].sort((a, b) => plainness(a) - plainness(b))
}

function unitsOf({ fold, method, sizes }: Omit<CurveUnit, 'key'>, all: number): CurveUnit[] {
  const unit = (own: readonly number[]): CurveUnit => ({
    key: `${fold.key}/${method}/${own.join('-')}`,
    ...{ fold, method, sizes: own },
  })
  if (method === 'all') return [unit([all])]
  if (isOwnSet(method) || familyOf(method) !== 'learned') return [unit(sizes)]
  return sizes.map((size) => unit([size]))
}
