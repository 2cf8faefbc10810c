import type { SpherePoint } from '../domain/electrode'

/**
 * Smooth potential on the unit sphere through values at given points.
 *
 * Source: F. Perrin, J. Pernier, O. Bertrand, J. F. Echallier, "Spherical splines for scalp potential and current density
 * mapping", Electroenceph. Clin. Neurophysiol. 72 (1989) 184–187 (with the corrigendum, vol. 76, p. 565): equations 1 to 3
 * with m = 4. `smoothing` is added to the diagonal.
 */
export interface SphericalSpline {
  at(point: SpherePoint): number
}

const order = 4
const terms = 50
const steps = 2048

/** g(x) for x = cos(angle) ∈ [−1, 1] at 2049 equidistant places. */
const table = computeTable()

function computeTable(): Float64Array {
  const values = new Float64Array(steps + 1)
  for (let i = 0; i <= steps; i++) {
    const x = (2 * i) / steps - 1
    let [before, current, sum] = [1, x, 0]
    for (let n = 1; n <= terms; n++) {
      sum += ((2 * n + 1) / (n * (n + 1)) ** order) * current
      ;[before, current] = [current, ((2 * n + 1) * x * current - n * before) / (n + 1)]
    }
    values[i] = sum / (4 * Math.PI)
  }
  return values
}

function g(cosine: number): number {
  const place = Math.max(0, Math.min(steps, ((cosine + 1) / 2) * steps))
  const low = Math.min(steps - 1, Math.floor(place))
  return table[low]! + (place - low) * (table[low + 1]! - table[low]!)
}

const dot = (a: SpherePoint, b: SpherePoint): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2]

/** Throws RangeError when points and values differ in number, or there are none. */
export function createSphericalSpline(
  points: readonly SpherePoint[],
  values: readonly number[],
  smoothing = 1e-7,
): SphericalSpline {
  const n = points.length
  if (n === 0 || values.length !== n)
    throw new RangeError(`Expected a value for each of ${n} points, got ${values.length}`)
  const rows = points.map((a, i) => [...points.map((b, j) => g(dot(a, b)) + (i === j ? smoothing : 0)), 1, values[i]!])
  rows.push([...new Array<number>(n).fill(1), 0, 0])
  const solution = solve(rows)
  return { at: (point) => points.reduce((sum, from, i) => sum + solution[i]! * g(dot(from, point)), solution[n]!) }
}

/** Gaussian elimination with partial pivoting on an augmented matrix, which is changed. */
function solve(rows: number[][]): number[] {
  const n = rows.length
  for (let k = 0; k < n; k++) {
    let pivot = k
    for (let i = k + 1; i < n; i++) if (Math.abs(rows[i]![k]!) > Math.abs(rows[pivot]![k]!)) pivot = i
    ;[rows[k], rows[pivot]] = [rows[pivot]!, rows[k]!]
    for (let i = k + 1; i < n; i++) {
      const factor = rows[i]![k]! / rows[k]![k]!
      for (let j = k; j <= n; j++) rows[i]![j]! -= factor * rows[k]![j]!
    }
  }
  const solution = new Array<number>(n).fill(0)
  for (let k = n - 1; k >= 0; k--) {
    const known = solution.reduce((sum, value, j) => sum + (j > k ? value * rows[k]![j]! : 0), 0)
    solution[k] = (rows[k]![n]! - known) / rows[k]![k]!
  }
  return solution
}
