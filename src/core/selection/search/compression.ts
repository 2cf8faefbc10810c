/**
 * Eigenvalues of a symmetric matrix compressed to the hyperplane at right angles to a vector, from the eigenvalues λ (rising) and
 * the squares z² of the vector's coordinates along the eigenvectors: the roots of Σ z_i² / (λ_i − μ), one between each two of
 * λ (Golub 1973, SIAM Rev. 15:318). Writes one value fewer than there are λ.
 */
export function compressedValues(lambda: Float64Array, squares: Float64Array, values: Float64Array): void {
  for (let i = 0; i + 1 < lambda.length; i++) values[i] = rootBetween(lambda, squares, i)
}

/** The function rises from −∞ to ∞ between two poles, so halving with secant steps cannot miss. */
function rootBetween(lambda: Float64Array, squares: Float64Array, i: number): number {
  let [low, high] = [lambda[i]!, lambda[i + 1]!]
  const width = high - low
  if (!(width > 1e-14 * Math.abs(high))) return low
  // A vector without a part along one of the two leaves that eigenvalue where it is.
  if (squares[i]! < 1e-28) return low
  if (squares[i + 1]! < 1e-28) return high
  let middle = (low * squares[i + 1]! + high * squares[i]!) / (squares[i]! + squares[i + 1]!)
  for (let turn = 0; turn < 100; turn++) {
    let [left, right, slopeLeft, slopeRight] = [0, 0, 0, 0]
    for (let k = 0; k < lambda.length; k++) {
      const gap = lambda[k]! - middle
      const term = squares[k]! / gap
      if (k <= i) {
        left += term
        slopeLeft += term / gap
      } else {
        right += term
        slopeRight += term / gap
      }
    }
    const value = left + right
    if (value > 0) high = middle
    else low = middle
    if (high - low <= 1e-14 * Math.abs(high)) break
    const next = middleWay({ middle, left, right, slopeLeft, slopeRight }, lambda[i]!, lambda[i + 1]!)
    const moved = next > low && next < high ? next : (low + high) / 2
    if (Math.abs(moved - middle) <= 1e-14 * Math.abs(middle)) return moved
    middle = moved
  }
  return middle
}

interface Local {
  readonly middle: number
  /** Of the poles up to the left one, and from the right one on, with their slopes. */
  readonly left: number
  readonly right: number
  readonly slopeLeft: number
  readonly slopeRight: number
}

/** Root of c + s/(a − μ) + S/(b − μ) with value and slopes as they are at `middle` (Li 1993, LAPACK Working Note 89: the middle way). */
function middleWay({ middle, left, right, slopeLeft, slopeRight }: Local, a: number, b: number): number {
  const [da, db] = [a - middle, b - middle]
  const [s, S] = [slopeLeft * da * da, slopeRight * db * db]
  const c = left - slopeLeft * da + (right - slopeRight * db)
  // c (da − x)(db − x) + s (db − x) + S (da − x) = 0, x the step from `middle`
  const linear = -(c * (da + db) + s + S)
  const constant = c * da * db + s * db + S * da
  const root = Math.sqrt(Math.max(linear * linear - 4 * c * constant, 0))
  const near = linear < 0 ? -linear + root : -linear - root
  const step = near === 0 ? NaN : (2 * constant) / near
  return middle + step
}
