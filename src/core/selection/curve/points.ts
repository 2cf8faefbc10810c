import type { CurvePlan, CurveMethod, CurvePoint } from '../../domain/curve'
import type { DecoderKind } from '../../domain/decoder'
import type { ElectrodeName } from '../../domain/electrode'
import { curveFigure } from '../../evaluation/figures'
import { shareStandardError } from '../../evaluation/interval'
import type { InnerResult } from '../../evaluation/pick'
import { setStability } from '../../evaluation/stability'
import { byMethodAndSize, innerResults, type FoundSet } from './results'
import type { CurveFold } from './units'

/** Everything that points, pick and recommendation are made of. */
export interface CurveMaterial {
  readonly plan: CurvePlan
  /** All of them; sets are indices into it. */
  readonly sites: readonly ElectrodeName[]
  /** How many of them may be chosen. */
  readonly choosable: number
  readonly folds: readonly CurveFold[]
  readonly sets: readonly FoundSet[]
  /** True class of each trial. */
  readonly labels: ArrayLike<number>
}

export type FoldResult = InnerResult & { readonly trials: number }

export const outerFolds = ({ folds }: Pick<CurveMaterial, 'folds'>): CurveFold[] =>
  folds.filter(({ role }) => role === 'outer')

/** What the inner folds of one outer fold say; nothing of its held trials is in it. */
export function seenInside(material: CurveMaterial, outer: CurveFold): FoldResult[] {
  const inner = material.folds.filter((fold) => fold.role === 'inner' && fold.outer === outer.outer)
  return innerResults(material.sets, inner, { ...material, decoders: material.plan.decoders })
}

/** The decoder that does best over all methods and sizes; the plan's order where they are equal. */
export function bestDecoder(results: readonly FoldResult[], decoders: readonly DecoderKind[]): DecoderKind {
  const scores = decoders.map((decoder) => {
    const own = results.filter((result) => result.decoder === decoder && result.method !== 'random')
    return own.reduce((sum, { value }) => sum + value, 0) / Math.max(1, own.length)
  })
  return decoders[scores.indexOf(Math.max(...scores))]!
}

/** Answers to every judged trial in order of the outer folds: in each with the decoder that its inner folds prefer. */
export function outerAnswers(
  material: CurveMaterial,
  decoders: ReadonlyMap<string, DecoderKind>,
  { method, n, draw }: { readonly method: CurveMethod; readonly n: number; readonly draw: number },
): number[] | null {
  const parts = outerFolds(material).map(({ key }) => {
    const set = material.sets.find(
      (found) => found.fold.key === key && found.method === method && found.n === n && found.draw === draw,
    )
    return set?.answers[decoders.get(key)!]
  })
  return parts.every((part) => part !== undefined) ? parts.flatMap((part) => [...part!]) : null
}

export const judgedLabels = (material: CurveMaterial): number[] =>
  outerFolds(material).flatMap(({ held }) => held.map((trial) => material.labels[trial]!))

/** Inner values of a method over all outer folds: what a reader sees beside the outer value, never what was picked by. Each trial is
 *  judged in several outer folds' inner ones, and tells no more for that: the standard error is that of `distinct` trials. */
function innerOf(
  seen: readonly FoldResult[][],
  { method, n, distinct }: Pick<CurvePoint, 'method' | 'n'> & { readonly distinct: number },
): CurvePoint['inner'] {
  const own = seen.flatMap((results) => results.filter((result) => result.method === method && result.n === n))
  const trials = own.reduce((sum, result) => sum + result.trials, 0)
  const value = own.reduce((sum, result) => sum + result.value * result.trials, 0) / Math.max(1, trials)
  return { value, standardError: shareStandardError(value * distinct, distinct), trials }
}

/** One point for each method and size that every outer fold has a set of. */
export function curvePoints(material: CurveMaterial, decoders: ReadonlyMap<string, DecoderKind>): CurvePoint[] {
  const labels = judgedLabels(material)
  const inner = material.folds.filter(({ role }) => role === 'inner')
  const distinct = new Set(inner.flatMap(({ held }) => held)).size
  const seen = outerFolds(material).map((fold) =>
    seenInside(material, fold).filter(({ decoder }) => decoder === decoders.get(fold.key)),
  )
  return byMethodAndSize(material.sets)
    .flatMap((own): CurvePoint[] => {
      const { method, n } = own[0]!
      const typical = typicalAnswers(material, decoders, { method, n, labels })
      if (!typical) return []
      const worn = (role: CurveFold['role']): FoundSet[] =>
        own.filter((set) => set.fold.role === role && set.draw === 0)
      const names = ({ sites }: FoundSet): ElectrodeName[] => sites.map((site) => material.sites[site]!)
      return [
        {
          method,
          n,
          figure: curveFigure(typical.answers, labels, material.plan.classes),
          inner: innerOf(seen, { method, n, distinct }),
          electrodes: worn('all').flatMap(names),
          foldSets: worn('outer').map(names),
          frequency: material.sites.map(
            (_, site) => own.filter(({ sites }) => sites.includes(site)).length / own.length,
          ),
          stability: setStability(
            worn('outer').map(({ sites }) => sites),
            material.choosable,
          ),
          drawValues: typical.values,
          answers: typical.answers,
        },
      ]
    })
    .sort((a, b) => a.n - b.n)
}

/** The answers of a method; of random sets those of the draw in the middle, and what every draw reached. */
function typicalAnswers(
  material: CurveMaterial,
  decoders: ReadonlyMap<string, DecoderKind>,
  { method, n, labels }: { readonly method: CurveMethod; readonly n: number; readonly labels: readonly number[] },
): { answers: number[]; values: number[] | null } | null {
  if (method !== 'random') {
    const answers = outerAnswers(material, decoders, { method, n, draw: 0 })
    return answers && { answers, values: null }
  }
  const draws = Array.from({ length: material.plan.draws }, (_, draw) =>
    outerAnswers(material, decoders, { method, n, draw }),
  ).filter((answers) => answers !== null)
  if (draws.length === 0) return null
  const values = draws.map((answers) => answers.filter((answer, i) => answer === labels[i]).length / labels.length)
  const order = [...values.keys()].sort((a, b) => values[a]! - values[b]!)
  return { answers: draws[order[Math.floor(order.length / 2)]!]!, values }
}
