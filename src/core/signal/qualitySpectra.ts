import type { Hertz } from '../domain/units'
import { columnMedians } from './columnMedians'
import { createFourSpectra, powerOfTwo } from './fourSpectra'

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
 * power of two, one-sided, per hertz. Memory: windows × channels × bins, float32.
 */
export function createWindowSpectra(shape: {
  readonly channels: number
  readonly windows: number
  readonly length: number
  readonly sampleRate: Hertz
}): WindowSpectra {
  const { channels, windows, length, sampleRate } = shape
  const size = powerOfTwo(length)
  const step = sampleRate / size
  const bins = Math.min(size / 2, Math.floor(highest / step)) + 1
  const first = Math.max(1, Math.ceil(comparedBand[0] / step))
  const last = Math.min(size / 2 - 1, Math.floor(comparedBand[1] / step))
  const transform = createFourSpectra({ length, size, bins, first, last, sampleRate })
  const kept = new Float32Array(windows * channels * bins)
  const banded = Array.from({ length: channels }, () => new Float64Array(2 * Math.max(0, last - first + 1)))
  let count = 0
  return {
    ...{ step, bins },
    get count() {
      return count
    },
    add(window) {
      const ofWindow = kept.subarray(count * channels * bins, (count + 1) * channels * bins)
      for (let channel = 0; channel < channels; channel += 4)
        transform(window.slice(channel, channel + 4), {
          densities: ofWindow.subarray(channel * bins, Math.min(channels, channel + 4) * bins),
          banded: banded.slice(channel, channel + 4),
        })
      count++
      return banded
    },
    medians: () =>
      banded.map((_, channel) =>
        columnMedians(kept, { at: channel * bins, rows: count, stride: channels * bins, columns: bins }),
      ),
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
