import type { EngineSizes } from './sizes'

/** Sums over a batch that the moments of the filters' inputs follow from; x zero outside 0 … T − 1. */
export interface BatchSums {
  /** Σ |X̂|² over rows, `[bin]`. */
  readonly power: ArrayLike<number>
  /** Σ x of all rows. */
  readonly total: number
  /** Gram matrices `[side, edge, edge]` over rows of the first `half` and the last `half` samples, upper half. */
  readonly gram: ArrayLike<number>
  /** Sums over rows of the same samples, `[side, edge]`. */
  readonly edgeSums: ArrayLike<number>
  /** Rows · samples. */
  readonly count: number
}

/** Mean and covariance of the filters' inputs ("The algebra" in docs/ARCHITECTURE). */
export interface InputMoments {
  /** `[tap]` */
  readonly mean: Float64Array
  /** `[tap, tap]`, symmetric, rows `tapStride` apart: without the mean's part, so that nothing cancels later. */
  readonly covariance: Float64Array
  readonly count: number
}

/** What the backward pass needs of the forward one. */
export interface BatchMoments extends InputMoments {
  /** Of each filter's output. */
  readonly filterMean: Float64Array
  /** 1 / √(variance + ε) */
  readonly filterInverse: Float64Array
}

/** cos(2π k / length), k = 0 … length − 1. */
export function cosines(length: number): Float64Array {
  return Float64Array.from({ length }, (_, k) => Math.cos((2 * Math.PI * k) / length))
}

/** Σ x[t] · x[t + lag] from the power spectrum: r[d] = 1/n Σ weight_k P_k cos(2π k d / n). Bins k and n/2 − k have the same
 *  cosine, with the sign (−1)^d: they are added first. */
export function autocorrelation(
  power: ArrayLike<number>,
  table: Float64Array,
  { length, taps }: EngineSizes,
): Float64Array {
  const half = length / 2
  const folded = [foldBins(power, half, 1), foldBins(power, half, -1)]
  const result = new Float64Array(taps)
  for (let lag = 0; lag < taps; lag++) {
    const values = folded[lag % 2]!
    let sum = values[0]!
    for (let bin = 1, at = lag % length; bin < values.length; bin++) {
      sum += values[bin]! * table[at]!
      at += lag
      while (at >= length) at -= length
    }
    result[lag] = sum / length
  }
  return result
}

/** weight_k P_k + sign · weight P of bin n/2 − k, k = 0 … n/4; weights 1, 2, …, 2, 1. */
function foldBins(power: ArrayLike<number>, half: number, sign: number): Float64Array {
  const values = new Float64Array(Math.floor(half / 2) + 1)
  for (let bin = 0; bin < values.length; bin++) {
    const own = (bin === 0 ? 1 : 2) * power[bin]!
    const mirror = half - bin
    values[bin] = mirror === bin ? own : own + sign * (bin === 0 ? 1 : 2) * power[mirror]!
  }
  return values
}

/** e[τ] = 1/N Σ x[t + τ − half] and the covariance R[τ, τ'] − e[τ] e[τ']. R is Toeplitz in the autocorrelation but for
 *  the products that leave the window at one end: running sums along each diagonal take them off. */
export function inputMoments(sums: BatchSums, correlation: Float64Array, sizes: EngineSizes): InputMoments {
  const { taps, half, tapStride } = sizes
  const edge = sizes.edgeTiles * 8
  const mean = inputMean(sums, sizes)
  const covariance = new Float64Array(tapStride * tapStride)
  for (let lag = 0; lag < taps; lag++) {
    const set = (tap: number, missed: number): void => {
      const value = (correlation[lag]! - missed) / sums.count - mean[tap]! * mean[tap + lag]!
      covariance[tap * tapStride + tap + lag] = covariance[(tap + lag) * tapStride + tap] = value
    }
    let missed = 0
    for (let tap = Math.min(half, taps - lag) - 1; tap >= 0; tap--) {
      if (tap + lag < half) missed += sums.gram[(edge + tap) * edge + tap + lag]!
      set(tap, missed)
    }
    missed = 0
    for (let tap = half; tap + lag < taps; tap++) {
      const first = tap - half - 1
      if (first >= 0) missed += sums.gram[first * edge + first + lag]!
      set(tap, missed)
    }
  }
  return { mean, covariance, count: sums.count }
}

