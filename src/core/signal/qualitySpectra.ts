import type { Hertz } from '../domain/units'
import { createFourierTransform, powerOfTwo } from './fft'
import { middleOf } from './median'

/** No bin above it is kept: harmonics of the mains at 100 and 120 Hz lie below. */
const highest: Hertz = 125
/** Band of what channels are compared in. */
export const comparedBand = [1, 40] as const

/** Spectra of windows, one after another. */
export interface WindowSpectra {
  /** Bin k is at k · step. */
  readonly step: Hertz
  readonly bins: number
  /** Windows that were added. */
  readonly count: number
  /** Transforms one window of all channels. `banded[channel]` holds what lies in the band as coefficients of an orthonormal
   *  basis, [real, imaginary] by turns: sums of products are mean products of the signals in that band, µV². Used again. */
  add(window: readonly Float32Array[]): readonly Float64Array[]
  /** Middle density over the windows by bin, one-sided, µV²/Hz, a row a channel: robust against windows with artifacts. */
  medians(): readonly Float64Array[]
}

/**
 * Welch's periodograms (P. D. Welch, IEEE Trans. Audio Electroacoust. 15 (1967) 70–73): mean taken off, Hann window, padded to a
 * power of two, one-sided, per hertz. Two channels share one complex transform. Memory: windows × channels × bins, float32.
 */
export function createWindowSpectra(shape: {
  readonly channels: number
  readonly windows: number
  readonly length: number
  readonly sampleRate: Hertz
}): WindowSpectra {
  const { channels, windows, length, sampleRate } = shape
  const size = powerOfTwo(length)
  const fourier = createFourierTransform(size)
  const [re, im] = [new Float64Array(size), new Float64Array(size)]
  // Periodic, as spectral estimates use it.
  const taper = Float64Array.from({ length }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / length))
  const energy = taper.reduce((sum, value) => sum + value * value, 0)
  const step = sampleRate / size
  const bins = Math.min(size / 2, Math.floor(highest / step)) + 1
  const kept = new Float32Array(windows * channels * bins)
  const first = Math.max(1, Math.ceil(comparedBand[0] / step))
  const last = Math.min(size / 2 - 1, Math.floor(comparedBand[1] / step))
  const banded = Array.from({ length: channels }, () => new Float64Array(2 * Math.max(0, last - first + 1)))
  const bandScale = Math.sqrt(2 / (energy * size))
  let count = 0

  /** Splits bin k of two real signals that were transformed as one complex one. */
  const keep = (channel: number, second: boolean): void => {
    const place = (count * channels + channel) * bins
    const into = banded[channel]!
    for (let k = 0; k < Math.max(bins, last + 1); k++) {
      const mirrored = (size - k) & (size - 1)
      const real = 0.5 * (second ? im[k]! + im[mirrored]! : re[k]! + re[mirrored]!)
      const imaginary = 0.5 * (second ? re[mirrored]! - re[k]! : im[k]! - im[mirrored]!)
      const sides = k === 0 || 2 * k === size ? 1 : 2
      if (k < bins) kept[place + k] = (sides * (real * real + imaginary * imaginary)) / (sampleRate * energy)
      if (k < first || k > last) continue
      into[2 * (k - first)] = real * bandScale
      into[2 * (k - first) + 1] = imaginary * bandScale
    }
  }
  const medianOfChannel = (channel: number): Float64Array => {
    const values = new Float64Array(count)
    return Float64Array.from({ length: bins }, (_, bin) => {
      for (let w = 0; w < count; w++) values[w] = kept[(w * channels + channel) * bins + bin]!
      return middleOf(values)
    })
  }
  return {
    ...{ step, bins },
    get count() {
      return count
    },
    add(window) {
      for (let channel = 0; channel < channels; channel += 2) {
        load(window[channel]!, taper, re)
        load(window[channel + 1], taper, im)
        fourier.forward(re, im)
        keep(channel, false)
        if (channel + 1 < channels) keep(channel + 1, true)
      }
      count++
      return banded
    },
    medians: () => banded.map((_, channel) => medianOfChannel(channel)),
  }
}

/** Less its mean, tapered, padded with zeros. What is not finite counts as the mean. */
function load(signal: Float32Array | undefined, taper: Float64Array, into: Float64Array): void {
  into.fill(0)
  if (!signal) return
  let [sum, finite] = [0, 0]
  for (const value of signal) {
    if (value - value !== 0) continue
    sum += value
    finite++
  }
  const mean = sum / Math.max(1, finite)
  for (let i = 0; i < taper.length; i++) {
    const value = signal[i]!
    into[i] = value - value === 0 ? (value - mean) * taper[i]! : 0
  }
}

/**
 * How far below the mean the median of `windows` periodograms of noise lies: 1 + Σ (1/(2i+1) − 1/2i). Source: B. Allen et al.,
 * "FINDCHIRP", Phys. Rev. D 85 (2012) 122006, appendix B; scipy.signal.welch divides by the same.
 */
export function medianBias(windows: number): number {
  let bias = 1
  for (let i = 1; i <= (windows - 1) >> 1; i++) bias += 1 / (2 * i + 1) - 1 / (2 * i)
  return bias
}
