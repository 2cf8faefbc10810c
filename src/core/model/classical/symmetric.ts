import { EigenvalueDecomposition, Matrix } from 'ml-matrix'

/** Symmetric matrices as flat arrays `[row, column]`. */
export interface Spectrum {
  /** Rising. */
  readonly values: Float64Array
  /** Eigenvector of value k in row k, `[k, row]`. */
  readonly vectors: Float64Array
}

export function decompose(matrix: Float64Array): Spectrum {
  const size = Math.sqrt(matrix.length)
  const rows = Matrix.zeros(size, size)
  for (let i = 0; i < size; i++) for (let j = 0; j < size; j++) rows.set(i, j, matrix[i * size + j]!)
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(rows, { assumeSymmetric: true })
  const vectors = new Float64Array(size * size)
  for (let k = 0; k < size; k++) for (let i = 0; i < size; i++) vectors[k * size + i] = eigenvectorMatrix.get(i, k)
  return { values: Float64Array.from(realEigenvalues), vectors }
}

/** Adds Σ_k f(λ_k) v_k v_kᵀ to the symmetric `matrix`, zeros when not given. */
export function compose(
  { values, vectors }: Spectrum,
  f: (value: number) => number,
  matrix = new Float64Array(vectors.length),
): Float64Array {
  const size = values.length
  for (let k = 0; k < size; k++) {
    const value = f(values[k]!)
    for (let i = 0; i < size; i++) {
      const factor = value * vectors[k * size + i]!
      for (let j = 0; j <= i; j++) matrix[i * size + j]! += factor * vectors[k * size + j]!
    }
  }
  return mirror(matrix, size)
}

/** The lower triangle onto the upper one. */
function mirror(matrix: Float64Array, size: number): Float64Array {
  for (let i = 1; i < size; i++) for (let j = 0; j < i; j++) matrix[j * size + i] = matrix[i * size + j]!
  return matrix
}

/** Eigenvalues of a positive definite matrix, none below what rounding leaves of it: a dead channel must not give −∞. */
export function decomposePositive(matrix: Float64Array): Spectrum {
  const { values, vectors } = decompose(matrix)
  const least = Math.max(1e-12 * values.at(-1)!, 1e-30)
  return { values: values.map((value) => Math.max(value, least)), vectors }
}

export const squareRoot = (value: number): number => Math.sqrt(value)
export const inverseRoot = (value: number): number => 1 / Math.sqrt(value)

/** outer · inner · outerᵀ, `outer [row, n]`, `inner [n, n]` symmetric. */
export function sandwich(outer: Float64Array, inner: Float64Array): Float64Array {
  const size = Math.sqrt(inner.length)
  const rows = outer.length / size
  const half = new Float64Array(size)
  const result = new Float64Array(rows * rows)
  for (let i = 0; i < rows; i++) {
    half.fill(0)
    for (let k = 0; k < size; k++) {
      const factor = outer[i * size + k]!
      for (let j = 0; j < size; j++) half[j]! += factor * inner[k * size + j]!
    }
    for (let j = 0; j <= i; j++) {
      let sum = 0
      for (let k = 0; k < size; k++) sum += half[k]! * outer[j * size + k]!
      result[i * rows + j] = sum
    }
  }
  return mirror(result, rows)
}

/** Mean of matrices of one size. */
export function meanMatrix(matrices: readonly Float64Array[]): Float64Array {
  const mean = new Float64Array(matrices[0]!.length)
  for (const matrix of matrices) for (let i = 0; i < mean.length; i++) mean[i]! += matrix[i]! / matrices.length
  return mean
}
