import type { Recording } from '../domain/recording'
import type { Samples } from '../domain/units'
import { createDisplayChain, isFiltering, settlingSamples, type DisplayFilter } from './displayFilter'
import { reduceExtremes } from './extremes'
import { maskGaps } from './pyramid'

/** What tiles are cut from. */
export interface SignalSource {
  readonly info: Pick<Recording, 'sampleRate' | 'sampleCount' | 'gaps'>
  read(from: Samples, to: Samples, channels?: readonly number[]): Float32Array[]
}

/** Cells `first … first + cells − 1` of `factor` samples each. */
export interface TileOrder {
  readonly factor: number
  readonly first: number
  readonly cells: number
  readonly channels: readonly number[]
  readonly filter: DisplayFilter
}

/** Samples of all channels that are in memory at once. */
const blockSamples = 1 << 20

/**
 * A stretch of signals for the screen, filtered, channel after channel: the samples themselves for factor 1
 * (`[channel][sample]`), else lowest and highest value of each cell (`[channel][cell][low, high]`). NaN where nothing was
 * recorded or the recording has ended. Memory: the result and `blockSamples`. Throws as the reader and `createDisplayChain`.
 */
export function readEnvelope({ info, read }: SignalSource, order: TileOrder): Float32Array {
  const { factor, first, cells, channels, filter } = order
  const width = factor === 1 ? cells : 2 * cells
  const result = new Float32Array(width * channels.length).fill(NaN)
  const from = first * factor
  const to = Math.min(info.sampleCount, (first + cells) * factor)
  const chain = isFiltering(filter)
    ? createDisplayChain(filter, { sampleRate: info.sampleRate, channels: channels.length })
    : null
  const begin = chain ? Math.max(0, from - settlingSamples(filter, info.sampleRate)) : from
  const step = factor * Math.max(1, Math.floor(blockSamples / factor / Math.max(1, channels.length)))
  for (let at = begin; at < to;) {
    // Blocks end where cells do, the first one where the settling ends.
    const end = Math.min(to, at < from ? Math.min(from, at + step) : at + step)
    const data = read(at, end, channels)
    maskGaps(data, at, info.gaps)
    const shown = at >= from
    data.forEach((signal, channel) => {
      chain?.run(channel, signal)
      if (!shown) return
      if (factor === 1) result.set(signal, channel * width + at - from)
      else {
        const target = channel * width + (2 * (at - from)) / factor
        reduceExtremes(signal, result, { from: 0, to: signal.length, factor, at: target })
      }
    })
    at = end
  }
  return result
}
