import type { Moments } from './layers'
import type { InputMoments } from './moments'

/** Filters, first normalisation and spatial weights: what is collapsed. */
export interface Linear {
  /** `[filter, tap]`, of one length. */
  readonly filters: Float64Array
  readonly taps: number
  readonly gamma: Float64Array
  readonly beta: Float64Array
  /** `[map, filter, neuron]` */
  readonly spatial: Float64Array
  readonly maps: number
  readonly neurons: number
  readonly epsilon: number
}

/** μ_f = w_f · e,  σ_f² = w_fᵀ R w_f − μ_f² (eps comes in `collapse`). */
export function filterMoments({ filters, taps, gamma }: Linear, sums: InputMoments): Moments {
  const mean = new Float64Array(gamma.length)
  const variance = new Float64Array(gamma.length)
  gamma.forEach((_, f) => {
    for (let i = 0; i < taps; i++) {
      const weight = filters[f * taps + i]!
      mean[f]! += weight * sums.mean[i]!
      for (let j = 0; j < taps; j++) variance[f]! += weight * sums.second[i * taps + j]! * filters[f * taps + j]!
    }
    variance[f]! -= mean[f]! ** 2
  })
  return { mean, variance }
}

/** K[s,m,τ] = Σ_f W2[s,f,m] · γ_f/σ_f · w_f[τ],   bias_s = Σ_f (β_f − γ_f μ_f/σ_f) · Σ_m W2[s,f,m]. */
export function collapse(linear: Linear, moments: Moments): { kernel: Float64Array; bias: Float64Array } {
  const { filters, taps, gamma, beta, spatial, maps, neurons } = linear
  const kernel = new Float64Array(maps * neurons * taps)
  const bias = new Float64Array(maps)
  forEachWeight(linear, (s, f, m, at) => {
    const deviation = Math.sqrt(moments.variance[f]! + linear.epsilon)
    bias[s]! += (beta[f]! - (gamma[f]! * moments.mean[f]!) / deviation) * spatial[at]!
    for (let tap = 0; tap < taps; tap++) {
      kernel[(s * neurons + m) * taps + tap]! += ((spatial[at]! * gamma[f]!) / deviation) * filters[f * taps + tap]!
    }
  })
  return { kernel, bias }
}

export interface CollapseGradients {
  readonly filters: Float64Array
  readonly gamma: Float64Array
  readonly beta: Float64Array
  readonly spatial: Float64Array
  /** By mean and variance of the filters. */
  readonly moments: Moments
}

/** Through the kernel and the bias, by the chain rule term by term. */
export function collapseBackward(
  linear: Linear,
  moments: Moments,
  slope: { kernel: Float64Array; bias: Float64Array },
): CollapseGradients {
  const { filters, taps, gamma, beta, spatial, neurons } = linear
  const gradient = { filters: filters.map(() => 0), spatial: spatial.map(() => 0), beta: beta.map(() => 0) }
  const gain = gamma.map((value, f) => value / Math.sqrt(moments.variance[f]! + linear.epsilon))
  const gainGradient = gamma.map(() => 0)
  forEachWeight(linear, (s, f, m, at) => {
    const row = (s * neurons + m) * taps
    let product = 0
    for (let tap = 0; tap < taps; tap++) {
      product += slope.kernel[row + tap]! * filters[f * taps + tap]!
      gradient.filters[f * taps + tap]! += slope.kernel[row + tap]! * spatial[at]! * gain[f]!
    }
    gradient.spatial[at]! += product * gain[f]! + slope.bias[s]! * (beta[f]! - gain[f]! * moments.mean[f]!)
    gradient.beta[f]! += slope.bias[s]! * spatial[at]!
    gainGradient[f]! += product * spatial[at]! - slope.bias[s]! * spatial[at]! * moments.mean[f]!
  })
  const mean = gain.map((value, f) => -value * gradient.beta[f]!)
  const variance = gain.map((value, f) => (-0.5 * gainGradient[f]! * value) / (moments.variance[f]! + linear.epsilon))
  const gammaGradient = gainGradient.map((value, f) => value / Math.sqrt(moments.variance[f]! + linear.epsilon))
  return { ...gradient, gamma: gammaGradient, moments: { mean, variance } }
}

/** Through μ_f and σ_f²: of the filters and of the input's moments. */
export function filterMomentsBackward(
  { filters, taps, gamma }: Linear,
  sums: InputMoments,
  slope: Moments,
): { filters: Float64Array; sums: InputMoments } {
  const { mean } = filterMoments({ filters, taps, gamma } as Linear, sums)
  const gradient = { filters: filters.map(() => 0), mean: sums.mean.map(() => 0), second: sums.second.map(() => 0) }
  gamma.forEach((_, f) => {
    const byMean = slope.mean[f]! - 2 * mean[f]! * slope.variance[f]!
    for (let i = 0; i < taps; i++) {
      const weight = filters[f * taps + i]!
      gradient.mean[i]! += byMean * weight
      gradient.filters[f * taps + i]! += byMean * sums.mean[i]!
      for (let j = 0; j < taps; j++) {
        const other = filters[f * taps + j]!
        gradient.second[i * taps + j]! += slope.variance[f]! * weight * other
        gradient.filters[f * taps + i]! += slope.variance[f]! * other * 2 * sums.second[i * taps + j]!
      }
    }
  })
  return { filters: gradient.filters, sums: { mean: gradient.mean, second: gradient.second } }
}

function forEachWeight(
  { spatial, maps, neurons }: Linear,
  visit: (map: number, filter: number, neuron: number, at: number) => void,
): void {
  const filters = spatial.length / (maps * neurons)
  for (let at = 0; at < spatial.length; at++) {
    visit(Math.floor(at / (filters * neurons)), Math.floor(at / neurons) % filters, at % neurons, at)
  }
}
