import type * as tfjs from '@tensorflow/tfjs-core'
import type { Parameters } from '../domain/model'
import { collapse, collapseBackward, filterMoments } from './collapse'
import type { Collapsed, CollapseGradients, FilterMoments, LinearPart } from './collapse'
import { createFourierBasis, type FourierBasis } from './fourierBasis'
import type { Front, FrontGradients, FrontPass, FrontShape, Matrix, Tf } from './front'
import { inputMoments, inputMomentsBackward, type InputMoments, type SampleSums } from './inputMoments'
import { multiplySpectra, type SpectralProduct } from './spectralProduct'
import { longestTaps, paddedFilters, unpaddedFilters } from './parameters'

/** The exact collapsed form in the frequency domain: one complex kernel for each map, neuron and frequency, and batch
 *  statistics from the power spectrum and the edges. Only matrix products and elementwise operations, forward and
 *  backward written out, so it needs no gradient registry and runs alike on every backend. */
export function createCollapsedFront(tf: Tf, shape: FrontShape): Front {
  const taps = longestTaps(shape.network)
  const basis = createFourierBasis(shape.samples, taps)
  const constants = createConstants(tf, basis, shape.samples, taps)
  const context: Context = { tf, shape, basis, constants, taps }
  return {
    width: 2 * basis.frequencies,
    transform: (x) =>
      tf.tidy(() => tf.matMul(tf.tensor2d(x, [x.length / shape.samples, shape.samples]), constants.analysis)),
    forward: (input, parameters, moments) => forward(context, input, parameters, moments),
    moments: async (input, parameters) =>
      filterMoments(linearPart(shape, parameters).filters, inputMoments(await sampleSums(context, input))),
    dispose: () => Object.values(constants).forEach((tensor) => tensor.dispose()),
  }
}

interface Context {
  readonly tf: Tf
  readonly shape: FrontShape
  readonly basis: FourierBasis
  readonly constants: Constants
  readonly taps: number
}

type Constants = Readonly<Record<'analysis' | 'adjoint' | 'edges' | 'edgesAdjoint' | 'taps' | 'tapsAdjoint', Matrix>>

function createConstants(tf: Tf, basis: FourierBasis, samples: number, taps: number): Constants {
  return tf.tidy(() => {
    const width = 2 * basis.frequencies
    const half = (taps - 1) / 2
    const analysis = tf.tensor2d(basis.analysis, [samples, width])
    // A window may be shorter than half a filter: samples outside it are zero.
    const known = Math.min(half, samples)
    const first = tf.pad(tf.slice(analysis, [0, 0], [known, width]), [
      [0, half - known],
      [0, 0],
    ])
    const last = tf.pad(tf.slice(analysis, [samples - known, 0], [known, width]), [
      [half - known, 0],
      [0, 0],
    ])
    const edges = tf.concat([first, last], 0)
    const tapMatrix = tf.tensor2d(basis.taps, [width, taps])
    return {
      analysis,
      adjoint: tf.transpose(analysis),
      edges,
      edgesAdjoint: tf.transpose(edges),
      taps: tapMatrix,
      tapsAdjoint: tf.transpose(tapMatrix),
    }
  })
}

/** What the batch statistics need of an input, read in one go. */
async function sampleSums({ tf, basis, taps, shape, constants }: Context, input: Matrix): Promise<SampleSums> {
  const rowCount = input.shape[1]
  const packed = tf.tidy(() => {
    const edges = tf.matMul(constants.edges, input)
    return tf.concat([
      tf.sum(tf.square(input), 1),
      tf.reshape(tf.sum(tf.slice(input, [0, 0], [1, rowCount])), [1]),
      tf.sum(edges, 1),
      tf.reshape(tf.matMul(edges, tf.transpose(edges)), [-1]),
    ])
  })
  const values = await packed.data()
  packed.dispose()
  const { frequencies } = basis
  const autocorrelation = new Float64Array(taps)
  for (let k = 0; k < frequencies; k++) {
    const power = values[k]! + values[frequencies + k]!
    for (let lag = 0; lag < taps; lag++) autocorrelation[lag]! += power * basis.lags[k * taps + lag]!
  }
  const edges = 2 * frequencies + 1
  return {
    total: values[2 * frequencies]! * Math.sqrt(basis.length),
    autocorrelation,
    edgeSums: Float64Array.from(values.subarray(edges, edges + taps - 1)),
    edgeGram: Float64Array.from(values.subarray(edges + taps - 1)),
    count: rowCount * shape.samples,
  }
}

function linearPart({ network, neurons }: FrontShape, parameters: Parameters): LinearPart {
  return {
    filters: paddedFilters(network, parameters),
    gamma: parameters['bn1Gamma']!,
    beta: parameters['bn1Beta']!,
    spatial: parameters['spatial']!,
    taps: longestTaps(network),
    maps: network.maps,
    neurons,
    epsilon: network.batchNormEpsilon,
  }
}

