import type { ClassicalSpec } from '../../domain/decoder'
import { oasShrinkage } from '../../model/classical/covariance'
import type { SelectionData } from '../selectors/selector'
import { cut } from './candidateData'

/** Covariances of one set, `[crop][band]`; they are read only. */
export type SetCovariances = (crop: number) => readonly Float64Array[]

/** Bytes of sets that are kept for the next fold: fixed sets and all sites come again in each, random ones never. */
const mostBytes = 64 * 2 ** 20

/**
 * Cuts sets out of the covariances of all candidates and shrinks each alone, so nothing but the set's own signal is in them. A set
 * that was asked for lately is not cut again.
 * @throws RangeError for an estimator that needs more than the covariance
 */
export function createSetCovariances(
  data: SelectionData,
  { covariance: estimator }: Pick<ClassicalSpec, 'covariance'>,
): (sites: readonly number[]) => SetCovariances {
  if (estimator === 'ledoit-wolf') throw new RangeError('Cut-out covariances can be shrunk by OAS, or not at all.')
  const crops = data.covariances.length
  const bands = data.covariances[0]?.length ?? 0
  const kept = new Map<string, SetCovariances>()
  const sizes = new Map<string, number>()
  let bytes = 0
  return (sites) => {
    const key = sites.join()
    const found = kept.get(key) ?? cutLazily(data, sites, estimator)
    // Whoever was asked for last stands at the end.
    kept.delete(key)
    kept.set(key, found)
    if (!sizes.has(key)) {
      sizes.set(key, 8 * crops * bands * sites.length ** 2)
      bytes += sizes.get(key)!
    }
    for (const oldest of kept.keys()) {
      if (bytes <= mostBytes || oldest === key) break
      bytes -= sizes.get(oldest)!
      sizes.delete(oldest)
      kept.delete(oldest)
    }
    return found
  }
}

function cutLazily(data: SelectionData, sites: readonly number[], estimator: 'oas' | 'empirical'): SetCovariances {
  const all = data.candidates.length
  const known: (readonly Float64Array[] | undefined)[] = []
  return (crop) => {
    const found = known[crop]
    if (found) return found
    const bands = data.covariances[crop]!.map((whole) => {
      const covariance = cut(whole, sites, all)
      if (estimator === 'oas') shrinkInPlace(covariance, sites.length, data.covarianceSamples)
      return covariance
    })
    known[crop] = bands
    return bands
  }
}

/** (1 − share) · S + share · (tr S / p) · I, as `estimateCovariance` but for the copy. */
function shrinkInPlace(covariance: Float64Array, channels: number, count: number): void {
  const share = oasShrinkage({ covariance, channels, count, quartic: NaN })
  let trace = 0
  for (let i = 0; i < channels; i++) trace += covariance[i * (channels + 1)]!
  for (let i = 0; i < covariance.length; i++) covariance[i] = (1 - share) * covariance[i]!
  const target = share * (trace / channels)
  for (let i = 0; i < channels; i++) covariance[i * (channels + 1)]! += target
}
