/** Moments of the filters' inputs from autocorrelation and edges: rows are `[row, sample]`, N = rows · T, half = (taps−1)/2.
 *
 *    e[τ]    = 1/N Σ x[t+τ−half]                       e[0 … taps)
 *    R[τ,τ'] = 1/N Σ x[t+τ−half] · x[t+τ'−half]        Toeplitz(r) − edge terms
 *
 *  With a = min(τ,τ') − half and d = |τ−τ'| the pair misses, for a > 0, x[u]·x[u+d] with u < a (Gram matrix A of the first
 *  `half` samples), and for a < 0 the last ones, u = half + a … half − 1 − d (Gram matrix Z of the last `half`). */
export interface InputMoments {
  readonly mean: Float64Array
  /** `[tap, tap]` */
  readonly second: Float64Array
}

export interface RowShape {
  readonly samples: number
  readonly taps: number
}

export function inputMoments(x: Float64Array, { samples, taps }: RowShape): InputMoments {
  const half = (taps - 1) / 2
  const lags = new Float64Array(taps)
  let total = 0
  const mean = new Float64Array(taps)
  const second = new Float64Array(taps * taps)
  for (let row = 0; row < x.length; row += samples) {
    for (let t = 0; t < samples; t++) {
      total += x[row + t]!
      for (let d = 0; d < Math.min(taps, samples - t); d++) lags[d]! += x[row + t]! * x[row + t + d]!
    }
    forEachEdgeSample(half, samples, (tap, sample) => (mean[tap]! -= x[row + sample]!))
    forEachEdgePair(half, samples, (entry, s, lag) => (second[entry]! -= x[row + s]! * x[row + s + lag]!))
  }
  return {
    mean: mean.map((missed) => (total + missed) / x.length),
    second: second.map((missed, i) => (lags[Math.abs((i % taps) - Math.floor(i / taps))]! + missed) / x.length),
  }
}

/** Gradient of `x` from those of the moments. */
export function inputMomentsBackward(x: Float64Array, gradient: InputMoments, shape: RowShape): Float64Array {
  const { samples, taps } = shape
  const half = (taps - 1) / 2
  const total = gradient.mean.reduce((a, b) => a + b, 0)
  const lags = new Float64Array(taps)
  gradient.second.forEach((value, i) => (lags[Math.abs((i % taps) - Math.floor(i / taps))]! += value))
  const slope = new Float64Array(x.length)
  for (let row = 0; row < x.length; row += samples) {
    const addProduct = (s: number, lag: number, factor: number): void => {
      slope[row + s]! += factor * x[row + s + lag]!
      slope[row + s + lag]! += factor * x[row + s]!
    }
    for (let t = 0; t < samples; t++) {
      slope[row + t]! += total
      for (let d = 0; d < Math.min(taps, samples - t); d++) addProduct(t, d, lags[d]!)
    }
    forEachEdgeSample(half, samples, (tap, sample) => (slope[row + sample]! -= gradient.mean[tap]!))
    forEachEdgePair(half, samples, (entry, s, lag) => addProduct(s, lag, -gradient.second[entry]!))
  }
  return slope.map((value) => value / x.length)
}

/** Samples that tap τ never sees: the first τ − half, or the last half − τ. */
function forEachEdgeSample(half: number, samples: number, visit: (tap: number, sample: number) => void): void {
  for (let tap = 0; tap <= 2 * half; tap++) {
    for (let u = 0; u < Math.min(samples, tap - half); u++) visit(tap, u)
    for (let u = Math.max(0, samples - (half - tap)); u < samples; u++) visit(tap, u)
  }
}

function forEachEdgePair(
  half: number,
  samples: number,
  visit: (entry: number, sample: number, lag: number) => void,
): void {
  const taps = 2 * half + 1
  for (let entry = 0; entry < taps * taps; entry++) {
    const [i, j] = [Math.floor(entry / taps), entry % taps]
    const [a, lag] = [Math.min(i, j) - half, Math.abs(i - j)]
    for (let u = 0; u < Math.min(a, samples - lag); u++) visit(entry, u, lag)
    if (a >= 0) continue
    for (let s = Math.max(0, samples + a); s < samples - lag; s++) visit(entry, s, lag)
  }
}