async function forward(
  context: Context,
  input: Matrix,
  parameters: Parameters,
  given: FilterMoments | null,
): Promise<FrontPass> {
  const { tf, shape, constants } = context
  const part = linearPart(shape, parameters)
  const sums = given ? null : await sampleSums(context, input)
  const moments = sums ? inputMoments(sums) : null
  const filter = given ?? filterMoments(part.filters, moments!)
  const collapsed = collapse(part, filter)
  const { product, maps } = applyKernel(context, input, collapsed)
  return {
    maps,
    bias: collapsed.bias,
    async backward(mapGradient, wantsInput) {
      const spectrum: Matrix = tf.tidy(() => tf.matMul(constants.adjoint, mapGradient))
      const slopes = product.backward(spectrum, wantsInput)
      const kernel = tf.tidy(() => tf.matMul(constants.tapsAdjoint, slopes.kernel))
      const kernelGradient = (await kernel.data()) as Float32Array
      tf.dispose([spectrum, kernel, slopes.kernel])
      const gradients = collapseBackward(part, moments!, { collapsed, moments: filter }, kernelGradient)
      const flow = { gradients: gradients.moments, count: sums!.count }
      const result = slopes.signal && inputBackward(context, input, slopes.signal, flow)
      slopes.signal?.dispose()
      return { parameters: toParameters(shape, gradients), input: result }
    },
    dispose: () => (product.dispose(), maps.dispose()),
  }
}

function applyKernel(
  { tf, constants, taps, shape, basis }: Context,
  input: Matrix,
  collapsed: Collapsed,
): { product: SpectralProduct; maps: Matrix } {
  const { neurons, network } = shape
  const kernel: Matrix = tf.tidy(() => {
    const rows = tf.tensor2d(Float32Array.from(collapsed.kernel), [taps, neurons * network.maps])
    return tf.matMul(constants.taps, rows)
  })
  const sizes = { frequencies: basis.frequencies, neurons, maps: network.maps }
  const product = multiplySpectra(tf, input, kernel, sizes)
  kernel.dispose()
  return { product, maps: tf.tidy(() => tf.matMul(constants.analysis, product.output)) }
}

/** Adds to the direct gradient what flows through the batch statistics, and lays it out by trial. */
function inputBackward(
  context: Context,
  input: Matrix,
  direct: Matrix,
  flow: { gradients: InputMoments; count: number },
): tfjs.Tensor3D {
  const { tf, basis, taps, constants, shape } = context
  const edges = taps - 1
  const width = 2 * basis.frequencies
  const sums = inputMomentsBackward(flow.gradients, flow.count)
  const transposed = (i: number): number => sums.edgeGram[(i % edges) * edges + Math.floor(i / edges)]!
  const gram = Float32Array.from(sums.edgeGram, (value, i) => value + transposed(i))
  const constant = new Float32Array(width)
  constant[0] = sums.total * Math.sqrt(basis.length)
  return tf.tidy(() => {
    const throughGram = tf.matMul(
      tf.matMul(constants.edgesAdjoint, tf.tensor2d(gram, [edges, edges])),
      tf.matMul(constants.edges, input),
    )
    const throughSums = tf.matMul(constants.edgesAdjoint, tf.tensor2d(Float32Array.from(sums.edgeSums), [edges, 1]))
    const throughPower = tf.mul(input, tf.tensor2d(powerGradient(basis, sums.autocorrelation), [width, 1]))
    const flat = tf.add(throughSums, tf.tensor2d(constant, [width, 1]))
    const total = tf.add(tf.add(direct, throughGram), tf.add(throughPower, flat))
    return tf.transpose(tf.reshape(total, [width, -1, shape.neurons]), [1, 0, 2]) as tfjs.Tensor3D
  })
}

/** What each coefficient is multiplied with: twice the gradient of its power. */
function powerGradient({ frequencies, lags }: FourierBasis, autocorrelation: Float64Array): Float32Array {
  const taps = autocorrelation.length
  const slopes = new Float32Array(2 * frequencies)
  for (let k = 0; k < frequencies; k++) {
    for (let lag = 0; lag < taps; lag++) slopes[k]! += 2 * autocorrelation[lag]! * lags[k * taps + lag]!
    slopes[frequencies + k] = slopes[k]!
  }
  return slopes
}

function toParameters(shape: FrontShape, gradients: CollapseGradients): FrontGradients['parameters'] {
  return {
    ...unpaddedFilters(shape.network, gradients.filters),
    bn1Gamma: Float32Array.from(gradients.gamma),
    bn1Beta: new Float32Array(gradients.gamma.length),
    spatial: Float32Array.from(gradients.spatial),
  }
}
