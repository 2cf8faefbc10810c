import type { NetworkSpec } from '../../domain/model'
import { featureCount } from '../learner'
import { toLongFilter, type LongFilter } from '../longFilter'
import type { ExportedNetwork } from './network'

/** One operator of the graph; names join outputs to inputs. */
export interface OnnxNode {
  readonly operator: string
  readonly inputs: readonly string[]
  readonly output: string
  readonly attributes?: Readonly<Record<string, number | readonly number[]>>
}

/** A constant, float32. */
export interface OnnxTensor {
  readonly name: string
  readonly shape: readonly number[]
  readonly data: Float32Array
}

/** An input or output, float32; a length given by name is free. */
export interface OnnxValue {
  readonly name: string
  readonly shape: readonly (number | string)[]
}

export interface OnnxGraph {
  readonly nodes: readonly OnnxNode[]
  readonly constants: readonly OnnxTensor[]
  readonly inputs: readonly OnnxValue[]
  readonly outputs: readonly OnnxValue[]
}

/**
 * The network as eight standard operators in the collapsed form (why: docs/decisions, “Decoders leave as ONNX and npz”):
 * `signal [batch, electrode, sample]` → `logits` and `probabilities` `[batch, class]`.
 */
export function toOnnxGraph({ spec, trained }: ExportedNetwork): OnnxGraph {
  const { network, neurons, samples, classes } = spec
  const filter = toLongFilter(trained, neurons)
  const { fcWeight, fcBias } = trained.parameters
  const outputShape = ['batch', classes]
  return {
    nodes: [...frontNodes(network, filter.taps), ...tailNodes],
    constants: [
      { name: 'filter.weight', shape: [filter.maps, neurons, filter.taps], data: toConvolution(filter) },
      { name: 'filter.bias', shape: [filter.maps], data: Float32Array.from(filter.bias) },
      { name: 'floor', shape: [], data: Float32Array.of(network.logFloor) },
      { name: 'linear.weight', shape: [classes, featureCount(spec)], data: fcWeight! },
      { name: 'linear.bias', shape: [classes], data: fcBias! },
    ],
    inputs: [{ name: 'signal', shape: ['batch', neurons, samples] }],
    outputs: [
      { name: 'logits', shape: outputShape },
      { name: 'probabilities', shape: outputShape },
    ],
  }
}

function frontNodes(network: NetworkSpec, taps: number): OnnxNode[] {
  const before = Math.floor(taps / 2)
  const convolution = { kernel_shape: [taps], pads: [before, taps - 1 - before] }
  const pooling = { kernel_shape: [network.poolLength], strides: [network.poolStride] }
  const filter = ['signal', 'filter.weight', 'filter.bias']
  return [
    { operator: 'Conv', inputs: filter, output: 'maps', attributes: convolution },
    { operator: 'Mul', inputs: ['maps', 'maps'], output: 'power' },
    { operator: 'AveragePool', inputs: ['power'], output: 'pooled', attributes: pooling },
  ]
}

const linear = ['features', 'linear.weight', 'linear.bias']
const tailNodes: readonly OnnxNode[] = [
  { operator: 'Max', inputs: ['pooled', 'floor'], output: 'floored' },
  { operator: 'Log', inputs: ['floored'], output: 'log_power' },
  { operator: 'Flatten', inputs: ['log_power'], output: 'features', attributes: { axis: 1 } },
  { operator: 'Gemm', inputs: linear, output: 'logits', attributes: { transB: 1 } },
  { operator: 'Softmax', inputs: ['logits'], output: 'probabilities', attributes: { axis: -1 } },
]

/** `[tap, neuron, map]` → `[map, neuron, tap]`, as a convolution has it. */
function toConvolution({ kernel, maps, neurons, taps }: LongFilter): Float32Array {
  return Float32Array.from(kernel, (_, at) => {
    const [map, neuron, tap] = [Math.floor(at / taps / neurons), Math.floor(at / taps) % neurons, at % taps]
    return kernel[(tap * neurons + neuron) * maps + map]!
  })
}
