import type { CurveFinding, CurvePlan, JudgedTrial } from '../../domain/curve'
import type { DecoderKind } from '../../domain/decoder'
import { curveFigure } from '../../evaluation/figures'
import type { SelectionData } from '../selectors/selector'
import { bestDecoder, curvePoints, outerFolds, seenInside, type CurveMaterial } from './points'
import { recommend } from './recommend'
import { toFoundSets } from './results'
import { statementsOf } from './statements'
import type { UnitResult } from './runUnit'
import type { CurveFold, CurveUnit } from './units'

/** Trials of a plan with what tells them apart. */
export interface CurveTrials {
  /** With all sites. */
  readonly data: SelectionData
  /** With the sites that may be chosen. */
  readonly choosable: SelectionData
  /** `[trial]`, indices into `subjects`. */
  readonly subjectOfTrial: Int32Array
  readonly subjects: readonly string[]
  /** `[trial]` */
  readonly recordings: readonly { readonly recordingId: number; readonly run: string }[]
}

/** The part of a finding that its units' results say; the job adds what it knows of data, machine and time. */
export type CurveAnswer = Pick<
  CurveFinding,
  | 'candidates'
  | 'sites'
  | 'folds'
  | 'trials'
  | 'decoder'
  | 'points'
  | 'recommendation'
  | 'comparisons'
  | 'perSubject'
  | 'statements'
>

/** Puts all units' results together. The same results give the same answer, in whatever order they came. */
export function toAnswer(
  trials: CurveTrials,
  plan: CurvePlan,
  { folds, units, results }: CurveWork & { readonly results: ReadonlyMap<string, UnitResult> },
): CurveAnswer {
  const { candidates: sites, classOfTrial } = trials.data
  const { candidates } = trials.choosable
  const sets = toFoundSets(units, results)
  const material: CurveMaterial = { plan, sites, choosable: candidates.length, folds, sets, labels: classOfTrial }
  const outer = outerFolds(material)
  const decoders = new Map<string, DecoderKind>(
    outer.map((fold) => [fold.key, bestDecoder(seenInside(material, fold), plan.decoders)]),
  )
  const points = curvePoints(material, decoders)
  const judged = outer.flatMap(({ held, outer: fold }) => held.map((trial) => toJudged(trials, trial, fold!)))
  const subjectOfJudged = outer.flatMap(({ held }) => held.map((trial) => trials.subjectOfTrial[trial]!))
  const { recommendation, comparisons } = recommend(material, points, subjectOfJudged)
  return {
    ...{ candidates, sites },
    folds: outer.map((fold) => ({ name: foldName(fold, trials), trials: fold.held.length })),
    trials: judged,
    decoder: recommendation.decoder,
    points,
    recommendation,
    comparisons,
    perSubject: perSubject(points, judged, plan),
    statements: statementsOf({ recommendation, points, sites, trials: judged, plan }),
  }
}

export interface CurveWork {
  readonly folds: readonly CurveFold[]
  readonly units: readonly CurveUnit[]
}

/** What a fold leaves out, in words of the data: its runs, its subject, or some of a subject's runs. */
export function foldName(
  { key, held, outer }: CurveFold,
  { recordings, subjectOfTrial, subjects }: CurveTrials,
): string {
  if (outer === null) return key
  const own = [...new Set(held.map((trial) => subjectOfTrial[trial]!))].map((subject) => subjects[subject]!)
  const runs = [...new Set(held.map((trial) => recordings[trial]!.run))]
  if (subjects.length === 1) return runs.join(' ')
  const isWhole =
    own.length > 1 || held.length === subjectOfTrial.filter((one) => one === subjectOfTrial[held[0]!]).length
  return isWhole ? own.join(' ') : [...own, ...runs].join(' ')
}

const toJudged = (trials: CurveTrials, trial: number, fold: number): JudgedTrial => ({
  subject: trials.subjects[trials.subjectOfTrial[trial]!]!,
  ...trials.recordings[trial]!,
  fold,
  label: trials.data.classOfTrial[trial]!,
})

/** Figures of each subject at the recommended point of the curve; with one subject there is nothing to tell apart. */
function perSubject(
  points: CurveAnswer['points'],
  judged: readonly JudgedTrial[],
  { classes }: CurvePlan,
): CurveAnswer['perSubject'] {
  const subjects = [...new Set(judged.map(({ subject }) => subject))]
  if (subjects.length < 2) return []
  return subjects.map((subject) => {
    const own = [...judged.keys()].filter((trial) => judged[trial]!.subject === subject)
    const labels = own.map((trial) => judged[trial]!.label)
    const figures = points.map(({ method, n, answers }) => ({
      ...{ method, n },
      figure: curveFigure(
        own.map((trial) => answers[trial]!),
        labels,
        classes,
      ),
    }))
    return { subject, points: figures }
  })
}
