import type { CurvePlan, CurveReport } from '../../domain/curve'
import type { CurveTrials, CurveWork } from './finding'
import { innerResults, toFoundSets } from './results'
import type { UnitResult } from './runUnit'

/** The curve as the inner folds that are done show it; outer folds stay closed until the end. The best decoder of each point. */
export function growingCurve({
  trials,
  work,
  plan,
  results,
}: {
  readonly trials: CurveTrials
  readonly work: CurveWork
  readonly plan: CurvePlan
  readonly results: ReadonlyMap<string, UnitResult>
}): CurveReport['growing'] {
  const sets = toFoundSets(work.units, results).filter(({ fold }) => fold.role === 'inner')
  const points = new Map<string, { method: CurveReport['growing'][number]['method']; n: number; values: number[] }>()
  for (const fold of work.folds.filter(({ role }) => role === 'inner')) {
    const labels = trials.data.classOfTrial
    const found = innerResults(sets, [fold], { labels, decoders: plan.decoders })
    const best = new Map<string, (typeof found)[number]>()
    for (const result of found) {
      const key = `${result.method}/${result.n}`
      if ((best.get(key)?.value ?? -1) < result.value) best.set(key, result)
    }
    for (const [key, { method, n, value }] of best) {
      const point = points.get(key) ?? { method, n, values: [] }
      point.values.push(value)
      points.set(key, point)
    }
  }
  return [...points.values()]
    .map(({ method, n, values }) => ({
      ...{ method, n },
      value: values.reduce((sum, value) => sum + value, 0) / values.length,
      folds: values.length,
    }))
    .sort((a, b) => a.n - b.n)
}
