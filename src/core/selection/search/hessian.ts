/** Eigenvectors `[trial][k, row]` and logarithms of eigenvalues `[trial][k]`, with room for `most` rows. */
export interface Decomposed {
  readonly vectors: Float64Array
  readonly logs: Float64Array
  readonly trial: number
  readonly square: number
  readonly most: number
}

export interface Turn {
  readonly n: number
  readonly direction: Float64Array
  /** Lower triangle. */
  readonly sum: Float64Array
}

/**
 * Adds one matrix's part of the Hessian times a direction, Vᵀ (φ ∘ (V D Vᵀ)) V with eigenvectors in the rows of V: in the eigenvectors of
 * a logarithm the Hessian of half the squared distance is φ(t) = (t/2) coth(t/2) of the differences of its eigenvalues (Ferreira, Xavier,
 * Costeira & Barroso 2013, IEEE J. Sel. Top. Signal Process. 7:596).
 */
export function createHessian(most: number): (decomposed: Decomposed, turn: Turn) => void {
  const half = new Float64Array(most * most)
  const inner = new Float64Array(most * most)
  return ({ vectors, logs, trial, square, most: stride }, { n, direction, sum }) => {
    const at = trial * square
    multiply(vectors, at, direction, { product: half, n })
    for (let k = 0; k < n; k++) {
      for (let l = 0; l <= k; l++) {
        let value = 0
        for (let i = 0; i < n; i++) value += half[k * n + i]! * vectors[at + l * n + i]!
        inner[k * n + l] = inner[l * n + k] = value * bend(logs[trial * stride + k]! - logs[trial * stride + l]!)
      }
    }
    half.fill(0, 0, n * n)
    for (let k = 0; k < n; k++) {
      for (let l = 0; l < n; l++) {
        const value = inner[k * n + l]!
        for (let i = 0; i < n; i++) half[k * n + i]! += value * vectors[at + l * n + i]!
      }
    }
    for (let k = 0; k < n; k++) {
      for (let i = 0; i < n; i++) {
        const value = vectors[at + k * n + i]!
        for (let j = 0; j <= i; j++) sum[i * n + j]! += value * half[k * n + j]!
      }
    }
  }
}

/** (t/2) coth(t/2) */
function bend(t: number): number {
  if (Math.abs(t) < 1e-2) return 1 + (t * t) / 12
  const half = t / 2
  return half / Math.tanh(half)
}

function multiply(
  left: Float64Array,
  at: number,
  right: Float64Array,
  { product, n }: { readonly product: Float64Array; readonly n: number },
): void {
  product.fill(0, 0, n * n)
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < n; k++) {
      const value = left[at + i * n + k]!
      for (let j = 0; j < n; j++) product[i * n + j]! += value * right[k * n + j]!
    }
  }
}
