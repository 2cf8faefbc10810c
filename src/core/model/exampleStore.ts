import type * as tfjs from '@tensorflow/tfjs-core'
import type { Examples } from '../domain/examples'
import type { Front, Matrix, Tf } from './front'
import { createSeparateExamples } from './separateExamples'
import { createStackedExamples } from './stackedExamples'

/** What is kept where it is computed on. */
export interface StoreLimits {
  /** Bytes of all sets of transformed examples; a larger set is transformed batch by batch. */
  readonly kept: number
  /** Bytes of one tensor of examples: WebGPU promises no more than 128 MiB for a buffer. */
  readonly buffer: number
  /** Bytes of any tensor, where the backend has such a limit; more is refused. */
  readonly tensor: number
  /** Sets; a training learns from one and is judged on another. */
  readonly sets: number
}
const usualLimits: StoreLimits = { kept: 600e6, buffer: 100e6, tensor: Infinity, sets: 8 }

/** What a WebGPU device binds at most; what every one does, where it does not say. */
function webgpuLimits(tf: Tf): StoreLimits {
  const { device } = tf.backend() as { device?: { limits?: { maxStorageBufferBindingSize?: number } } }
  const tensor = device?.limits?.maxStorageBufferBindingSize ?? 128 * 2 ** 20
  return { ...usualLimits, buffer: Math.min(usualLimits.buffer, tensor), tensor }
}

/** Examples that are transformed in one go. */
export const blockSize = 64

/** Examples in the form that a front works on: transformed once, kept on the device, so that a batch is named by its
 *  numbers and nothing of it is sent. */
export interface ExampleStore {
  gather(examples: Examples, indices: Int32Array): SignalBatch
  dispose(): void
}

/** Signals of some examples, `[trial, channel, width]` in whatever tensors suit the backend. */
export interface SignalBatch {
  /** Each trial's channels weighed by `[trial, channel, neuron]`: `[width, trial · neuron]`, the caller's. */
  mix(weights: Float32Array): Matrix
  /** Gradient of the mix `[trial, width, neuron]` → of the weights `[trial, channel, neuron]`. */
  weightGradients(mixed: tfjs.Tensor3D): Promise<Float32Array>
  /** Channels as they are, all or those named in that order: `[width, trial · channel]`, the caller's. */
  pick(channels: Int32Array | null): Matrix
  dispose(): void
}

/** What `createExampleStore` is made with. */
export interface StoreParts {
  readonly tf: Tf
  readonly front: Front
  readonly channels: number
  readonly limits: StoreLimits
}

/** The wasm backend copies all of a tensor to take a part of it and multiplies batches by a slow path, so there every
 *  example is a tensor of its own. */
export function createExampleStore(parts: Omit<StoreParts, 'limits'>): ExampleStore {
  const name = parts.tf.getBackend()
  if (name === 'wasm') return createSeparateExamples({ ...parts, limits: usualLimits })
  return createStackedExamples({ ...parts, limits: name === 'webgpu' ? webgpuLimits(parts.tf) : usualLimits })
}

/** Numbers of examples from `start` to before `end`, a block at a time. */
export function blocksOf(start: number, end: number, size = blockSize): Int32Array[] {
  const blocks: Int32Array[] = []
  for (let at = start; at < end; at += size) {
    blocks.push(Int32Array.from({ length: Math.min(size, end - at) }, (_, i) => at + i))
  }
  return blocks
}

export interface KeptSets<T> {
  /** What was made of these examples, now or before; null when it would not fit. */
  of(examples: Examples, bytes: number): T | null
  dispose(): void
}

/** What is made of sets of examples, by identity. One that needs room makes those go that were not used for longest. */
export function createKeptSets<T>(
  { kept: limit, sets }: StoreLimits,
  make: (examples: Examples) => T,
  free: (made: T) => void,
): KeptSets<T> {
  const kept = new Map<Examples, { readonly made: T; readonly bytes: number }>()
  const makeRoom = (bytes: number): void => {
    let total = [...kept.values()].reduce((sum, entry) => sum + entry.bytes, bytes)
    for (const [examples, entry] of kept) {
      if (total <= limit && kept.size < sets) return
      free(entry.made)
      kept.delete(examples)
      total -= entry.bytes
    }
  }
  return {
    of(examples, bytes) {
      const known = kept.get(examples)
      if (!known && bytes > limit) return null
      if (!known) makeRoom(bytes)
      const entry = known ?? { made: make(examples), bytes }
      // The order of a map is that of its insertions.
      kept.delete(examples)
      kept.set(examples, entry)
      return entry.made
    },
    dispose() {
      for (const { made } of kept.values()) free(made)
      kept.clear()
    },
  }
}
