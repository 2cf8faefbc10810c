/** First and second moments of the temporal filters' inputs without forming them: with x zero outside 0 … T − 1,
 *  half = (taps − 1) / 2 and N = rows · T,
 *
 *    mean[τ] = 1/N Σ x[t + τ − half]        second[τ, τ'] = 1/N Σ x[t + τ − half] · x[t + τ' − half]
 *
 *  `second` is Toeplitz in the autocorrelation except for samples near the two ends; those edge terms matter
 *  (3e-2 at T = 200), so they are taken off exactly. */
export interface SampleSums {
  /** Σ over rows and samples of x. */
  readonly total: number
  /** Σ x[t] · x[t + d] over rows, d = 0 … taps − 1. */
  readonly autocorrelation: Float64Array
  /** Sums over rows of the first `half` and the last `half` samples, `[2 · half]`. */
  readonly edgeSums: Float64Array
  /** Gram matrix over rows of the same samples, `[2 · half, 2 · half]`; only the two diagonal blocks are used. */
  readonly edgeGram: Float64Array
  /** N. */
  readonly count: number
}

export interface InputMoments {
  /** `[tap]` */
  readonly mean: Float64Array
  /** `[tap, tap]` */
  readonly second: Float64Array
}

export function inputMoments(sums: SampleSums): InputMoments {
  const taps = sums.autocorrelation.length
  const mean = new Float64Array(taps)
  const second = new Float64Array(taps * taps)
  for (let i = 0; i < taps; i++) {
    mean[i] = sums.total / sums.count
    for (let j = 0; j < taps; j++) second[i * taps + j] = sums.autocorrelation[Math.abs(i - j)]! / sums.count
  }
  forEachEdgeSum(taps, (tap, edge) => (mean[tap]! -= sums.edgeSums[edge]! / sums.count))
  forEachEdgeProduct(taps, (entry, product) => (second[entry]! -= sums.edgeGram[product]! / sums.count))
  return { mean, second }
}

/** Gradients by the sums, from gradients by the moments. */
export function inputMomentsBackward(moments: InputMoments, count: number): Omit<SampleSums, 'count'> {
  const { mean, second } = moments
  const taps = mean.length
  const autocorrelation = new Float64Array(taps)
  const edgeSums = new Float64Array(taps - 1)
  const edgeGram = new Float64Array((taps - 1) ** 2)
  let total = 0
  for (let i = 0; i < taps; i++) {
    total += mean[i]! / count
    for (let j = 0; j < taps; j++) autocorrelation[Math.abs(i - j)]! += second[i * taps + j]! / count
  }
  forEachEdgeSum(taps, (tap, edge) => (edgeSums[edge]! -= mean[tap]! / count))
  forEachEdgeProduct(taps, (entry, product) => (edgeGram[product]! -= second[entry]! / count))
  return { total, autocorrelation, edgeSums, edgeGram }
}

/** Tap τ > half never sees the first τ − half samples, τ < half never the last half − τ. */
function forEachEdgeSum(taps: number, visit: (tap: number, edge: number) => void): void {
  const half = (taps - 1) / 2
  for (let tap = 0; tap < taps; tap++) {
    for (let u = 0; u < tap - half; u++) visit(tap, u)
    for (let u = tap; u < half; u++) visit(tap, half + u)
  }
}

/** The products x[s] · x[s + d] that the pair (τ, τ') misses: with a = min(τ, τ') − half, s < a at the start, and
 *  u = half + a … half − 1 − d of the last samples at the end. */
function forEachEdgeProduct(taps: number, visit: (entry: number, product: number) => void): void {
  const half = (taps - 1) / 2
  const edges = 2 * half
  for (let i = 0; i < taps; i++) {
    for (let j = 0; j < taps; j++) {
      const start = Math.min(i, j) - half
      const lag = Math.abs(i - j)
      for (let u = 0; u < start; u++) visit(i * taps + j, u * edges + u + lag)
      if (start >= 0) continue
      for (let u = half + start; u < half - lag; u++) visit(i * taps + j, (half + u) * edges + half + u + lag)
    }
  }
}
