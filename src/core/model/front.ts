import type * as tfjs from '@tensorflow/tfjs-core'
import type { NetworkSpec, Parameters } from '../domain/model'
import type { FilterMoments } from './collapse'

/** TensorFlow.js is passed in: each backend brings its own copy. */
export type Tf = typeof tfjs
export type Matrix = tfjs.Tensor2D

export interface FrontShape {
  readonly network: NetworkSpec
  readonly neurons: number
  readonly samples: number
}

/** The network from its selected channels to the maps before the second normalisation. Selection is linear, so it may
 *  act on any linear image of the samples; `width` numbers a channel is what this form works on. */
export interface Front {
  readonly width: number
  /** Samples `[row, sample]` → `[row, width]` on the device, the caller's. */
  transform(x: Float32Array): Matrix
  /** `input` `[width, trial · neuron]` stays the caller's; `moments`: population statistics instead of the batch's. */
  forward(input: Matrix, parameters: Parameters, moments: FilterMoments | null): Promise<FrontPass>
  /** Statistics of the filters' outputs over this input. */
  moments(input: Matrix, parameters: Parameters): Promise<FilterMoments>
  dispose(): void
}

export interface FrontPass {
  /** `[sample, trial · map]`; the pass owns it. Lacks `bias`. */
  readonly maps: Matrix
  /** `[map]`: batch statistics of the second normalisation cancel it, population statistics do not. */
  readonly bias: Float64Array
  /** From the gradient of `maps`. */
  backward(mapGradient: Matrix, wantsInput: boolean): Promise<FrontGradients>
  dispose(): void
}

export interface FrontGradients {
  /** Temporal filters, bn1Gamma, bn1Beta, spatial. */
  readonly parameters: Parameters
  /** `[trial, width, neuron]`, the caller's to dispose. */
  readonly input: tfjs.Tensor3D | null
}