function inputMean({ total, edgeSums, count }: BatchSums, { taps, half, edgeTiles }: EngineSizes): Float64Array {
  const mean = new Float64Array(taps).fill(total / count)
  for (let missed = 0, tap = half + 1; tap < taps; tap++) {
    missed += edgeSums[tap - half - 1]!
    mean[tap]! -= missed / count
  }
  for (let missed = 0, tap = half - 1; tap >= 0; tap--) {
    missed += edgeSums[edgeTiles * 8 + tap]!
    mean[tap]! -= missed / count
  }
  return mean
}

/** Gradients by the sums. */
export interface SumSlopes {
  /** By the autocorrelation, `[lag]`. */
  readonly correlation: Float64Array
  /** By the Gram matrices, `[side, edge, edge]`, symmetric: twice the diagonal, so that the gradient by a row of samples
   *  is the product with it. */
  readonly gram: Float32Array
  readonly total: number
  /** `[side, edge]` */
  readonly edgeSums: Float64Array
}

/** Backward of `inputMoments`. `second`: gradient by R, `[tap, tap]` with rows `tapStride` apart and symmetric; `mean`: by
 *  e; both already divided by N. */
export function inputMomentsBackward(second: Float32Array, mean: Float64Array, sizes: EngineSizes): SumSlopes {
  const { taps, half, tapStride } = sizes
  const edge = sizes.edgeTiles * 8
  const correlation = new Float64Array(taps)
  const gram = new Float32Array(2 * edge * edge)
  for (let lag = 0; lag < taps; lag++) {
    const slope = (tap: number): number => second[tap * tapStride + tap + lag]! * (lag === 0 ? 1 : 2)
    const put = (side: number, u: number, value: number): void => {
      gram[side * edge * edge + u * edge + u + lag]! -= value
      gram[side * edge * edge + (u + lag) * edge + u]! -= value
    }
    let sum = 0
    for (let tap = 0; tap < Math.min(half, taps - lag); tap++) {
      sum += slope(tap)
      if (tap + lag < half) put(1, tap, sum)
    }
    correlation[lag] = sum
    sum = 0
    for (let tap = taps - 1 - lag; tap > half; tap--) {
      sum += slope(tap)
      put(0, tap - half - 1, sum)
    }
    if (half + lag < taps) sum += slope(half)
    correlation[lag]! += sum
  }
  return { correlation, gram, ...meanBackward(mean, sizes) }
}

function meanBackward(mean: Float64Array, { taps, half, edgeTiles }: EngineSizes) {
  const edgeSums = new Float64Array(2 * edgeTiles * 8)
  let total = 0
  for (let tap = 0; tap < taps; tap++) total += mean[tap]!
  for (let sum = 0, u = half - 1; u >= 0; u--) edgeSums[u] = -(sum += mean[half + 1 + u]!)
  for (let sum = 0, u = 0; u < half; u++) edgeSums[edgeTiles * 8 + u] = -(sum += mean[u]!)
  return { total, edgeSums }
}

/** What the power spectrum's gradient multiplies X with: 2 weight_k / n · Σ over lags of dr[d] cos(2π k d / n), `[bin]`.
 *  Even and odd lags apart, as bin n/2 − k has the difference where bin k has the sum. */
export function momentFilter(
  correlation: Float64Array,
  table: Float64Array,
  { bins, length, taps }: EngineSizes,
): Float32Array {
  const filter = new Float32Array(bins)
  const half = length / 2
  for (let bin = 0; bin <= half / 2; bin++) {
    const even = everySecond(correlation, table, { bin, length, taps, first: 0 })
    const odd = everySecond(correlation, table, { bin, length, taps, first: 1 })
    const weight = (bin === 0 ? 2 : 4) / length
    filter[half - bin] = weight * (even - odd)
    filter[bin] = weight * (even + odd)
  }
  return filter
}

/** Σ over lags first, first + 2, … of dr[d] cos(2π · bin · d / length). */
function everySecond(
  correlation: Float64Array,
  table: Float64Array,
  { bin, length, taps, first }: { bin: number; length: number; taps: number; first: number },
): number {
  let sum = 0
  for (let lag = first, at = bin * first; lag < taps; lag += 2) {
    sum += correlation[lag]! * table[at]!
    at += 2 * bin
    if (at >= length) at -= length
  }
  return sum
}
