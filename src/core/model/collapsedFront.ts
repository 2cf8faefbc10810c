import type * as tfjs from '@tensorflow/tfjs-core'
import type { Parameters } from '../domain/model'
import { collapse, collapseBackward, filterMoments } from './collapse'
import type { Collapsed, CollapseGradients, FilterMoments, LinearPart } from './collapse'
import { createFourierBasis, type FourierBasis } from './fourierBasis'
import type { Front, FrontGradients, FrontPass, FrontShape, Matrix, Tf } from './front'
import { inputMoments, inputMomentsBackward, type InputMoments, type SampleSums } from './inputMoments'
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
    async transform(x) {
      const image = tf.tidy(() =>
        tf.matMul(tf.tensor2d(x, [x.length / shape.samples, shape.samples]), constants.analysis),
      )
      const values = (await image.data()) as Float32Array
      image.dispose()
      return values
    },
    forward: (input, parameters, moments) => forward(context, input, parameters, moments),
    async moments(input, parameters) {
      const spectrum = readSpectrum(context, input)
      const sums = await sampleSums(context, spectrum, input.shape[0])
      spectrum.dispose()
      return filterMoments(linearPart(shape, parameters).filters, inputMoments(sums))
    },
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
    const edges = tf.concat(
      [tf.slice(analysis, [0, 0], [half, width]), tf.slice(analysis, [samples - half, 0], [half, width])],
      0,
    )
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

/** The input by coefficient, with what its moments are read from. */
interface Spectrum {
  /** `[coefficient, trial · neuron]` */
  readonly rows: Matrix
  /** First and last samples, `[2 · half, trial · neuron]`. */
  readonly edges: Matrix
  dispose(): void
}

function readSpectrum({ tf, constants }: Context, input: Matrix): Spectrum {
  const [rows, edges] = tf.tidy(() => {
    const transposed = tf.transpose(input)
    return [transposed, tf.matMul(constants.edges, transposed)]
  }) as [Matrix, Matrix]
  return { rows, edges, dispose: () => tf.dispose([rows, edges]) }
}

async function sampleSums(context: Context, spectrum: Spectrum, rowCount: number): Promise<SampleSums> {
  const { tf, basis, taps, shape } = context
  const packed = tf.tidy(() =>
    tf.concat([
      tf.sum(tf.square(spectrum.rows), 1),
      tf.reshape(tf.sum(tf.slice(spectrum.rows, [0, 0], [1, rowCount])), [1]),
      tf.sum(spectrum.edges, 1),
      tf.reshape(tf.matMul(spectrum.edges, tf.transpose(spectrum.edges)), [-1]),
    ]),
  )
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
  const { tf, shape } = context
  const part = linearPart(shape, parameters)
  const spectrum = readSpectrum(context, input)
  const sums = given ? null : await sampleSums(context, spectrum, input.shape[0])
  const moments = sums ? inputMoments(sums) : null
  const filter = given ?? filterMoments(part.filters, moments!)
  const collapsed = collapse(part, filter)
  const products = applyKernel(context, spectrum.rows, collapsed)
  return {
    maps: products.maps,
    bias: collapsed.bias,
    async backward(mapGradient, wantsInput) {
      const slopes = kernelBackward(context, products, mapGradient, wantsInput)
      const kernelGradient = (await slopes.kernel.data()) as Float32Array
      slopes.kernel.dispose()
      const gradients = collapseBackward(part, moments!, { collapsed, moments: filter }, kernelGradient)
      const direct = slopes.input
      const result = direct
        ? inputBackward(context, spectrum, direct, { gradients: gradients.moments, count: sums!.count })
        : null
      direct?.dispose()
      return { parameters: toParameters(shape, gradients), input: result }
    },
    dispose: () => {
      spectrum.dispose()
      tf.dispose([products.maps, products.signal, products.kernel])
    },
  }
}

interface Products {
  readonly maps: Matrix
  /** `[frequency, trial, part · neuron]`, parts cosine and sine. */
  readonly signal: tfjs.Tensor3D
  /** `[frequency, part · neuron, part · map]` */
  readonly kernel: tfjs.Tensor3D
}

/** With a = Σ K cos ω(τ−half), b = Σ K sin ω(τ−half): the cosine part of the output is a·c + b·s, the sine part a·s − b·c. */
function applyKernel(context: Context, rows: Matrix, collapsed: Collapsed): Products {
  const { tf, constants, taps, shape } = context
  const { neurons, network } = shape
  const [maps, signal, kernel] = tf.tidy(() => {
    const kernelRows = tf.tensor2d(Float32Array.from(collapsed.kernel), [taps, neurons * network.maps])
    const [a, b] = splitParts(context, tf.matMul(constants.taps, kernelRows), neurons, network.maps)
    const response = tf.concat([tf.concat([a, tf.neg(b)], 2), tf.concat([b, a], 2)], 1)
    const packed = packParts(context, rows, neurons)
    return [
      tf.matMul(constants.analysis, unpackParts(context, tf.matMul(packed, response), network.maps)),
      packed,
      response,
    ]
  }) as [Matrix, tfjs.Tensor3D, tfjs.Tensor3D]
  return { maps, signal, kernel }
}

