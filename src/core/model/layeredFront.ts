import type * as tfjs from '@tensorflow/tfjs-core'
import type { NetworkSpec, Parameters } from '../domain/model'
import type { FilterMoments } from './collapse'
import type { Front, FrontPass, FrontShape, Matrix, Tf } from './front'
import { filterCount, temporalName } from './parameters'

/** The network as published, layer by layer: the reference that the collapsed form is held against. */
export function createLayeredFront(tf: Tf, shape: FrontShape): Front {
  return {
    width: shape.samples,
    transform: (x) => tf.tensor2d(x, [x.length / shape.samples, shape.samples]),
    forward: (input, parameters, moments) => forward(tf, shape, input, parameters, moments),
    async moments(input, parameters) {
      const outputs = tf.tidy(() => temporalOutputs(tf, shape.network, input, parameters))
      const moments = await columnMoments(tf, outputs)
      outputs.dispose()
      return moments
    },
    dispose: () => undefined,
  }
}

/** Every filter on every row: `[row · sample, filter]`. */
function temporalOutputs(tf: Tf, network: NetworkSpec, input: Matrix, parameters: Parameters): Matrix {
  const [samples, rows] = input.shape
  const image = tf.reshape(tf.transpose(input), [rows, 1, samples, 1]) as tfjs.Tensor4D
  const banks = network.taps.map((taps) => {
    const filters = tf.tensor2d(parameters[temporalName(taps)]!, [network.filtersPerBank, taps])
    const kernel = tf.reshape(tf.transpose(filters), [1, taps, 1, network.filtersPerBank]) as tfjs.Tensor4D
    return tf.conv2d(image, kernel, 1, 'same')
  })
  return tf.reshape(tf.concat(banks, 3), [rows * samples, filterCount(network)])
}

async function columnMoments(tf: Tf, values: Matrix): Promise<FilterMoments> {
  const [mean, variance] = tf.tidy(() => {
    const average = tf.mean(values, 0)
    return [average, tf.mean(tf.square(tf.sub(values, average)), 0)]
  }) as [tfjs.Tensor, tfjs.Tensor]
  const moments = { mean: Float64Array.from(await mean.data()), variance: Float64Array.from(await variance.data()) }
  tf.dispose([mean, variance])
  return moments
}

async function forward(
  tf: Tf,
  shape: FrontShape,
  input: Matrix,
  parameters: Parameters,
  given: FilterMoments | null,
): Promise<FrontPass> {
  const outputs = tf.tidy(() => temporalOutputs(tf, shape.network, input, parameters))
  const moments = given ?? (await columnMoments(tf, outputs))
  const layers = tf.tidy(() => spatialLayers(tf, shape, { outputs, moments }, parameters))
  outputs.dispose()
  return {
    maps: layers.maps,
    bias: new Float64Array(shape.network.maps),
    backward: (mapGradient, wantsInput) => backward({ tf, shape, input, parameters, layers }, mapGradient, wantsInput),
    dispose: () => tf.dispose(Object.values(layers)),
  }
}

type Layers = {
  /** `[trial · neuron · sample, filter]` */
  readonly normal: Matrix
  /** `[filter]` */
  readonly inverse: tfjs.Tensor
  /** `[trial · sample, neuron · filter]` */
  readonly columns: Matrix
  /** `[neuron · filter, map]` */
  readonly weights: Matrix
  readonly maps: Matrix
}

function spatialLayers(
  tf: Tf,
  { network, neurons, samples }: FrontShape,
  { outputs, moments }: { outputs: Matrix; moments: FilterMoments },
  parameters: Parameters,
): Layers {
  const filters = filterCount(network)
  const inverse = tf.tensor1d(
    Float32Array.from(moments.variance, (value) => 1 / Math.sqrt(value + network.batchNormEpsilon)),
  )
  const normal = tf.mul(tf.sub(outputs, tf.tensor1d(Float32Array.from(moments.mean))), inverse) as Matrix
  const scaled = tf.add(tf.mul(normal, tf.tensor1d(parameters['bn1Gamma']!)), tf.tensor1d(parameters['bn1Beta']!))
  const byTime = tf.transpose(tf.reshape(scaled, [-1, neurons, samples, filters]), [0, 2, 1, 3])
  const columns = tf.reshape(byTime, [-1, neurons * filters]) as Matrix
  const spatial = tf.tensor3d(parameters['spatial']!, [network.maps, filters, neurons])
  const weights = tf.reshape(tf.transpose(spatial, [2, 1, 0]), [neurons * filters, network.maps]) as Matrix
  const maps = tf.reshape(tf.matMul(columns, weights), [-1, samples, network.maps])
  return { normal, inverse, columns, weights, maps: tf.reshape(tf.transpose(maps, [1, 0, 2]), [samples, -1]) as Matrix }
}

