/** Sizes of a bank of kernels over rows: `x` is `[trial, row, sample]`. */
export interface ConvolutionShape {
  readonly trials: number
  readonly rows: number
  readonly samples: number
  readonly maps: number
  /** Odd. */
  readonly taps: number
}

/** out[b,s,t] = Σ_m Σ_τ K[s,m,τ] · x[b,m,t+τ−half], x zero outside 0 … T−1; K `[map, row, tap]`, out `[trial, map, sample]`. */
export function convolve(x: Float64Array, kernel: Float64Array, shape: ConvolutionShape): Float64Array {
  const { samples, maps, taps } = shape
  const output = new Float64Array(shape.trials * maps * samples)
  forEachPair(shape, (row, map, weights) => {
    for (let tap = 0; tap < taps; tap++) {
      const weight = kernel[weights + tap]!
      const [from, to] = overlap(shape, tap)
      const shift = tap - (taps - 1) / 2
      for (let t = from; t < to; t++) output[map + t]! += weight * x[row + t + shift]!
    }
  })
  return output
}

/** Gradients of the kernel and of `x` from that of the output. */
export function convolveBackward(
  x: Float64Array,
  { kernel, slope }: { kernel: Float64Array; slope: Float64Array },
  shape: ConvolutionShape,
): { kernel: Float64Array; input: Float64Array } {
  const { taps } = shape
  const kernelGradient = new Float64Array(kernel.length)
  const input = new Float64Array(x.length)
  forEachPair(shape, (row, map, weights) => {
    for (let tap = 0; tap < taps; tap++) {
      const weight = kernel[weights + tap]!
      const [from, to] = overlap(shape, tap)
      const shift = tap - (taps - 1) / 2
      let sum = 0
      for (let t = from; t < to; t++) {
        sum += slope[map + t]! * x[row + t + shift]!
        input[row + t + shift]! += slope[map + t]! * weight
      }
      kernelGradient[weights + tap]! += sum
    }
  })
  return { kernel: kernelGradient, input }
}

/** First index of the row, of the map and of their kernel, for every trial. */
function forEachPair(shape: ConvolutionShape, visit: (row: number, map: number, weights: number) => void): void {
  const { trials, rows, samples, maps, taps } = shape
  for (let trial = 0; trial < trials; trial++) {
    for (let map = 0; map < maps; map++) {
      for (let row = 0; row < rows; row++) {
        visit((trial * rows + row) * samples, (trial * maps + map) * samples, (map * rows + row) * taps)
      }
    }
  }
}

/** Outputs that a tap reaches without leaving the signal. */
function overlap({ samples, taps }: ConvolutionShape, tap: number): [number, number] {
  const shift = tap - (taps - 1) / 2
  return [Math.max(0, -shift), Math.min(samples, samples - shift)]
}
