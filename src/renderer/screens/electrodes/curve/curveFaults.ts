import type { CurvePlan } from '../../../../core/domain/curve'
import type { CurveQuestion } from './curvePlan'
import type { PlanExtent } from './planTime'

/** Why a plan cannot be asked; what else the job refuses is said by it. */
export type PlanFault =
  | { readonly kind: 'no-methods' }
  | { readonly kind: 'no-sizes' }
  | { readonly kind: 'larger-than-inputs'; readonly size: number; readonly inputs: number }
  | { readonly kind: 'larger-than-candidates'; readonly size: number; readonly candidates: number }
  | { readonly kind: 'smaller-than-kept'; readonly size: number; readonly kept: number }

export function curveFaults(
  { methods, sizes, constraints }: CurvePlan,
  { free, keep }: { readonly free: number; readonly keep: number },
): PlanFault[] {
  if (methods.length === 0) return [{ kind: 'no-methods' }]
  if (sizes.length === 0) return [{ kind: 'no-sizes' }]
  const [least, most] = [Math.min(...sizes), Math.max(...sizes)]
  const { inputs } = constraints
  if (inputs !== null && most > inputs) return [{ kind: 'larger-than-inputs', size: most, inputs }]
  if (most > free) return [{ kind: 'larger-than-candidates', size: most, candidates: free }]
  return least < keep ? [{ kind: 'smaller-than-kept', size: least, kept: keep }] : []
}

/** What an estimate of time needs to know of the recordings. */
export function extentOf(
  { recordingIds, scheme, classes }: Pick<CurvePlan, 'recordingIds' | 'scheme' | 'classes'>,
  { recordings, sites }: Pick<CurveQuestion, 'recordings' | 'sites'>,
  { free, stepMs }: { readonly free: number; readonly stepMs: number | null },
): PlanExtent {
  const runs = recordings.filter(({ summary }) => recordingIds.includes(summary.id))
  const groupOf = ({ summary }: (typeof runs)[number]): string => {
    if (scheme === 'subjects') return summary.subject
    return scheme === 'sessions' ? (summary.session ?? '') : String(summary.id)
  }
  const trials = runs.reduce(
    (sum, { classCounts }) => sum + classes.reduce((own, classId) => own + (classCounts[classId] ?? 0), 0),
    0,
  )
  return { groups: new Set(runs.map(groupOf)).size, sites: sites.length, candidates: free, trials, stepMs }
}
