const mostSweeps = 500
/** Of the mean gain of a pair, which falls with the square of the turn. */
const tolerance = 1e-20

/**
 * A matrix V `[component, channel]` that makes all V C_k Vᵀ as diagonal as can be, for positive definite C_k (Pham 2001, SIAM J.
 * Matrix Anal. Appl. 22:1136): pairs of rows in turn, until a sweep changes nothing.
 */
export function jointDiagonaliser(matrices: readonly Float64Array[]): Float64Array {
  const size = Math.sqrt(matrices[0]!.length)
  const rotated = matrices.map((matrix) => matrix.slice())
  const diagonaliser = Float64Array.from({ length: size * size }, (_, i) => (i % (size + 1) === 0 ? 1 : 0))
  for (let sweep = 0; sweep < mostSweeps; sweep++) {
    let change = 0
    for (let i = 1; i < size; i++) {
      for (let j = 0; j < i; j++) {
        const { turn, gain } = pairTurn(rotated, i, j)
        change += gain
        for (const matrix of rotated) {
          turnRows(matrix, [i, j], turn)
          turnColumns(matrix, [i, j], turn)
        }
        turnRows(diagonaliser, [i, j], turn)
      }
    }
    if (change < tolerance * size * (size - 1)) break
  }
  return diagonaliser
}

/** row_i ← row_i + a · row_j, row_j ← row_j + b · row_i. */
type Turn = readonly [a: number, b: number]

function pairTurn(matrices: readonly Float64Array[], i: number, j: number): { turn: Turn; gain: number } {
  const size = Math.sqrt(matrices[0]!.length)
  let [first, second, up, down] = [0, 0, 0, 0]
  for (const matrix of matrices) {
    const [own, other, shared] = [matrix[i * (size + 1)]!, matrix[j * (size + 1)]!, matrix[i * size + j]!]
    first += shared / own / matrices.length
    second += shared / other / matrices.length
    up += own / other / matrices.length
    down += other / own / matrices.length
  }
  const ratio = Math.sqrt(up / down)
  const omega = Math.sqrt(up * down)
  const even = (ratio * first + second) / (omega + 1)
  const odd = (ratio * first - second) / Math.max(omega - 1, 1e-9)
  const h12 = even + odd
  const h21 = (even - odd) / ratio
  const scale = 1 + Math.sqrt(1 - h12 * h21)
  return { turn: [-h12 / scale, -h21 / scale], gain: (matrices.length * (first * h12 + second * h21)) / 2 }
}

function turnRows(matrix: Float64Array, [i, j]: readonly [number, number], [a, b]: Turn): void {
  const size = Math.sqrt(matrix.length)
  for (let k = 0; k < size; k++) {
    const [x, y] = [matrix[i * size + k]!, matrix[j * size + k]!]
    matrix[i * size + k] = x + a * y
    matrix[j * size + k] = y + b * x
  }
}

function turnColumns(matrix: Float64Array, [i, j]: readonly [number, number], [a, b]: Turn): void {
  const size = Math.sqrt(matrix.length)
  for (let k = 0; k < size; k++) {
    const [x, y] = [matrix[k * size + i]!, matrix[k * size + j]!]
    matrix[k * size + i] = x + a * y
    matrix[k * size + j] = y + b * x
  }
}
