import type { TrainedModel } from '../domain/model'
import { collapse } from '../model/collapse'
import { longestTaps, paddedFilters } from '../model/parameters'
import { createFourierTransform, powerOfTwo } from '../signal/fft'

/** Everything before the square, as one linear map from a window to the network's maps. */
export interface LongFilter {
  /** `window [channel, sample]` → maps `[map][sample]`, overwritten by the next call. */
  apply(window: Float32Array): readonly Float64Array[]
}

/**
 * Filters, first normalisation, spatial weights and second normalisation of the MSFBCNN are jointly linear under
 * population statistics:  out[s,t] = Σ_m Σ_τ K[s,m,τ] · x[m, t+τ−⌊taps/2⌋] + bias[s]
 * (algebra: docs/ARCHITECTURE, "the collapsed filter"). Applied by the Fourier transform: two real rows share one complex
 * transform, at a length that keeps the zero padding of the convolution.
 */
export function createLongFilter(model: TrainedModel, samples: number): LongFilter {
  const neurons = model.electrodes.length
  const { maps } = model.network
  const length = powerOfTwo(samples + longestTaps(model.network))
  const transform = createFourierTransform(length)
  const { kernels, bias } = kernelSpectra(model, length)
  const rows = Math.ceil(neurons / 2) * 2
  const re = Array.from({ length: rows }, () => new Float64Array(length))
  const im = Array.from({ length: rows }, () => new Float64Array(length))
  const [outRe, outIm] = [new Float64Array(length), new Float64Array(length)]
  const output = Array.from({ length: maps }, () => new Float64Array(samples))

  const load = (window: Float32Array, first: number): void => {
    const [a, b] = [re[first]!.fill(0), im[first]!.fill(0)]
    for (let t = 0; t < samples; t++) a[t] = window[first * samples + t]!
    if (first + 1 < neurons) for (let t = 0; t < samples; t++) b[t] = window[(first + 1) * samples + t]!
    transform.forward(a, b)
    separate([a, b], [re[first + 1]!, im[first + 1]!])
  }

  const unload = (values: Float64Array, map: number): void => {
    const target = output[map]!
    const offset = bias[map]!
    for (let t = 0; t < samples; t++) target[t] = values[t]! / length + offset
  }

  return {
    apply(window) {
      for (let first = 0; first < neurons; first += 2) load(window, first)
      for (let map = 0; map < maps; map += 2) {
        outRe.fill(0)
        outIm.fill(0)
        for (let m = 0; m < neurons; m++) {
          accumulate([re[m]!, im[m]!], kernels[(map / 2) * neurons + m]!, [outRe, outIm])
        }
        transform.inverse(outRe, outIm)
        unload(outRe, map)
        if (map + 1 < maps) unload(outIm, map + 1)
      }
      return output
    },
  }
}

type Spectrum = readonly [re: Float64Array, im: Float64Array]

/** Spectra of maps s and s + 1 as real and imaginary part, `[map pair × neuron]`, and what to add to each map. */
function kernelSpectra(model: TrainedModel, length: number): { kernels: Spectrum[]; bias: Float64Array } {
  const { network, parameters, statistics } = model
  const [taps, neurons, maps] = [longestTaps(network), model.electrodes.length, network.maps]
  const part = {
    filters: paddedFilters(network, parameters),
    gamma: parameters['bn1Gamma']!,
    beta: parameters['bn1Beta']!,
    spatial: parameters['spatial']!,
    epsilon: network.batchNormEpsilon,
    ...{ taps, maps, neurons },
  }
  const moments = { mean: Float64Array.from(statistics.bn1Mean), variance: Float64Array.from(statistics.bn1Var) }
  const { kernel, bias } = collapse(part, moments)
  const gain = Float64Array.from(
    { length: maps },
    (_, s) => parameters['bn2Gamma']![s]! / Math.sqrt(statistics.bn2Var[s]! + network.batchNormEpsilon),
  )
  const transform = createFourierTransform(length)
  const kernels = Array.from({ length: Math.ceil(maps / 2) * neurons }, (_, i): Spectrum => {
    const [pair, m] = [Math.floor(i / neurons), i % neurons]
    const parts: Spectrum = [new Float64Array(length), new Float64Array(length)]
    for (let s = 2 * pair; s < Math.min(maps, 2 * pair + 2); s++) {
      for (let tap = 0; tap < taps; tap++) {
        const at = (Math.floor(taps / 2) - tap + length) % length
        parts[s % 2]![at] = kernel[(tap * neurons + m) * maps + s]! * gain[s]!
      }
    }
    transform.forward(parts[0], parts[1])
    return parts
  })
  return {
    kernels,
    bias: bias.map((value, s) => (value - statistics.bn2Mean[s]!) * gain[s]! + parameters['bn2Beta']![s]!),
  }
}

/** The transform of a + ib becomes that of a (in place) and that of b (in `second`). */
function separate([re, im]: Spectrum, [secondRe, secondIm]: Spectrum): void {
  const length = re.length
  for (let k = 0; k <= length / 2; k++) {
    const j = (length - k) % length
    const [evenRe, oddRe] = [(re[k]! + re[j]!) / 2, (re[k]! - re[j]!) / 2]
    const [evenIm, oddIm] = [(im[k]! + im[j]!) / 2, (im[k]! - im[j]!) / 2]
    secondRe[k] = secondRe[j] = evenIm
    secondIm[k] = -oddRe
    secondIm[j] = oddRe
    re[k] = re[j] = evenRe
    im[k] = oddIm
    im[j] = -oddIm
  }
}

function accumulate([xRe, xIm]: Spectrum, [kRe, kIm]: Spectrum, [outRe, outIm]: Spectrum): void {
  for (let k = 0; k < outRe.length; k++) {
    outRe[k]! += kRe[k]! * xRe[k]! - kIm[k]! * xIm[k]!
    outIm[k]! += kRe[k]! * xIm[k]! + kIm[k]! * xRe[k]!
  }
}
