import type { BatchStatistics, Parameters } from '../domain/model'
import type { Front, Matrix } from './front'
import type { Tail } from './tail'

interface Moments {
  readonly mean: Float64Array
  readonly variance: Float64Array
}

/** Inputs of a front, a block of examples at a time; a block is gone when the next is asked for. */
export type InputBlocks = () => AsyncGenerator<{ readonly input: Matrix; readonly trials: number }>

/** Population statistics over any number of blocks: the filters' first, then, with those fixed, the maps'. */
export async function populationStatistics(
  { front, tail }: { front: Front; tail: Tail },
  parameters: Parameters,
  blocks: InputBlocks,
): Promise<BatchStatistics> {
  const filters = createPool()
  for await (const { input, trials } of blocks()) filters.add(await front.moments(input, parameters), trials)
  const first = filters.moments()
  const maps = createPool()
  for await (const { input, trials } of blocks()) {
    const pass = await front.forward(input, parameters, first)
    const { mean, variance } = await tail.moments(pass.maps)
    maps.add({ mean: mean.map((value, map) => value + pass.bias[map]!), variance }, trials)
    pass.dispose()
  }
  const second = maps.moments()
  return {
    bn1Mean: Float32Array.from(first.mean),
    bn1Var: Float32Array.from(first.variance),
    bn2Mean: Float32Array.from(second.mean),
    bn2Var: Float32Array.from(second.variance),
  }
}

/** Joins moments of groups by their sizes (Chan, Golub and LeVeque 1979). */
function createPool(): { add(group: Moments, size: number): void; moments(): Moments } {
  let total = 0
  let pooled: Moments | null = null
  return {
    add(group, size) {
      const known = pooled ?? { mean: group.mean.map(() => 0), variance: group.mean.map(() => 0) }
      const share = size / (total + size)
      const mean = known.mean.map((value, i) => value + (group.mean[i]! - value) * share)
      const variance = known.variance.map((value, i) => {
        const apart = group.mean[i]! - known.mean[i]!
        return value * (1 - share) + group.variance[i]! * share + apart * apart * share * (1 - share)
      })
      total += size
      pooled = { mean, variance }
    },
    moments() {
      if (!pooled) throw new Error('Statistics need at least one example.')
      return pooled
    },
  }
}
