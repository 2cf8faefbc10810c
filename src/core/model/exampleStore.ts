import type { Front } from './front'
import type { Examples } from './learner'

/** Largest cache of transformed examples, bytes; above it every batch is transformed anew. */
const cacheLimit = 600e6
const blockSize = 64

/** Examples in the form that a front works on, transformed once. */
export interface ExampleStore {
  /** `[index, channel, width]`; with `channels` only those, in that order. */
  gather(examples: Examples, indices: Int32Array, channels: Int32Array | null): Promise<Float32Array>
}

export function createExampleStore(front: Front, channelCount: number, samples: number): ExampleStore {
  const cache = new WeakMap<Examples, Float32Array>()
  const transformAll = async (examples: Examples): Promise<Float32Array> => {
    const size = channelCount * samples
    const all = new Float32Array(examples.count * channelCount * front.width)
    for (let start = 0; start < examples.count; start += blockSize) {
      const end = Math.min(start + blockSize, examples.count)
      all.set(await front.transform(examples.x.subarray(start * size, end * size)), start * channelCount * front.width)
    }
    return all
  }
  const cached = async (examples: Examples): Promise<Float32Array> => {
    const known = front.width === samples ? examples.x : cache.get(examples)
    if (known) return known
    const made = await transformAll(examples)
    cache.set(examples, made)
    return made
  }
  return {
    async gather(examples, indices, channels) {
      const list = channels ?? Int32Array.from({ length: channelCount }, (_, channel) => channel)
      if (examples.count * channelCount * front.width * 4 <= cacheLimit) {
        return pick(await cached(examples), indices, list, { channelCount, width: front.width })
      }
      return front.transform(pick(examples.x, indices, list, { channelCount, width: samples }))
    },
  }
}

function pick(
  values: Float32Array,
  indices: Int32Array,
  channels: Int32Array,
  { channelCount, width }: { channelCount: number; width: number },
): Float32Array {
  const result = new Float32Array(indices.length * channels.length * width)
  let offset = 0
  for (const index of indices) {
    for (const channel of channels) {
      const start = (index * channelCount + channel) * width
      result.set(values.subarray(start, start + width), offset)
      offset += width
    }
  }
  return result
}
