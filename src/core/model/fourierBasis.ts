/** A real Fourier basis as matrices. With its columns scaled to unit length, sums over time equal sums over
 *  coefficients (Parseval), and transforms are plain matrix products, which every backend does fast and alike. */
export interface FourierBasis {
  /** n ≥ samples + taps − 1, so that neither the filters nor the autocorrelation wrap around. */
  readonly length: number
  /** n/2 + 1 frequencies; a signal has twice as many coefficients: first all cosines, then all sines. */
  readonly frequencies: number
  /** `[sample, coefficient]` */
  readonly analysis: Float32Array
  /** Response of a tap at τ: cos and sin of ω (τ − half), `[coefficient, tap]`. */
  readonly taps: Float32Array
  /** cos(ω d) for lags 0 … taps − 1, `[frequency, lag]`. */
  readonly lags: Float64Array
}

export function createFourierBasis(samples: number, taps: number): FourierBasis {
  const length = 2 * Math.ceil((samples + taps - 1) / 2)
  const frequencies = length / 2 + 1
  const half = (taps - 1) / 2
  const angle = (k: number, t: number): number => (2 * Math.PI * ((k * t) % length)) / length
  const analysis = new Float32Array(samples * 2 * frequencies)
  const tapMatrix = new Float32Array(2 * frequencies * taps)
  const lags = new Float64Array(frequencies * taps)
  for (let k = 0; k < frequencies; k++) {
    const edge = k === 0 || k === frequencies - 1
    const scale = Math.sqrt((edge ? 1 : 2) / length)
    for (let t = 0; t < samples; t++) {
      analysis[t * 2 * frequencies + k] = scale * Math.cos(angle(k, t))
      analysis[t * 2 * frequencies + frequencies + k] = edge ? 0 : scale * Math.sin(angle(k, t))
    }
    for (let tap = 0; tap < taps; tap++) {
      tapMatrix[k * taps + tap] = Math.cos(angle(k, tap - half))
      tapMatrix[(frequencies + k) * taps + tap] = edge ? 0 : Math.sin(angle(k, tap - half))
      lags[k * taps + tap] = Math.cos(angle(k, tap))
    }
  }
  return { length, frequencies, analysis, taps: tapMatrix, lags }
}
