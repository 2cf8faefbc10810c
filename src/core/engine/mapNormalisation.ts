import { blockOf, setting, type SharedViews, type ThreadContext } from './threadContext'

/** The second normalisation of one map: it turns o into a · o + b. */
export interface MapScale {
  readonly a: number
  readonly b: number
  /** Of `o` as it lies in memory, that is, less the shift. */
  readonly mean: number
  /** 1 / √(variance + ε) */
  readonly inverse: number
}

/** With the batch's own moments, from the groups' sums in order: every thread gets the same. */
export function batchNormalisation(context: ThreadContext): MapScale[] {
  const { plan, settings } = context
  const count = settings[setting.batch]! * plan.sizes.samples
  return Array.from({ length: plan.sizes.maps }, (_, map) => {
    const { sum, squares } = mapSums(context, map)
    const mean = sum / count
    const variance = Math.max(0, squares / count - mean * mean)
    return toScale(context, map, { mean, variance })
  })
}

/** With the population's moments. `o` lacks the bias of the first normalisation (`bias`) and the batch's shift. */
export function populationNormalisation(context: ThreadContext): MapScale[] {
  const { plan, doubles, floats } = context
  const { at, sizes } = plan
  const bias = mapBias(context)
  return Array.from({ length: sizes.maps }, (_, map) => {
    const start = at.population / 8 + 2 * sizes.filters + map
    const mean = doubles[start]! - bias[map]! - floats[at.shifts / 4 + map]!
    return toScale(context, map, { mean, variance: doubles[start + sizes.maps]! })
  })
}

function toScale({ plan, floats }: ThreadContext, map: number, of: { mean: number; variance: number }): MapScale {
  const values = plan.at.values / 4 + map
  const inverse = 1 / Math.sqrt(of.variance + plan.spec.network.batchNormEpsilon)
  const a = floats[values + blockOf(plan, 'bn2Gamma').offset]! * inverse
  return { a, b: floats[values + blockOf(plan, 'bn2Beta').offset]! - a * of.mean, mean: of.mean, inverse }
}

/** Σ o and Σ o² of one map over all trials and samples. */
export function mapSums({ plan, doubles, settings }: SharedViews, map: number): { sum: number; squares: number } {
  const groups = Math.ceil(settings[setting.batch]! / 4)
  const pairs = plan.sizes.paddedMaps / 2
  let sum = 0
  let squares = 0
  for (let group = 0; group < groups; group++) {
    const at = plan.at.mapSums / 8 + (group * pairs + (map >> 1)) * 4 + (map & 1)
    sum += doubles[at]!
    squares += doubles[at + 2]!
  }
  return { sum, squares }
}

/** bias_s = Σ_f (β_f − γ_f μ_f / σ_f) · Σ_m W[s, f, m], with the population's moments. */
export function mapBias({ plan, floats, doubles }: SharedViews): Float64Array {
  const { at, sizes, spec } = plan
  const value = (name: string) => at.values / 4 + blockOf(plan, name).offset
  const [gamma, beta, spatial] = [value('bn1Gamma'), value('bn1Beta'), value('spatial')]
  const population = at.population / 8
  const bias = new Float64Array(sizes.maps)
  for (let f = 0; f < sizes.filters; f++) {
    const variance = doubles[population + sizes.filters + f]!
    const gain = floats[gamma + f]! / Math.sqrt(variance + spec.network.batchNormEpsilon)
    const offset = floats[beta + f]! - gain * doubles[population + f]!
    for (let map = 0; map < sizes.maps; map++) {
      const row = spatial + (map * sizes.filters + f) * sizes.paddedNeurons
      for (let m = 0; m < sizes.neurons; m++) bias[map]! += offset * floats[row + m]!
    }
  }
  return bias
}

/** Back through the second normalisation: do = h1 + 2 o h2 on top of what pooling gives, `[map]`. The first thread also
 *  writes the gradients of gamma and beta. */
export function normalisationBackward(context: ThreadContext): { h1: Float64Array; h2: Float64Array } {
  const { plan, floats, doubles, settings } = context
  const { at, sizes } = plan
  const batch = settings[setting.batch]!
  const count = batch * sizes.samples
  const h1 = new Float64Array(sizes.paddedMaps)
  const h2 = new Float64Array(sizes.paddedMaps)
  batchNormalisation(context).forEach(({ a, b, mean, inverse }, map) => {
    // Σ dv P2, Σ dv P1 and Σ dv, with v = a² P2 + 2ab P1 + b².
    const sums = [0, 0, 0]
    for (let group = 0; group < Math.ceil(batch / 4); group++) {
      const start = at.headSums / 8 + (group * sizes.paddedMaps + map) * 3
      for (let i = 0; i < 3; i++) sums[i]! += doubles[start + i]!
    }
    const aSlope = 2 * a * sums[0]! + 2 * b * sums[1]!
    const bSlope = 2 * a * sums[1]! + 2 * b * sums[2]!
    const scaleSlope = aSlope - mean * bSlope
    const gamma = floats[at.values / 4 + blockOf(plan, 'bn2Gamma').offset + map]!
    const varianceSlope = -0.5 * inverse ** 3 * scaleSlope * gamma
    h1[map] = (-a * bSlope - 2 * mean * varianceSlope) / count
    h2[map] = varianceSlope / count
    if (context.thread !== 0) return
    floats[at.gradients / 4 + blockOf(plan, 'bn2Gamma').offset + map] = scaleSlope * inverse
    floats[at.gradients / 4 + blockOf(plan, 'bn2Beta').offset + map] = bSlope
  })
  return { h1, h2 }
}