interface Saved {
  readonly tf: Tf
  readonly shape: FrontShape
  readonly input: Matrix
  readonly parameters: Parameters
  readonly layers: Layers
}

async function backward(saved: Saved, mapGradient: Matrix, wantsInput: boolean) {
  const { tf, shape, layers, parameters } = saved
  const { network, neurons, samples } = shape
  const filters = filterCount(network)
  const tensors = tf.tidy(() => {
    const byTime = tf.transpose(tf.reshape(mapGradient, [samples, -1, network.maps]), [1, 0, 2])
    const slopes = tf.reshape(byTime, [-1, network.maps]) as Matrix
    const spatial = tf.transpose(
      tf.reshape(tf.matMul(tf.transpose(layers.columns), slopes), [neurons, filters, -1]),
      [2, 1, 0],
    )
    const columns = tf.reshape(tf.matMul(slopes, tf.transpose(layers.weights)), [-1, samples, neurons, filters])
    const scaled = tf.reshape(tf.transpose(columns, [0, 2, 1, 3]), [-1, filters])
    const gamma = tf.sum(tf.mul(scaled, layers.normal), 0)
    const beta = tf.sum(scaled, 0)
    const count = scaled.shape[0]!
    const centred = tf.sub(tf.sub(scaled, tf.div(beta, count)), tf.mul(layers.normal, tf.div(gamma, count)))
    const outputs = tf.mul(centred, tf.mul(layers.inverse, tf.tensor1d(parameters['bn1Gamma']!))) as Matrix
    const banks = bankGradients(saved, outputs, wantsInput)
    return { bn1Gamma: gamma, bn1Beta: beta, spatial, ...banks }
  })
  const { input, ...rest } = tensors as Record<string, tfjs.Tensor>
  const gradients: Record<string, Float32Array> = {}
  for (const [name, tensor] of Object.entries(rest)) gradients[name] = (await tensor!.data()) as Float32Array
  tf.dispose(Object.values(rest))
  return { parameters: gradients, input: (input as tfjs.Tensor3D | undefined) ?? null }
}

/** Gradients of each bank by its name and, if wanted, of the input as `input`. */
function bankGradients(
  { tf, shape, input, parameters }: Saved,
  outputs: Matrix,
  wantsInput: boolean,
): Record<string, tfjs.Tensor> {
  const { network, neurons, samples } = shape
  const each = network.filtersPerBank
  const rows = input.shape[1]
  const gradients: Record<string, tfjs.Tensor> = {}
  const inputs: tfjs.Tensor[] = []
  network.taps.forEach((taps, bank) => {
    const part = tf.reshape(tf.slice(outputs, [0, bank * each], [rows * samples, each]), [
      rows,
      1,
      samples,
      each,
    ]) as tfjs.Tensor4D
    gradients[temporalName(taps)] = filterGradient(tf, input, part, taps)
    if (wantsInput) inputs.push(tf.conv2d(part, reversedKernel(tf, parameters[temporalName(taps)]!, taps), 1, 'same'))
  })
  if (!wantsInput) return gradients
  const total = tf.reshape(tf.addN(inputs), [-1, neurons, samples])
  return { ...gradients, input: tf.transpose(total, [0, 2, 1]) }
}

/** dw[f, τ] = Σ over rows and t of x[t + τ − half] · dy[t, f]: a convolution in which the rows are the channels. */
function filterGradient(tf: Tf, input: Matrix, outputs: tfjs.Tensor4D, taps: number): tfjs.Tensor {
  const [rows, , samples, filters] = outputs.shape
  const half = (taps - 1) / 2
  const padded = tf.pad(input, [
    [half, half],
    [0, 0],
  ])
  const image = tf.reshape(padded, [1, 1, samples + 2 * half, rows]) as tfjs.Tensor4D
  const kernel = tf.reshape(tf.transpose(tf.reshape(outputs, [rows, samples, filters]), [1, 0, 2]), [
    1,
    samples,
    rows,
    filters,
  ])
  return tf.transpose(tf.reshape(tf.conv2d(image, kernel as tfjs.Tensor4D, 1, 'valid'), [taps, filters]))
}

/** Filters `[filter, tap]` turned round, as a kernel from filters to one row. */
function reversedKernel(tf: Tf, filters: Float32Array, taps: number): tfjs.Tensor4D {
  const count = filters.length / taps
  const kernel = new Float32Array(filters.length)
  for (let tap = 0; tap < taps; tap++) {
    for (let f = 0; f < count; f++) kernel[tap * count + f] = filters[f * taps + taps - 1 - tap]!
  }
  return tf.tensor4d(kernel, [1, taps, count, 1])
}
