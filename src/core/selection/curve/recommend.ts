import type { Comparison, CurveMethod, CurvePoint, PairedComparison, Recommendation } from '../../domain/curve'
import type { DecoderKind } from '../../domain/decoder'
import { AppError } from '../../domain/error'
import { pairedCounts, rightOf } from '../../domain/pairedAnswers'
import { curveFigure, majorityShare } from '../../evaluation/figures'
import { chanceLimit, shareStandardError } from '../../evaluation/interval'
import { holm, trialsForNotWorse, verdictOf } from '../../evaluation/paired'
import { testPair } from '../../evaluation/pairTest'
import { permutationTest } from '../../evaluation/permutation'
import { pickSmallest, type InnerResult } from '../../evaluation/pick'
import { trialsAboveChance } from '../../evaluation/sampleSize'
import { innerResults } from './results'
import { judgedLabels, outerAnswers, outerFolds, seenInside, type CurveMaterial } from './points'

export interface Recommended {
  readonly recommendation: Recommendation
  readonly comparisons: readonly PairedComparison[]
}

/**
 * The set to wear, and what may be said of it. In every outer fold method, N and decoder are picked on its inner folds and the
 * held trials are answered by that pick alone: this accuracy is the procedure's. What is worn comes from all trials, picked by the
 * same rule on the outer folds as its inner ones; for that set no fresh trial is left, and the procedure's accuracy stands for it.
 */
export function recommend(
  material: CurveMaterial,
  points: readonly CurvePoint[],
  subjectOfJudged: readonly number[],
): Recommended {
  const { plan, labels } = material
  const outer = outerFolds(material)
  const pick = (results: readonly InnerResult[]): InnerResult => pickWorn(material, results)
  const picks = outer.map((fold) => pick(seenInside(material, fold)))
  const final = pick(innerResults(material.sets, outer, { labels, decoders: plan.decoders }))
  const answers = outer.flatMap(({ key }, index) => answersOf(material, key, picks[index]!))
  const truth = judgedLabels(material)
  const judge = createJudge({ truth, subjectOfJudged, margin: marginShare(material, points) })
  const mine = { method: 'procedure' as const, n: final.n, answers }
  const all = points.find(({ method }) => method === 'all')!
  const fixed = fixedBeside(points, final.n)
  const others = points.filter((point) => point.n === final.n && point !== fixed && point !== all)
  const compared = [all, ...(fixed ? [fixed] : []), ...others].map((point) => judge(mine, point))
  const corrected = holm(compared.map(({ p }) => p)).map((pHolm, i) => ({ ...compared[i]!, pHolm }))
  const figure = curveFigure(answers, truth, plan.classes)
  const foldOf = outer.flatMap(({ held }, fold) => held.map(() => fold))
  const permutationP = permutationTest(answers, truth, foldOf, plan)
  const limit = chanceLimit(truth.length, Math.max(figure.chance, majorityShare(truth)))
  const decoded = permutationP <= 0.05 && figure.value >= limit - 1e-12
  const [againstAll, againstFixed] = [corrected[0]!, fixed ? corrected[1]! : null]
  return {
    recommendation: {
      method: final.method,
      n: final.n,
      decoder: final.decoder,
      electrodes: points.find(({ method, n }) => method === final.method && n === final.n)!.electrodes,
      figure,
      picked: picks.map(({ method, n, decoder }) => ({ method, n, decoder })),
      decoded,
      permutationP,
      againstAll,
      againstFixed,
      trialsNeeded: decoded
        ? trialsToSettle(answers, truth, [all, againstAll], fixed && againstFixed ? [fixed, againstFixed] : null)
        : trialsAboveChance(figure.value, Math.max(figure.chance, majorityShare(truth))),
    },
    comparisons: corrected,
  }
}

/** The smallest set that is enough and may be worn. All sites may, where nothing forbids one of them. */
function pickWorn({ plan, sites, choosable }: CurveMaterial, results: readonly InnerResult[]): InnerResult {
  const { inputs, minimumDistance, symmetric } = plan.constraints
  const isFree =
    choosable === sites.length && minimumDistance === 0 && !symmetric && (inputs ?? Infinity) >= sites.length
  const picked = pickSmallest(results, plan.margin, ({ method }) => method !== 'all' || isFree)
  if (picked) return picked
  throw new AppError({
    code: 'selection/conflict',
    message: 'No way of choosing gave a set in every fold that these constraints allow.',
    hint: 'Ask for another number of electrodes or another method, or loosen a constraint; random sets are a control and are never recommended.',
  })
}

function answersOf(material: CurveMaterial, fold: string, { method, n, decoder }: InnerResult): number[] {
  const single = { ...material, folds: material.folds.filter(({ key }) => key === fold) }
  return outerAnswers(single, new Map<string, DecoderKind>([[fold, decoder]]), { method, n, draw: 0 }) ?? []
}

/** The textbook set of the same size, else the largest smaller one, else the smallest. */
function fixedBeside(points: readonly CurvePoint[], n: number): CurvePoint | null {
  const fixed = points.filter(({ method }) => method === 'fixed').sort((a, b) => a.n - b.n)
  return fixed.findLast((point) => point.n <= n) ?? fixed[0] ?? null
}

/** The plan's margin as a share of right answers: standard errors are those of the best inner value. */
function marginShare({ plan: { margin } }: CurveMaterial, points: readonly CurvePoint[]): number {
  if (margin.kind === 'accuracy') return margin.value
  const best = points
    .filter(({ method }) => method !== 'random')
    .reduce((top, point) => (point.inner.value > top.inner.value ? point : top))
  const trials = best.figure.trials
  return margin.value * shareStandardError(best.inner.value * trials, trials)
}

interface Side {
  readonly method: CurveMethod | 'procedure'
  readonly n: number
  readonly answers: readonly number[]
}

interface Trials {
  readonly truth: readonly number[]
  readonly subjectOfJudged: readonly number[]
  readonly margin: number
}

function createJudge({ truth, subjectOfJudged, margin }: Trials): (first: Side, second: CurvePoint) => Comparison {
  return (first, second) => {
    const { difference, low, high, test, p } = testPair({
      first: rightOf(first.answers, truth),
      second: rightOf(second.answers, truth),
      subjects: subjectOfJudged,
    })
    return {
      first: { method: first.method, n: first.n },
      second: { method: second.method, n: second.n },
      ...{ difference, low, high, test, p },
      pHolm: p,
      verdict: verdictOf({ low, high }, margin),
      margin,
    }
  }
}

/** Nobody records more; a number beyond it says that more trials are not the way. */
const mostTrials = 10_000

type Open = readonly [CurvePoint, Comparison]

/** The larger of what the open questions need; null when none is open or more trials would show the opposite. */
function trialsToSettle(
  answers: readonly number[],
  truth: readonly number[],
  all: Open,
  fixed: Open | null,
): number | null {
  const needed = [all, ...(fixed ? [fixed] : [])]
    .filter(([, { verdict }]) => verdict === 'unknown')
    .map(([point, { margin }]) =>
      trialsForNotWorse(pairedCounts(rightOf(answers, truth), rightOf(point.answers, truth)), margin),
    )
  const known = needed.filter((trials): trials is number => trials !== null && trials <= mostTrials)
  return known.length === 0 ? null : Math.max(...known)
}
