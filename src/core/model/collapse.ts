import type { InputMoments } from './inputMoments'

/** The part of the network before its first non-linearity, in plain arrays: filters `[filter, tap]` padded to one
 *  length, first batch normalisation, spatial weights `[map, filter, neuron]`. */
export interface LinearPart {
  readonly filters: Float64Array
  readonly gamma: Float32Array
  readonly beta: Float32Array
  readonly spatial: Float32Array
  readonly taps: number
  readonly maps: number
  readonly neurons: number
  readonly epsilon: number
}

/** Mean and variance of each temporal filter's output, `[filter]`. */
export interface FilterMoments {
  readonly mean: Float64Array
  readonly variance: Float64Array
}

/** One kernel for each map and neuron that does what filters, normalisation and spatial weights do together:
 *  K[s,m,τ] = Σ_f W2[s,f,m] · γ_f/σ_f · w_f[τ],  bias_s = Σ_f (β_f − γ_f μ_f/σ_f) · Σ_m W2[s,f,m]. */
export interface Collapsed {
  /** `[tap, neuron, map]` */
  readonly kernel: Float64Array
  /** `[map]`; cancelled by the second normalisation while it uses batch statistics. */
  readonly bias: Float64Array
  /** γ_f/σ_f */
  readonly gain: Float64Array
}

/** μ_f = w_f · mean,  σ²_f = w_fᵀ second w_f − μ_f². */
export function filterMoments(filters: Float64Array, moments: InputMoments): FilterMoments {
  const taps = moments.mean.length
  const count = filters.length / taps
  const mean = new Float64Array(count)
  const variance = new Float64Array(count)
  const image = timesSecond(filters, moments.second, taps)
  for (let f = 0; f < count; f++) {
    for (let tap = 0; tap < taps; tap++) {
      mean[f]! += filters[f * taps + tap]! * moments.mean[tap]!
      variance[f]! += filters[f * taps + tap]! * image[f * taps + tap]!
    }
    variance[f]! -= mean[f]! ** 2
  }
  return { mean, variance }
}

export function collapse(part: LinearPart, moments: FilterMoments): Collapsed {
  const { filters, taps, maps, neurons, spatial } = part
  const count = part.gamma.length
  const kernel = new Float64Array(taps * neurons * maps)
  const bias = new Float64Array(maps)
  const gain = Float64Array.from(part.gamma, (gamma, f) => gamma / Math.sqrt(moments.variance[f]! + part.epsilon))
  for (let s = 0; s < maps; s++) {
    for (let f = 0; f < count; f++) {
      const offset = part.beta[f]! - gain[f]! * moments.mean[f]!
      for (let m = 0; m < neurons; m++) {
        const weight = spatial[(s * count + f) * neurons + m]!
        bias[s]! += weight * offset
        const factor = weight * gain[f]!
        for (let tap = 0; tap < taps; tap++) {
          kernel[(tap * neurons + m) * maps + s]! += factor * filters[f * taps + tap]!
        }
      }
    }
  }
  return { kernel, bias, gain }
}

/** Gradients by the filters, the gammas and the spatial weights, and by the input moments.
 *  The betas' gradient is zero, since the second normalisation takes the bias off. */
export interface CollapseGradients {
  readonly filters: Float64Array
  readonly gamma: Float64Array
  readonly spatial: Float64Array
  readonly moments: InputMoments
}

/** Backward of `filterMoments` and `collapse`, from the kernel's gradient `[tap, neuron, map]`. */
export function collapseBackward(
  part: LinearPart,
  input: InputMoments,
  forward: { collapsed: Collapsed; moments: FilterMoments },
  kernelGradient: Float32Array,
): CollapseGradients {
  const { taps, gamma } = part
  const { gain } = forward.collapsed
  const { spatial, image } = throughKernel(part, gain, kernelGradient)
  const filters = new Float64Array(part.filters.length)
  const gammaGradient = new Float64Array(gamma.length)
  const mean = new Float64Array(taps)
  const second = new Float64Array(taps * taps)
  const throughSecond = timesSecond(part.filters, input.second, taps)
  for (let f = 0; f < gamma.length; f++) {
    const row = f * taps
    let gainGradient = 0
    for (let tap = 0; tap < taps; tap++) gainGradient += image[row + tap]! * part.filters[row + tap]!
    const inverse = 1 / Math.sqrt(forward.moments.variance[f]! + part.epsilon)
    gammaGradient[f] = gainGradient * inverse
    const varianceGradient = -0.5 * gainGradient * gamma[f]! * inverse ** 3
    const meanGradient = -2 * forward.moments.mean[f]! * varianceGradient
    for (let tap = 0; tap < taps; tap++) {
      const weight = part.filters[row + tap]!
      filters[row + tap] =
        gain[f]! * image[row + tap]! +
        2 * varianceGradient * throughSecond[row + tap]! +
        meanGradient * input.mean[tap]!
      mean[tap]! += meanGradient * weight
      for (let other = 0; other < taps; other++) {
        second[tap * taps + other]! += varianceGradient * weight * part.filters[row + other]!
      }
    }
  }
  return { filters, gamma: gammaGradient, spatial, moments: { mean, second } }
}

/** Spatial gradients, and image[f, τ] = Σ_{s,m} W2[s,f,m] · dK[s,m,τ]. */
function throughKernel(
  part: LinearPart,
  gain: Float64Array,
  kernelGradient: Float32Array,
): { spatial: Float64Array; image: Float64Array } {
  const { filters, taps, maps, neurons } = part
  const count = gain.length
  const spatial = new Float64Array(part.spatial.length)
  const image = new Float64Array(filters.length)
  for (let s = 0; s < maps; s++) {
    for (let f = 0; f < count; f++) {
      for (let m = 0; m < neurons; m++) {
        const index = (s * count + f) * neurons + m
        const weight = part.spatial[index]!
        let sum = 0
        for (let tap = 0; tap < taps; tap++) {
          const slope = kernelGradient[(tap * neurons + m) * maps + s]!
          sum += slope * filters[f * taps + tap]!
          image[f * taps + tap]! += weight * slope
        }
        spatial[index] = sum * gain[f]!
      }
    }
  }
  return { spatial, image }
}

/** `filters [filter, tap] × second [tap, tap]`. */
function timesSecond(filters: Float64Array, second: Float64Array, taps: number): Float64Array {
  const image = new Float64Array(filters.length)
  for (let row = 0; row < filters.length; row += taps) {
    for (let tap = 0; tap < taps; tap++) {
      const weight = filters[row + tap]!
      if (weight === 0) continue
      for (let other = 0; other < taps; other++) image[row + other]! += weight * second[tap * taps + other]!
    }
  }
  return image
}
