import { featureCount, pooledLength, type LearnerSpec } from '../model/learner'
import { filterCount, longestTaps } from '../model/parameters'
import { transformLength } from './fourier'

/** Sizes of an engine. Padded ones are multiples of four (lanes) or two (pairs); the rest of a padding is zero and stays so. */
export interface EngineSizes {
  readonly selects: boolean
  /** Channels of an example. */
  readonly channels: number
  readonly paddedChannels: number
  /** Inputs of the convolution. */
  readonly neurons: number
  readonly paddedNeurons: number
  readonly samples: number
  readonly classes: number
  readonly maps: number
  readonly paddedMaps: number
  readonly filters: number
  /** Of the longest filters, `2 · half + 1`. */
  readonly taps: number
  readonly half: number
  /** Floats between two rows of taps. */
  readonly tapStride: number
  /** Length of a transform and its count of bins. */
  readonly length: number
  readonly bins: number
  /** Tiles of four bins. */
  readonly tiles: number
  /** Samples at each end that the moments miss, in tiles of eight. */
  readonly edgeTiles: number
  readonly pooled: number
  readonly features: number
  /** A pooling window is `blocks` blocks of `block` samples; the next one starts `stride` blocks on. */
  readonly pooling: { readonly block: number; readonly blocks: number; readonly stride: number }
  /** Largest batch, a multiple of four, and how many groups of four that is. */
  readonly capacity: number
  readonly groups: number
}

export function engineSizes(spec: LearnerSpec, capacity: number): EngineSizes {
  const { network, neurons, samples, classes } = spec
  const selects = spec.mode === 'select'
  const channels = selects ? spec.channels : neurons
  const taps = longestTaps(network)
  const half = (taps - 1) / 2
  const length = transformLength(samples + taps - 1)
  const bins = length / 2 + 1
  const block = greatestCommonDivisor(network.poolLength, network.poolStride)
  return {
    selects,
    channels,
    paddedChannels: padded(channels, 4),
    neurons,
    paddedNeurons: padded(neurons, 4),
    samples,
    classes,
    maps: network.maps,
    paddedMaps: padded(network.maps, 2),
    filters: filterCount(network),
    taps,
    half,
    tapStride: padded(taps, 4),
    length,
    bins,
    tiles: Math.ceil(bins / 4),
    edgeTiles: Math.ceil(half / 8),
    pooled: pooledLength(network, samples),
    features: featureCount(spec),
    pooling: { block, blocks: network.poolLength / block, stride: network.poolStride / block },
    capacity: padded(capacity, 4),
    groups: Math.ceil(capacity / 4),
  }
}

export const padded = (count: number, multiple: number): number => Math.ceil(count / multiple) * multiple

const greatestCommonDivisor = (a: number, b: number): number => (b === 0 ? a : greatestCommonDivisor(b, a % b))
