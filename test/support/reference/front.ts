import type { NetworkSpec } from '../../../src/core/domain/model'
import type { Moments } from './layers'
import type { Tensors } from './tensors'

/** Everything before the second normalisation, written out in one of two ways. */
export interface ReferenceFront {
  /** `input` `[trial, neuron, sample]`; `fixed`: statistics of the filters to use in place of the batch's own. */
  forward(input: Float64Array, parameters: Readonly<Tensors>, fixed: Moments | null): FrontPass
}

export interface FrontPass {
  /** `[trial, map, sample]` */
  readonly maps: Float64Array
  /** Of each temporal filter's output, `[filter]`. */
  readonly moments: Moments
  /** Gradients of the front's parameters and of its input; only for the batch's own statistics. */
  backward(slope: Float64Array): { parameters: Tensors; input: Float64Array }
}

export interface FrontShape {
  readonly network: NetworkSpec
  readonly neurons: number
  readonly samples: number
}

export interface Bank {
  readonly name: string
  readonly taps: number
  /** Index of its first filter among all. */
  readonly first: number
  readonly filters: number
}

export const banksOf = ({ taps, filtersPerBank }: NetworkSpec): Bank[] =>
  taps.map((length, bank) => ({
    name: `temporal${length}`,
    taps: length,
    first: bank * filtersPerBank,
    filters: filtersPerBank,
  }))