function kernelBackward(
  context: Context,
  products: Products,
  mapGradient: Matrix,
  wantsInput: boolean,
): { kernel: Matrix; input: Matrix | null } {
  const { tf, constants, basis, shape } = context
  const { neurons, network } = shape
  const [kernel, input] = tf.tidy(() => {
    const slopes = packParts(context, tf.matMul(constants.adjoint, mapGradient), network.maps)
    const product = tf.matMul(products.signal, slopes, true, false)
    const block = (row: number, column: number) =>
      tf.slice(product, [0, row * neurons, column * network.maps], [basis.frequencies, neurons, network.maps])
    const parts = tf.concat([tf.add(block(0, 0), block(1, 1)), tf.sub(block(1, 0), block(0, 1))], 0)
    const kernel = tf.matMul(constants.tapsAdjoint, tf.reshape(parts, [2 * basis.frequencies, neurons * network.maps]))
    const through = () => unpackParts(context, tf.matMul(slopes, products.kernel, false, true), neurons)
    return wantsInput ? [kernel, through()] : [kernel]
  }) as [Matrix, Matrix?]
  return { kernel, input: input ?? null }
}

/** Adds to the direct gradient what flows through the batch statistics, and lays it out by trial. */
function inputBackward(
  context: Context,
  spectrum: Spectrum,
  direct: Matrix,
  flow: { gradients: InputMoments; count: number },
) {
  const { tf, basis, taps, constants, shape } = context
  const { frequencies, lags, length } = basis
  const sums = inputMomentsBackward(flow.gradients, flow.count)
  const power = new Float32Array(2 * frequencies)
  for (let k = 0; k < frequencies; k++) {
    for (let lag = 0; lag < taps; lag++) power[k]! += 2 * sums.autocorrelation[lag]! * lags[k * taps + lag]!
    power[frequencies + k] = power[k]!
  }
  const constant = new Float32Array(2 * frequencies)
  constant[0] = sums.total * Math.sqrt(length)
  const edges = taps - 1
  const gram = Float32Array.from(
    sums.edgeGram,
    (value, i) => value + sums.edgeGram[(i % edges) * edges + Math.floor(i / edges)]!,
  )
  return tf.tidy(() => {
    const edgeSlopes = tf.add(
      tf.matMul(tf.tensor2d(gram, [edges, edges]), spectrum.edges),
      tf.tensor2d(Float32Array.from(sums.edgeSums), [edges, 1]),
    )
    const throughPower = tf.mul(spectrum.rows, tf.tensor2d(power, [2 * frequencies, 1]))
    const total = tf.addN([
      direct,
      tf.matMul(constants.edgesAdjoint, edgeSlopes),
      tf.add(throughPower, tf.tensor2d(constant, [2 * frequencies, 1])),
    ])
    const byTrial = tf.reshape(total, [2 * frequencies, -1, shape.neurons])
    return tf.transpose(byTrial, [1, 0, 2]) as tfjs.Tensor3D
  })
}

function toParameters(shape: FrontShape, gradients: CollapseGradients): FrontGradients['parameters'] {
  return {
    ...unpaddedFilters(shape.network, gradients.filters),
    bn1Gamma: Float32Array.from(gradients.gamma),
    bn1Beta: new Float32Array(gradients.gamma.length),
    spatial: Float32Array.from(gradients.spatial),
  }
}

/** `[coefficient, outer · inner]` → cosine and sine parts `[frequency, outer, inner]`. */
function splitParts(
  { tf, basis }: Context,
  rows: tfjs.Tensor,
  outer: number,
  inner: number,
): [tfjs.Tensor3D, tfjs.Tensor3D] {
  const { frequencies } = basis
  const part = (index: number) =>
    tf.reshape(tf.slice(rows, [index * frequencies, 0], [frequencies, outer * inner]), [
      frequencies,
      outer,
      inner,
    ]) as tfjs.Tensor3D
  return [part(0), part(1)]
}

/** `[coefficient, trial · inner]` → `[frequency, trial, part · inner]`. */
function packParts(context: Context, rows: Matrix, inner: number): tfjs.Tensor3D {
  return context.tf.concat(splitParts(context, rows, rows.shape[1] / inner, inner), 2)
}

/** `[frequency, trial, part · inner]` → `[coefficient, trial · inner]`. */
function unpackParts({ tf }: Context, packed: tfjs.Tensor, inner: number): Matrix {
  const [frequencies, trials] = packed.shape as [number, number, number]
  const part = (index: number) => tf.slice(packed, [0, 0, index * inner], [frequencies, trials, inner])
  return tf.reshape(tf.concat([part(0), part(1)], 0), [2 * frequencies, trials * inner]) as Matrix
}
