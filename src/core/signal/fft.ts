/** In-place complex transform of one fixed length, forward: X[k] = Σ x[n] · exp(−2πi kn / length). */
export interface FourierTransform {
  readonly length: number
  forward(re: Float64Array, im: Float64Array): void
  /** Without the factor 1/length. */
  inverse(re: Float64Array, im: Float64Array): void
}

/** Iterative radix-2 transform (Cooley & Tukey 1965) with tables; `length` is a power of two. */
export function createFourierTransform(length: number): FourierTransform {
  const cosines = Float64Array.from({ length: length / 2 }, (_, i) => Math.cos((2 * Math.PI * i) / length))
  const sines = Float64Array.from({ length: length / 2 }, (_, i) => -Math.sin((2 * Math.PI * i) / length))
  const reversed = bitReversal(length)

  const transform = (re: Float64Array, im: Float64Array): void => {
    for (let i = 0; i < length; i++) {
      const j = reversed[i]!
      if (j > i) {
        swap(re, i, j)
        swap(im, i, j)
      }
    }
    for (let half = 1; half < length; half *= 2) {
      const stride = length / (2 * half)
      for (let k = 0; k < half; k++) {
        const cosine = cosines[k * stride]!
        const sine = sines[k * stride]!
        for (let a = k; a < length; a += 2 * half) {
          const b = a + half
          const real = re[b]! * cosine - im[b]! * sine
          const imaginary = re[b]! * sine + im[b]! * cosine
          re[b] = re[a]! - real
          im[b] = im[a]! - imaginary
          re[a] = re[a]! + real
          im[a] = im[a]! + imaginary
        }
      }
    }
  }
  return { length, forward: transform, inverse: (re, im) => transform(im, re) }
}

/** Smallest power of two that is at least `length`. */
export const powerOfTwo = (length: number): number => 2 ** Math.ceil(Math.log2(Math.max(1, length)))

function bitReversal(length: number): Uint32Array {
  const reversed = new Uint32Array(length)
  for (let i = 1; i < length; i++) reversed[i] = (reversed[i >> 1]! >> 1) | (i & 1 ? length >> 1 : 0)
  return reversed
}

function swap(values: Float64Array, i: number, j: number): void {
  const value = values[i]!
  values[i] = values[j]!
  values[j] = value
}
