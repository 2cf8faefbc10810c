import type { Random } from '../domain/random'
import { featureCount, type Examples, type LearnerBatch, type LearnerSpec } from '../model/learner'

/** Uniforms of the Gumbel noise stay this far from 0 and 1. */
const margin = 1e-6

export interface BatchSource {
  next(): LearnerBatch
}

export interface BatchMaterial {
  readonly examples: Examples
  /** Examples to draw from. */
  readonly indices: Int32Array
  /** Class of each example of `examples`. */
  readonly labels: Int32Array
  readonly size: number
}

/** Shuffled batches with their noise; every example comes once before any comes again. */
export function createBatchSource(material: BatchMaterial, spec: LearnerSpec, random: Random): BatchSource {
  const { examples, labels } = material
  const size = Math.min(material.size, material.indices.length)
  const [order, noise, drops] = [random.fork('order'), random.fork('noise'), random.fork('dropout')]
  let waiting: number[] = []
  const draw = (): number => {
    if (waiting.length === 0) waiting = order.shuffle([...material.indices])
    return waiting.pop()!
  }
  return {
    next() {
      const indices = Int32Array.from({ length: size }, draw)
      return {
        examples,
        indices,
        labels: indices.map((index) => labels[index]!),
        uniforms: spec.mode === 'select' ? uniforms(size * spec.channels * spec.neurons, noise) : null,
        dropoutMask: dropoutMask(size * featureCount(spec), spec.network.dropout, drops),
      }
    },
  }
}

function uniforms(count: number, random: Random): Float32Array {
  const values = new Float32Array(count)
  for (let i = 0; i < count; i++) values[i] = margin + (1 - 2 * margin) * random.next()
  return values
}

function dropoutMask(count: number, rate: number, random: Random): Float32Array {
  const values = new Float32Array(count)
  for (let i = 0; i < count; i++) values[i] = random.next() < rate ? 0 : 1 / (1 - rate)
  return values
}
