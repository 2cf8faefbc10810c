import { finish, type InPieces } from '../../domain/pieces'
import { compose, decomposePositive, inverseRoot, meanMatrix, sandwich } from './symmetric'

const mostSweeps = 200
/** Of the mean gain of a pair, which falls with the square of the turn. */
const tolerance = 1e-16

/**
 * A matrix V `[component, channel]` that makes all V C_k Vᵀ as diagonal as can be, for positive definite C_k (Pham 2001, SIAM J.
 * Matrix Anal. Appl. 22:1136): pairs of rows in turn, until a sweep changes nothing. It starts where their mean is the identity,
 * which takes far fewer sweeps than the channels themselves.
 */
export const jointDiagonaliser = (matrices: readonly Float64Array[]): Float64Array =>
  finish(jointDiagonaliserInPieces(matrices))

/** The same in pieces of one sweep. */
export function* jointDiagonaliserInPieces(matrices: readonly Float64Array[]): InPieces<Float64Array> {
  const size = Math.sqrt(matrices[0]!.length)
  const diagonaliser = compose(decomposePositive(meanMatrix(matrices)), inverseRoot)
  const rotated = matrices.map((matrix) => sandwich(diagonaliser, matrix))
  for (let sweep = 0; sweep < mostSweeps; sweep++) {
    let change = 0
    for (let i = 1; i < size; i++) {
      for (let j = 0; j < i; j++) {
        const { turn, gain } = pairTurn(rotated, size, [i, j])
        change += gain
        for (const matrix of rotated) turnSymmetric(matrix, size, { pair: [i, j], turn })
        turnRows(diagonaliser, size, { pair: [i, j], turn })
      }
    }
    if (change < tolerance * size * (size - 1)) break
    yield
  }
  return diagonaliser
}

type Pair = readonly [i: number, j: number]
/** row_i ← row_i + a · row_j, row_j ← row_j + b · row_i. */
type Turn = readonly [a: number, b: number]

interface PairTurn {
  readonly pair: Pair
  readonly turn: Turn
}

function pairTurn(matrices: readonly Float64Array[], size: number, [i, j]: Pair): { turn: Turn; gain: number } {
  const count = matrices.length
  let first = 0
  let second = 0
  let up = 0
  let down = 0
  for (const matrix of matrices) {
    const own = matrix[i * (size + 1)]!
    const other = matrix[j * (size + 1)]!
    const shared = matrix[i * size + j]!
    first += shared / own / count
    second += shared / other / count
    up += own / other / count
    down += other / own / count
  }
  const ratio = Math.sqrt(up / down)
  const omega = Math.sqrt(up * down)
  const even = (ratio * first + second) / (omega + 1)
  const odd = (ratio * first - second) / Math.max(omega - 1, 1e-9)
  const h12 = even + odd
  const h21 = (even - odd) / ratio
  const scale = 1 + Math.sqrt(1 - h12 * h21)
  return { turn: [-h12 / scale, -h21 / scale], gain: (count * (first * h12 + second * h21)) / 2 }
}

function turnRows(matrix: Float64Array, size: number, { pair: [i, j], turn: [a, b] }: PairTurn): void {
  const [one, two] = [i * size, j * size]
  for (let k = 0; k < size; k++) {
    const x = matrix[one + k]!
    const y = matrix[two + k]!
    matrix[one + k] = x + a * y
    matrix[two + k] = y + b * x
  }
}

/** The same of rows and columns, T M Tᵀ: outside the pair's own four values the columns are the rows. */
function turnSymmetric(matrix: Float64Array, size: number, { pair: [i, j], turn: [a, b] }: PairTurn): void {
  const own = matrix[i * (size + 1)]!
  const other = matrix[j * (size + 1)]!
  const shared = matrix[i * size + j]!
  const [one, two] = [i * size, j * size]
  for (let k = 0; k < size; k++) {
    const x = matrix[one + k]!
    const y = matrix[two + k]!
    const turnedX = x + a * y
    const turnedY = y + b * x
    matrix[one + k] = turnedX
    matrix[two + k] = turnedY
    matrix[k * size + i] = turnedX
    matrix[k * size + j] = turnedY
  }
  const mixed = shared * (1 + a * b) + b * own + a * other
  matrix[i * (size + 1)] = own + 2 * a * shared + a * a * other
  matrix[j * (size + 1)] = other + 2 * b * shared + b * b * own
  matrix[i * size + j] = mixed
  matrix[j * size + i] = mixed
}
