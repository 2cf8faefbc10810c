import type { BatchStatistics } from '../domain/model'
import type { Engine } from './engine'
import { readSums } from './filters'
import { mapBias, mapSums } from './mapNormalisation'
import { autocorrelation, cosines, inputMoments } from './moments'
import { setting } from './threadContext'

/** Mean and variance by filter or map. */
export interface Moments {
  readonly mean: Float64Array
  readonly variance: Float64Array
}

/** Collects the sums of block after block and gives the filters' moments over all of them. */
export function createFilterPool(engine: Engine): { add(): void; moments(): Moments } {
  const { plan, settings } = engine
  const { sizes } = plan
  const { power, gram, edgeSums } = readSums(engine)
  const sums = {
    power: new Float64Array(power.length),
    gram: new Float64Array(gram.length),
    edgeSums: new Float64Array(edgeSums.length),
    total: 0,
    count: 0,
  }
  return {
    add() {
      const block = readSums(engine)
      addTo(sums.power, block.power)
      addTo(sums.gram, block.gram)
      addTo(sums.edgeSums, block.edgeSums)
      sums.total += block.total
      sums.count += settings[setting.batch]! * sizes.neurons * sizes.samples
    },
    moments: () =>
      filterMoments(engine, inputMoments(sums, autocorrelation(sums.power, cosines(sizes.length), sizes), sizes)),
  }
}

function addTo(sums: Float64Array, values: ArrayLike<number>): void {
  for (let i = 0; i < sums.length; i++) sums[i]! += values[i]!
}

/** μ_f = w_f · e and σ²_f = w_fᵀ (R − e eᵀ) w_f. */
function filterMoments(
  { plan, floats }: Engine,
  { mean, covariance }: { mean: Float64Array; covariance: Float64Array },
): Moments {
  const { filters, taps, tapStride } = plan.sizes
  const result = { mean: new Float64Array(filters), variance: new Float64Array(filters) }
  for (let f = 0; f < filters; f++) {
    const row = plan.at.values / 4 + plan.parameters[0]!.offset + f * tapStride
    for (let i = 0; i < taps; i++) {
      let image = 0
      for (let j = 0; j < taps; j++) image += covariance[i * tapStride + j]! * floats[row + j]!
      result.mean[f]! += floats[row + i]! * mean[i]!
      result.variance[f]! += floats[row + i]! * image
    }
  }
  result.variance.forEach((value, f) => (result.variance[f] = Math.max(0, value)))
  return result
}

/** Joins the maps' moments of block after block by their sizes (Chan, Golub and LeVeque 1979). */
export function createMapPool(engine: Engine): { add(): void; moments(): Moments } {
  const { plan, settings, floats } = engine
  const { maps, samples } = plan.sizes
  const pooled = { mean: new Float64Array(maps), variance: new Float64Array(maps) }
  const bias = mapBias(engine)
  let total = 0
  return {
    add() {
      const count = settings[setting.batch]! * samples
      const share = count / (total + count)
      total += count
      for (let map = 0; map < maps; map++) {
        const { sum, squares } = mapSums(engine, map)
        const variance = squares / count - (sum / count) ** 2
        const apart = sum / count + floats[plan.at.shifts / 4 + map]! + bias[map]! - pooled.mean[map]!
        pooled.mean[map]! += apart * share
        pooled.variance[map] =
          pooled.variance[map]! * (1 - share) + variance * share + apart * apart * share * (1 - share)
      }
    },
    moments: () => ({ mean: pooled.mean, variance: pooled.variance.map((value) => Math.max(0, value)) }),
  }
}

/** Writes what orders under the population's moments read: [mean, variance] of filters, then of maps. */
export function writePopulation(
  { plan, doubles }: Engine,
  { filters, maps }: { filters: Moments; maps?: Moments },
): void {
  const start = plan.at.population / 8
  const { filters: count } = plan.sizes
  doubles.set(filters.mean, start)
  doubles.set(filters.variance, start + count)
  if (!maps) return
  doubles.set(maps.mean, start + 2 * count)
  doubles.set(maps.variance, start + 2 * count + plan.sizes.maps)
}

export const toStatistics = (filters: Moments, maps: Moments): BatchStatistics => ({
  bn1Mean: Float32Array.from(filters.mean),
  bn1Var: Float32Array.from(filters.variance),
  bn2Mean: Float32Array.from(maps.mean),
  bn2Var: Float32Array.from(maps.variance),
})

export const fromStatistics = (statistics: BatchStatistics): { filters: Moments; maps: Moments } => ({
  filters: { mean: Float64Array.from(statistics.bn1Mean), variance: Float64Array.from(statistics.bn1Var) },
  maps: { mean: Float64Array.from(statistics.bn2Mean), variance: Float64Array.from(statistics.bn2Var) },
})
