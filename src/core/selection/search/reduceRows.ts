/** Rows of features that teach, and all rows. */
export interface Rows {
  /** `[row, feature]` with rows of `stride`. */
  readonly values: Float64Array
  readonly stride: number
  readonly features: number
  readonly count: number
  readonly training: Int32Array
}

/** Writes rows with one feature for each that teaches, `[row, training]`. */
export type ReduceRows = (rows: Rows, output: Float64Array) => void

/**
 * Rows in coordinates of an orthonormal basis of those that teach: what is left out is at right angles to all of them, where a
 * penalised regression has no weight (representer theorem: Kimeldorf & Wahba 1971, J. Math. Anal. Appl. 33:82). With inner
 * products K = T Tᵀ = L Lᵀ, row x becomes L⁻¹ T x. Gives the same answers with fewer features.
 */
export function createReduceRows(mostRows: number): ReduceRows {
  const factor = new Float64Array(mostRows * mostRows)
  return ({ values, stride, features, count, training }, output) => {
    const n = training.length
    const product = (a: number, b: number): number => {
      let sum = 0
      for (let f = 0, x = a * stride, y = b * stride; f < features; f++) sum += values[x + f]! * values[y + f]!
      return sum
    }
    let largest = 0
    for (let i = 0; i < n; i++) largest = Math.max(largest, product(training[i]!, training[i]!))
    for (let i = 0; i < n; i++) {
      for (let j = 0; j <= i; j++) {
        let sum = product(training[i]!, training[j]!)
        for (let k = 0; k < j; k++) sum -= factor[i * n + k]! * factor[j * n + k]!
        if (i !== j) factor[i * n + j] = sum / factor[j * n + j]!
        // A row that depends on those before it has nothing new; it must not blow up what rounding left of it.
        else factor[i * n + i] = sum > 1e-12 * largest ? Math.sqrt(sum) : Infinity
      }
    }
    for (let row = 0; row < count; row++) {
      const at = row * n
      for (let i = 0; i < n; i++) {
        let sum = product(training[i]!, row)
        for (let k = 0; k < i; k++) sum -= factor[i * n + k]! * output[at + k]!
        output[at + i] = sum / factor[i * n + i]!
      }
    }
  }
}
