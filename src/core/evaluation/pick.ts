import { familyOf, isOwnSet, methodFamilies, type CurveMethod, type Margin } from '../domain/curve'
import type { DecoderKind } from '../domain/decoder'

/** What inner folds say of a method at a size, with one decoder. */
export interface InnerResult {
  readonly method: CurveMethod
  readonly n: number
  readonly decoder: DecoderKind
  /** Mean share of right answers over the inner folds, and its standard error. */
  readonly value: number
  readonly standardError: number
}

const decoderOrder: readonly DecoderKind[] = ['lda', 'riemann', 'network']

/** From plain to elaborate: a textbook set, one of the person's own, all electrodes, then the families in their order. */
export function plainness(method: CurveMethod): number {
  if (method === 'all') return 0.75
  if (isOwnSet(method)) return 0.5
  return methodFamilies.indexOf(familyOf(method))
}

/**
 * The smallest N that is not worse than the best by the margin, and there the plainest method: the one-standard-error rule
 * (Breiman et al. 1984, Classification and Regression Trees, 3.4.3) with electrodes as the measure of size. Controls take no part.
 * Sees inner folds only. `mayWear`: what a cap may carry; all sites are compared with, even
 * where nobody could wear them. Null where there is nothing to pick from.
 */
export function pickSmallest(
  results: readonly InnerResult[],
  margin: Margin,
  mayWear: (result: InnerResult) => boolean = () => true,
): InnerResult | null {
  const eligible = results.filter((result) => result.method !== 'random' && mayWear(result))
  const best = eligible.reduce<InnerResult | null>(
    (top, result) => (top === null || result.value > top.value ? result : top),
    null,
  )
  if (best === null) return null
  const least = best.value - (margin.kind === 'accuracy' ? margin.value : margin.value * best.standardError)
  const enough = eligible.filter(({ value }) => value >= least - 1e-12)
  return enough.reduce((picked, result) => (before(result, picked) ? result : picked))
}

function before(one: InnerResult, other: InnerResult): boolean {
  if (one.n !== other.n) return one.n < other.n
  const plainer = plainness(one.method) - plainness(other.method)
  if (plainer !== 0) return plainer < 0
  if (one.value !== other.value) return one.value > other.value
  return decoderOrder.indexOf(one.decoder) < decoderOrder.indexOf(other.decoder)
}
