import type { NetworkSpec } from '../domain/model'
import type { Samples } from '../domain/units'
import { longestTaps } from '../model/parameters'
import { pooledLength } from '../model/learner'
import { lanes, paddedWidth, sumRows } from '../signal/lanes'

/** Log of the mean square over the pooling windows of a window that slides over a stream of maps. */
export interface PooledFeatures {
  /** Writes the maps `[map]` at sample `at`, squared; later values replace earlier ones. */
  put(at: Samples, maps: Float64Array): void
  /** Features `[pooled × map]` of the window that begins at `start`, all of whose samples were put. */
  read(start: Samples, features: Float64Array): void
  restart(): void
}

/**
 * A pool that no edge of its window touches is the same in every window that holds it, so it is computed once and kept by
 * its first sample. With stride g · a and hop g · b at most b new ones come with a hop, however long the window is.
 */
export function createPooledFeatures(network: NetworkSpec, samples: Samples): PooledFeatures {
  const { maps, poolLength, poolStride, logFloor } = network
  const half = (longestTaps(network) - 1) / 2
  const count = pooledLength(network, samples)
  const width = paddedWidth(maps)
  /** Every square twice, a ring's length apart, so that each pool is one run of rows. */
  const squares = new Float64Array(2 * samples * width)
  const kept = new Float64Array(samples * maps)
  const keptStart = new Float64Array(samples).fill(-1)
  const sums = new Float64Array(width)

  const compute = (slot: number): void => {
    for (let s = 0; s < width; s += lanes) {
      const from = slot * width + s
      sumRows({ values: squares, from, to: from + poolLength * width }, width, { values: sums, at: s })
    }
    for (let s = 0; s < maps; s++) {
      kept[slot * maps + s] = Math.log(Math.max(sums[s]! / poolLength, logFloor))
    }
  }
  return {
    put(at, values) {
      const row = (at % samples) * width
      for (let s = 0; s < maps; s++) {
        const square = values[s]! * values[s]!
        squares[row + s] = square
        squares[row + samples * width + s] = square
      }
    },
    read(start, features) {
      for (let pool = 0; pool < count; pool++) {
        const offset = pool * poolStride
        const slot = (start + offset) % samples
        const touched = offset < half || offset + poolLength > samples - half
        if (touched || keptStart[slot] !== start + offset) {
          compute(slot)
          keptStart[slot] = touched ? -1 : start + offset
        }
        for (let s = 0; s < maps; s++) features[pool * maps + s] = kept[slot * maps + s]!
      }
    },
    restart: () => void keptStart.fill(-1),
  }
}
