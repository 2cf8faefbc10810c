import type { TrainedClassical } from '../../domain/decoder'
import type { NpyArray } from '../../formats/npy'
import { designFilterBank } from '../classical/filterBank'

/**
 * What a discriminant or a tangent-space decoder has learned, as `docs/python/model_classical.py` takes it: `bank.weight`
 * `[band, tap]`, `patterns.weight` `[band, filter, electrode]` (only with patterns) or `tangent.mean` `[band, electrode,
 * electrode]`, `scores.weight` `[class, feature]` (band-major), `scores.bias` `[class]`. The parts must fit each other.
 */
export function toClassicalArrays(decoder: TrainedClassical, electrodes: number): Record<string, NpyArray> {
  const { weight, bias } = decoder.scores
  return {
    'bank.weight': stack(designFilterBank(decoder.bank), [decoder.bank.taps]),
    ...basis(decoder, electrodes),
    'scores.weight': { shape: [bias.length, weight.length / bias.length], data: weight },
    'scores.bias': { shape: [bias.length], data: bias },
  }
}

function basis(decoder: TrainedClassical, electrodes: number): Record<string, NpyArray> {
  if (decoder.kind === 'riemann') return { 'tangent.mean': stack(decoder.means, [electrodes, electrodes]) }
  const [first] = decoder.filters
  if (!first) return {}
  return { 'patterns.weight': stack(decoder.filters, [first.length / electrodes, electrodes]) }
}

/** One array of arrays of one shape. */
const stack = (arrays: readonly Float64Array[], shape: readonly number[]): NpyArray => ({
  shape: [arrays.length, ...shape],
  data: Float64Array.from(arrays.flatMap((array) => [...array])),
})
