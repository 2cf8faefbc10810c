import type { Samples } from '../domain/units'
import type { LongFilter } from '../model/longFilter'
import { addProducts, lanes, paddedWidth } from '../signal/lanes'

/** The long filter over a stream of samples, whose windows begin at multiples of a block. */
export interface BlockFilter {
  /** Takes samples `[from, end)` of `data [channel, sample]`, the next ones of the stream. */
  take(data: Float32Array, from: Samples): void
  /** Outputs `[map]` at sample `at`, of the window that begins at `start` and ends with the last sample taken. */
  read(at: Samples, start: Samples, output: Float64Array): void
  restart(): void
}

/**
 * What each block of samples adds to each output it touches is kept apart (samples ascending, channels inside), and an
 * output is the sum over the blocks of its window, ascending. So neither zero-padded edge of a window needs a product of its
 * own: at the left the blocks before the window are left out, at the right those that have not come.
 */
export function createBlockFilter(filter: LongFilter, block: Samples, samples: Samples): BlockFilter {
  const { taps, neurons, maps, bias } = filter
  const half = (taps - 1) / 2
  const width = paddedWidth(maps)
  const kernels = toGroups(filter)
  const reach = block + taps - 1
  const slots = Math.ceil(samples / block)
  /** `[slot, reach, width]`: offset j of a block's reach is the output at its first sample − half + j. */
  const partial = new Float64Array(slots * reach * width)
  /** The block that is being filled, `[sample, channel]`. */
  const input = new Float64Array(block * neurons)
  let taken = 0

  /** Adds samples `first … last` of the current block; offset j meets sample u by tap u − j + taps − 1. */
  const convolve = (first: Samples, last: Samples, slot: number): void => {
    kernels.forEach((kernel, group) => {
      for (let j = first; j < last + taps; j++) {
        const from = Math.max(first, j - taps + 1)
        const run = { values: input, from: from * neurons, to: (Math.min(last, j) + 1) * neurons }
        const weights = { values: kernel, at: (from - j + taps - 1) * neurons * lanes }
        addProducts(run, weights, { values: partial, at: (slot * reach + j) * width + group * lanes })
      }
    })
  }

  const store = (data: Float32Array, from: Samples, place: { first: Samples; count: Samples }): void => {
    const length = data.length / neurons
    for (let m = 0; m < neurons; m++) {
      for (let i = 0; i < place.count; i++) input[(place.first + i) * neurons + m] = data[m * length + from + i]!
    }
  }

  return {
    take(data, from) {
      const end = data.length / neurons
      for (let next = from; next < end;) {
        const first = taken % block
        const count = Math.min(block - first, end - next)
        const slot = Math.floor(taken / block) % slots
        if (first === 0) partial.fill(0, slot * reach * width, (slot + 1) * reach * width)
        store(data, next, { first, count })
        convolve(first, first + count - 1, slot)
        taken += count
        next += count
      }
    },
    read(at, start, output) {
      const last = Math.floor(Math.min(taken - 1, at + half) / block)
      output.fill(0)
      for (let b = Math.floor(Math.max(start, at - half) / block); b <= last; b++) {
        const place = ((b % slots) * reach + at + half - b * block) * width
        for (let s = 0; s < maps; s++) output[s]! += partial[place + s]!
      }
      for (let s = 0; s < maps; s++) output[s]! += bias[s]!
    },
    restart: () => void (taken = 0),
  }
}

/** The kernel by groups of maps, `[tap, neuron, lane]`; maps that the last group lacks are zero. */
function toGroups({ taps, neurons, maps, kernel }: LongFilter): Float64Array[] {
  return Array.from({ length: Math.ceil(maps / lanes) }, (_, group) =>
    Float64Array.from({ length: taps * neurons * lanes }, (_, i) => {
      const map = group * lanes + (i % lanes)
      return map < maps ? kernel[Math.floor(i / lanes) * maps + map]! : 0
    }),
  )
}
