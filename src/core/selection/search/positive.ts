/** Small positive definite matrices in flat arrays `[row, column]`, without allocation. Triangles are lower ones, with zeros above. */

/** Cholesky factor of `matrix` into `factor`; a pivot that rounding made too small is lifted, so it never fails. */
export function cholesky(matrix: Float64Array, factor: Float64Array, n: number): void {
  let largest = 0
  for (let i = 0; i < n; i++) largest = Math.max(largest, matrix[i * n + i]!)
  const least = Math.max(1e-14 * largest, 1e-300)
  for (let j = 0; j < n; j++) {
    for (let i = 0; i < j; i++) factor[i * n + j] = 0
    for (let i = j; i < n; i++) {
      let sum = matrix[i * n + j]!
      for (let k = 0; k < j; k++) sum -= factor[i * n + k]! * factor[j * n + k]!
      factor[i * n + j] = i === j ? Math.sqrt(Math.max(sum, least)) : sum / factor[j * n + j]!
    }
  }
}

/** Inverse of a triangle, into another array. */
export function invertTriangle(triangle: Float64Array, inverse: Float64Array, n: number): void {
  for (let j = 0; j < n; j++) {
    for (let i = 0; i < j; i++) inverse[i * n + j] = 0
    inverse[j * n + j] = 1 / triangle[j * n + j]!
    for (let i = j + 1; i < n; i++) {
      let sum = 0
      for (let k = j; k < i; k++) sum -= triangle[i * n + k]! * inverse[k * n + j]!
      inverse[i * n + j] = sum / triangle[i * n + i]!
    }
  }
}

/** left · right for triangles, into a third array. */
export function multiplyTriangles(left: Float64Array, right: Float64Array, product: Float64Array, n: number): void {
  product.fill(0, 0, n * n)
  for (let i = 0; i < n; i++) {
    for (let k = 0; k <= i; k++) {
      const factor = left[i * n + k]!
      for (let j = 0; j <= k; j++) product[i * n + j]! += factor * right[k * n + j]!
    }
  }
}

/** Scratch for one sandwich at a time. */
export interface Sandwich {
  /** Lower triangle of triangle · matrix · triangleᵀ into `result`; `matrix` is symmetric, from `at` on. */
  (triangle: Float64Array, matrix: Float64Array, at: number, n: number): void
  readonly result: Float64Array
}

export function createSandwich(most: number): Sandwich {
  const row = new Float64Array(most)
  const result = new Float64Array(most * most)
  const run = (triangle: Float64Array, matrix: Float64Array, at: number, n: number): void => {
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) row[j] = 0
      for (let k = 0; k <= i; k++) {
        const factor = triangle[i * n + k]!
        for (let j = 0, place = at + k * n; j < n; j++) row[j]! += factor * matrix[place + j]!
      }
      for (let j = 0; j <= i; j++) {
        let sum = 0
        for (let k = 0, place = j * n; k <= j; k++) sum += row[k]! * triangle[place + k]!
        result[i * n + j] = sum
      }
    }
  }
  return Object.assign(run, { result })
}

/** Lower triangle of Σ_k weights_k v_k v_kᵀ, with `vectors [k, row]`, into `sum` from `at` on; added with the factor `share`. */
export function addComposed(
  { values, vectors }: { readonly values: Float64Array; readonly vectors: Float64Array },
  n: number,
  target: { readonly sum: Float64Array; readonly at: number },
): void {
  const { sum, at } = target
  for (let k = 0, row = 0; k < n; k++, row += n) {
    const value = values[k]!
    for (let i = 0; i < n; i++) {
      const factor = value * vectors[row + i]!
      for (let j = 0, place = at + i * n; j <= i; j++) sum[place + j]! += factor * vectors[row + j]!
    }
  }
}
