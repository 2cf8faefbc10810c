import type { TrainedNetwork } from '../domain/decoder'
import { collapse } from './collapse'
import { longestTaps, paddedFilters } from './parameters'

/** Everything before the network's square as one filter: out[s,t] = Σ_τ Σ_m K[τ,m,s] · x[m, t+τ−⌊taps/2⌋] + bias[s]. */
export interface LongFilter {
  readonly taps: number
  readonly maps: number
  readonly neurons: number
  /** `[tap, neuron, map]` */
  readonly kernel: Float64Array
  /** `[map]` */
  readonly bias: Float64Array
}

/**
 * Filters, first normalisation, spatial weights and second normalisation of the MSFBCNN are jointly linear under
 * population statistics (algebra: docs/ARCHITECTURE, "the collapsed filter").
 */
export function toLongFilter({ network, parameters, statistics }: TrainedNetwork, neurons: number): LongFilter {
  const { maps, batchNormEpsilon: epsilon } = network
  const taps = longestTaps(network)
  const part = {
    filters: paddedFilters(network, parameters),
    gamma: parameters['bn1Gamma']!,
    beta: parameters['bn1Beta']!,
    spatial: parameters['spatial']!,
    ...{ taps, maps, neurons, epsilon },
  }
  const moments = { mean: Float64Array.from(statistics.bn1Mean), variance: Float64Array.from(statistics.bn1Var) }
  const { kernel, bias } = collapse(part, moments)
  const { bn2Mean, bn2Var } = statistics
  const gain = parameters['bn2Gamma']!
  const scale = Float64Array.from({ length: maps }, (_, s) => gain[s]! / Math.sqrt(bn2Var[s]! + epsilon))
  return {
    ...{ taps, maps, neurons },
    kernel: kernel.map((value, i) => value * scale[i % maps]!),
    bias: bias.map((value, s) => (value - bn2Mean[s]!) * scale[s]! + parameters['bn2Beta']![s]!),
  }
}
