import type { LearnerBatch, LearnerSpec } from '../../../src/core/model/learner'
import { noiseArrays } from '../../../src/core/model/noise'
import { gatherExamples } from '../../../src/core/domain/examples'

/** Parameters, gradients or statistics by name in the golden layout, float64. */
export type Tensors = Record<string, Float64Array>

export interface ReferenceBatch {
  /** `[trial, channel, sample]` */
  readonly x: Float64Array
  /** `[trial]` */
  readonly labels: Int32Array
  /** `[trial, channel, neuron]`; `null` in mode `fixed`. */
  readonly uniforms: Float64Array | null
  /** `[trial, feature]`; `null`: no dropout. */
  readonly dropoutMask: Float64Array | null
}

export const toTensors = (arrays: Readonly<Record<string, ArrayLike<number>>>): Tensors =>
  Object.fromEntries(Object.entries(arrays).map(([name, values]) => [name, Float64Array.from(values)]))

export const toSingle = (tensors: Readonly<Tensors>): Record<string, Float32Array> =>
  Object.fromEntries(Object.entries(tensors).map(([name, values]) => [name, Float32Array.from(values)]))

export const copyTensors = (tensors: Readonly<Tensors>): Tensors => toTensors(tensors)

/** What a learner is given, as the reference takes it. */
export function toReferenceBatch(spec: LearnerSpec, batch: LearnerBatch): ReferenceBatch {
  const { uniforms, dropoutMask } = noiseArrays(batch.noise, spec, batch.indices.length)
  return {
    x: Float64Array.from(gatherExamples(batch.examples, batch.indices)),
    labels: batch.labels,
    uniforms: uniforms && Float64Array.from(uniforms),
    dropoutMask: dropoutMask && Float64Array.from(dropoutMask),
  }
}

/** max |Δ| / max |reference|; NaN and another length count as infinitely wrong. */
export function relativeError(found: ArrayLike<number>, reference: ArrayLike<number>): number {
  if (found.length !== reference.length) return Infinity
  const worst = largest(Array.from(found, (value, i) => value - reference[i]!))
  return worst === 0 ? 0 : worst / largest(reference)
}

/** max |value|; Infinity when one is NaN. */
export function largest(values: ArrayLike<number>): number {
  let result = 0
  for (let i = 0; i < values.length; i++) {
    const size = Math.abs(values[i]!)
    if (!(size <= result)) result = Number.isNaN(size) ? Infinity : size
  }
  return result
}
