import { gatherExamples, type Examples } from '../domain/examples'
import type { Front } from './front'

/** Largest cache of transformed examples, bytes; above it every batch is transformed anew. */
const cacheLimit = 600e6
const blockSize = 64

/** Examples in the form that a front works on, transformed once. */
export interface ExampleStore {
  /** `[index, channel, width]`; with `channels` only those, in that order. */
  gather(examples: Examples, indices: Int32Array, channels: Int32Array | null): Promise<Float32Array>
}

export function createExampleStore(front: Front, channelCount: number): ExampleStore {
  const cache = new WeakMap<Examples, Float32Array>()
  const size = channelCount * front.width
  const transformAll = async (examples: Examples): Promise<Float32Array> => {
    const all = new Float32Array(examples.count * size)
    for (let start = 0; start < examples.count; start += blockSize) {
      const block = Int32Array.from({ length: Math.min(blockSize, examples.count - start) }, (_, i) => start + i)
      all.set(await front.transform(gatherExamples(examples, block)), start * size)
    }
    return all
  }
  const cached = async (examples: Examples): Promise<Float32Array> => {
    const known = cache.get(examples)
    if (known) return known
    const made = await transformAll(examples)
    cache.set(examples, made)
    return made
  }
  return {
    async gather(examples, indices, channels) {
      const list = channels ?? Int32Array.from({ length: channelCount }, (_, channel) => channel)
      const transforms = front.width !== examples.samples
      if (transforms && examples.count * size * 4 <= cacheLimit) {
        return pick(await cached(examples), indices, list, { channelCount, width: front.width })
      }
      const x = gatherExamples(examples, indices, list)
      return transforms ? front.transform(x) : x
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
