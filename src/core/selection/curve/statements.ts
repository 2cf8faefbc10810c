import type { Comparison, CurveFigure, CurveFinding, CurvePoint, LeftOutSite } from '../../domain/curve'
import type { Statement } from '../../domain/curveStatement'
import { majorityShare } from '../../evaluation/figures'
import { chanceLimit } from '../../evaluation/interval'

type Finding = Pick<CurveFinding, 'recommendation' | 'points' | 'sites' | 'trials' | 'plan'>

/** A set is called unstable when folds agree on it hardly more than sets drawn at random would. */
const stableFrom = 0.25

/**
 * What may be said of a finding, in order: never more than the intervals carry. At chance nothing is recommended; it is said what
 * was seen and what to check.
 */
export function statementsOf(finding: Finding): Statement[] {
  const { recommendation } = finding
  if (!recommendation.decoded) return atChance(finding)
  return [againstAll(finding), ...againstFixed(finding), ...open(finding), ...stability(finding)]
}

/** What may not be chosen though every recording has it, and why; nothing where there is none. */
export function leftOutStatement(leftOut: readonly LeftOutSite[]): Statement[] {
  if (leftOut.length === 0) return []
  const of = (reason: LeftOutSite['reason']): string =>
    leftOut.flatMap((one) => (one.reason === reason ? [`${one.site} ${one.run}`] : [])).join(', ')
  const values = { marked: of('marked'), constant: of('constant'), 'not-finite': of('not-finite') }
  return [{ key: 'sites-left-out', values }]
}

function atChance({ recommendation, trials }: Finding): Statement[] {
  const { figure, permutationP, trialsNeeded } = recommendation
  const labels = trials.map(({ label }) => label)
  const values = { ...shares(figure), limit: limitOf(figure, labels), p: permutationP }
  return [
    { key: 'nothing-decoded', values },
    { key: 'check-labels', values: {} },
    ...(trialsNeeded === null ? [] : [{ key: 'above-chance-needs', values: { trials: trialsNeeded } } as const]),
  ]
}

function againstAll({ recommendation, points, sites }: Finding): Statement {
  const { n, figure, picked, againstAll: comparison } = recommendation
  const all = points.find(({ method }) => method === 'all')!
  const values = {
    n,
    // Where folds picked other numbers, the figure is that of picking, not of N electrodes.
    picked: picked.every((pick) => pick.n === n) ? '' : picked.map((pick) => pick.n).join(', '),
    ...shares(figure),
    all: sites.length,
    allValue: all.figure.value,
    allLow: all.figure.low,
    allHigh: all.figure.high,
    ...difference(comparison),
  }
  if (n === sites.length) return { key: 'all-are-best', values }
  const keyOf = {
    better: 'better-than-all',
    'not-worse': 'enough',
    unknown: 'as-seen-not-shown',
    worse: 'fewer-lose',
  } as const
  return { key: keyOf[comparison.verdict], values }
}

function againstFixed({ recommendation, points }: Finding): Statement[] {
  const { method, againstFixed: comparison } = recommendation
  // Where everything is worn nothing was chosen that a fixed set could be held against.
  if (!comparison || method === 'all') return []
  const fixed = points.find((point) => point.method === 'fixed' && point.n === comparison.second.n)!
  const values = { ...fixedValues(fixed), ...difference(comparison) }
  if (method === 'fixed') return [{ key: 'fixed-chosen', values }]
  if (comparison.verdict === 'better') return [{ key: 'choosing-helps', values }]
  if (comparison.verdict === 'worse') return [{ key: 'fixed-better', values }]
  return [{ key: fixed.figure.value >= recommendation.figure.value ? 'fixed-as-well' : 'choosing-not-shown', values }]
}

const open = ({ recommendation: { trialsNeeded }, trials }: Finding): Statement[] =>
  trialsNeeded === null ? [] : [{ key: 'trials-needed', values: { trials: trialsNeeded, have: trials.length } }]

function stability({ recommendation, points }: Finding): Statement[] {
  const { method } = recommendation
  const point = points.find((one) => one.method === method && one.n === recommendation.n)
  const chosen = point?.stability
  if (!chosen || chosen.nogueira === null || method === 'all') return []
  const values = { nogueira: chosen.nogueira, jaccard: chosen.jaccard!, chance: chosen.jaccardChance! }
  if (chosen.nogueira < stableFrom) return [{ key: 'set-unstable', values }]
  return recommendation.method === 'fixed' ? [] : [{ key: 'set-stability', values }]
}

/** What guessing may reach: of uneven classes, by always answering the largest. */
const limitOf = ({ chance, trials }: CurveFigure, labels: readonly number[]): number =>
  chanceLimit(trials, Math.max(chance, majorityShare(labels)))

const shares = ({ value, low, high, chance, chanceLimit, trials, correct }: CurveFigure): Statement['values'] => ({
  ...{ value, low, high, chance, trials, correct },
  limit: chanceLimit,
})

const difference = ({ difference: value, low, high, margin, p }: Comparison): Statement['values'] => ({
  difference: value,
  differenceLow: low,
  differenceHigh: high,
  margin,
  differenceP: p,
})

const fixedValues = ({ n, figure }: CurvePoint): Statement['values'] => ({
  fixedN: n,
  fixedValue: figure.value,
  fixedLow: figure.low,
  fixedHigh: figure.high,
})
