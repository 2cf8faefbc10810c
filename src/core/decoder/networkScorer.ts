import type { LinearScores, TrainedNetwork } from '../domain/decoder'
import type { Parameters } from '../domain/model'
import { featureCount } from '../model/learner'
import { toLongFilter } from '../model/longFilter'
import { copyParameters } from '../model/parameters'
import { createBlockFilter } from './blockFilter'
import { createPooledFeatures } from './pooledFeatures'
import { createLinear } from './scores'
import type { WindowScorer, WindowShape } from './windowScorer'

/**
 * The MSFBCNN a hop at a time, in double precision: one long filter, square, mean pooling, log, linear layer. A hop costs
 * what its new samples cost, whatever the window's length; only the linear layer sees all features.
 * @throws AppError `model/damaged` when parameters do not fit the network
 */
export function createNetworkScorer(trained: TrainedNetwork, shape: WindowShape): WindowScorer {
  const { channels, samples, hop, classes } = shape
  const { network } = trained
  const spec = { network, mode: 'fixed' as const, channels, neurons: channels, samples, classes }
  const parameters = copyParameters(spec, trained.parameters)
  const long = toLongFilter({ ...trained, parameters }, channels)
  const filter = createBlockFilter(long, hop, samples)
  const pools = createPooledFeatures(network, samples)
  const half = (long.taps - 1) / 2
  const maps = new Float64Array(network.maps)
  const features = new Float64Array(featureCount(spec))
  const linear = createLinear(poolMajor(parameters, network.maps))
  /** Outputs before this sample were put with all of their samples. */
  let settled = 0

  const put = (from: number, to: number, start: number): void => {
    for (let at = from; at < to; at++) {
      filter.read(at, start, maps)
      pools.put(at, maps)
    }
  }
  return {
    restart() {
      filter.restart()
      pools.restart()
      settled = 0
    },
    take: filter.take,
    scores(start) {
      const end = start + samples
      // The left edge is this window's own; an output that an earlier window gave its own will not be asked for again.
      const left = Math.min(start + half, end)
      put(start, left, start)
      put(Math.max(left, settled), end, start)
      settled = end - half
      pools.read(start, features)
      return linear(features)
    },
  }
}

/** The linear layer for features `[pooled × map]`; its weights lie `[class, map × pooled]`. */
function poolMajor(parameters: Parameters, maps: number): LinearScores {
  const weight = parameters['fcWeight']!
  const bias = Float64Array.from(parameters['fcBias']!)
  const count = weight.length / bias.length
  const pools = count / maps
  const place = (i: number): number => {
    const feature = i % count
    return i - feature + (feature % maps) * pools + Math.floor(feature / maps)
  }
  return { weight: Float64Array.from({ length: weight.length }, (_, i) => weight[place(i)]!), bias }
}
