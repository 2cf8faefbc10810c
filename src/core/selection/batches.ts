import type { Random } from '../domain/random'
import { createRandom } from '../domain/random'
import type { Examples } from '../domain/examples'
import type { LearnerBatch } from '../model/learner'

export interface BatchMaterial {
  readonly examples: Examples
  /** Examples to draw from. */
  readonly indices: Int32Array
  /** Class of each example of `examples`. */
  readonly labels: Int32Array
  readonly size: number
}

/** Batches by their number: what is in one depends on nothing but the seed, so learning can go on from any step. */
export interface BatchSource {
  at(step: number): LearnerBatch
}

/** Shuffled batches with their noise; every example comes once before any comes again. */
export function createBatchSource(material: BatchMaterial, random: Random): BatchSource {
  const { examples, labels, indices } = material
  const size = Math.min(material.size, indices.length)
  const seed = random.fork('noise').integer(2 ** 32)
  const orderSeed = random.fork('order').integer(2 ** 32)
  let shuffled = { pass: -1, order: indices }
  const orderOf = (pass: number): Int32Array => {
    if (shuffled.pass !== pass) {
      const order = Int32Array.from(
        createRandom(orderSeed)
          .fork(`pass ${pass}`)
          .shuffle([...indices]),
      )
      shuffled = { pass, order }
    }
    return shuffled.order
  }
  return {
    at(step) {
      const chosen = Int32Array.from({ length: size }, (_, i) => {
        const draw = step * size + i
        return orderOf(Math.floor(draw / indices.length))[draw % indices.length]!
      })
      return {
        examples,
        indices: chosen,
        labels: chosen.map((index) => labels[index]!),
        noise: { kind: 'seeded', seed, step },
      }
    },
  }
}
