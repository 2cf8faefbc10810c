import type { CurveFinding, CurvePoint, PairedComparison, SetStability } from '../../../../core/domain/curve'
import { comparisonWith } from '../../../../core/domain/curveTable'
import { pointId } from './answerCurve'

/** A set in the table: its point, and how the recommended procedure compares with it where that was tested. */
export interface SetRow {
  readonly id: string
  readonly point: CurvePoint
  readonly comparison: PairedComparison | null
}

/** Sets at one N, all electrodes last. */
export function rowsAt({ points, comparisons }: Pick<CurveFinding, 'points' | 'comparisons'>, n: number): SetRow[] {
  const own = points.filter((point) => point.n === n && point.method !== 'all')
  const all = points.filter(({ method }) => method === 'all')
  return [...own, ...all].map((point) => ({
    id: pointId(point),
    point,
    comparison: comparisonWith({ comparisons }, point),
  }))
}

/** Folds hardly agree more than sets drawn at random: below this of Nogueira's measure, as the answer's sentences have it. */
const stableFrom = 0.25
const firmFrom = 0.75

export type Settledness = 'same' | 'high' | 'medium' | 'low' | 'unknown'

/** How settled a choice is, by how much its folds agree. */
export function settledness({ nogueira, jaccard }: SetStability): Settledness {
  if (jaccard === 1) return 'same'
  if (nogueira === null) return 'unknown'
  if (nogueira >= firmFrom) return 'high'
  return nogueira >= stableFrom ? 'medium' : 'low'
}
