/** Eigenvalues and vectors of small symmetric matrices, without allocation. The arrays are overwritten by the next call. */
export interface EigenSolver {
  /** In no order, `[n]` first values. */
  readonly values: Float64Array
  /** Vector k in row k, `[k, row]` with rows of n. */
  readonly vectors: Float64Array
  /** `matrix [n, n]` from `at` on, of which the lower triangle is read. */
  solve(matrix: Float64Array, at: number, n: number): void
}

/**
 * Householder's reduction to three diagonals, then QL with implicit shifts (`tred2` and `tql2` of EISPACK; Bowdler, Martin,
 * Reinsch & Wilkinson 1968, Numer. Math. 11:293), laid out so that every inner loop walks along a row.
 */
export function createEigenSolver(most: number): EigenSolver {
  const values = new Float64Array(most)
  const beside = new Float64Array(most)
  const vectors = new Float64Array(most * most)
  return {
    values,
    vectors,
    solve(matrix, at, n) {
      for (let i = 0; i < n; i++) {
        for (let j = 0; j <= i; j++) vectors[i * n + j] = vectors[j * n + i] = matrix[at + i * n + j]!
      }
      if (n === 1) {
        values[0] = vectors[0]!
        vectors[0] = 1
        return
      }
      reduce(vectors, values, beside, n)
      gather(vectors, values, n)
      beside[0] = 0
      diagonalise(vectors, values, beside, n)
    },
  }
}

/** `z [column, row]`: three diagonals in `d` (last row of z) and `e`, Householder vectors left in z. */
function reduce(z: Float64Array, d: Float64Array, e: Float64Array, n: number): void {
  for (let j = 0; j < n; j++) d[j] = z[j * n + n - 1]!
  for (let i = n - 1; i > 0; i--) {
    let [scale, h] = [0, 0]
    for (let k = 0; k < i; k++) scale += Math.abs(d[k]!)
    if (scale === 0) {
      e[i] = d[i - 1]!
      for (let j = 0; j < i; j++) {
        d[j] = z[j * n + i - 1]!
        z[j * n + i] = 0
        z[i * n + j] = 0
      }
    } else {
      for (let k = 0; k < i; k++) {
        d[k]! /= scale
        h += d[k]! * d[k]!
      }
      const f = d[i - 1]!
      const g = f > 0 ? -Math.sqrt(h) : Math.sqrt(h)
      e[i] = scale * g
      h -= f * g
      d[i - 1] = f - g
      reflect(z, d, e, { n, i, h })
    }
    d[i] = h
  }
}

function reflect(z: Float64Array, d: Float64Array, e: Float64Array, at: { n: number; i: number; h: number }): void {
  const { n, i, h } = at
  for (let j = 0; j < i; j++) e[j] = 0
  for (let j = 0; j < i; j++) {
    const f = d[j]!
    z[i * n + j] = f
    let g = e[j]! + z[j * n + j]! * f
    for (let k = j + 1, place = j * n + k; k < i; k++, place++) {
      g += z[place]! * d[k]!
      e[k]! += z[place]! * f
    }
    e[j] = g
  }
  let f = 0
  for (let j = 0; j < i; j++) {
    e[j]! /= h
    f += e[j]! * d[j]!
  }
  const half = f / (h + h)
  for (let j = 0; j < i; j++) e[j]! -= half * d[j]!
  for (let j = 0; j < i; j++) {
    const [a, b] = [d[j]!, e[j]!]
    for (let k = j, place = j * n + j; k < i; k++, place++) z[place]! -= a * e[k]! + b * d[k]!
    d[j] = z[j * n + i - 1]!
    z[j * n + i] = 0
  }
}

/** Multiplies the reflections together. */
function gather(z: Float64Array, d: Float64Array, n: number): void {
  for (let i = 0; i < n - 1; i++) {
    z[i * n + n - 1] = z[i * n + i]!
    z[i * n + i] = 1
    const h = d[i + 1]!
    const row = (i + 1) * n
    if (h !== 0) {
      for (let k = 0; k <= i; k++) d[k] = z[row + k]! / h
      for (let j = 0; j <= i; j++) {
        let g = 0
        for (let k = 0; k <= i; k++) g += z[row + k]! * z[j * n + k]!
        for (let k = 0; k <= i; k++) z[j * n + k]! -= g * d[k]!
      }
    }
    for (let k = 0; k <= i; k++) z[row + k] = 0
  }
  for (let j = 0; j < n; j++) {
    d[j] = z[j * n + n - 1]!
    z[j * n + n - 1] = 0
  }
  z[n * n - 1] = 1
}

function diagonalise(z: Float64Array, d: Float64Array, e: Float64Array, n: number): void {
  for (let i = 1; i < n; i++) e[i - 1] = e[i]!
  e[n - 1] = 0
  let [shift, largest] = [0, 0]
  for (let l = 0; l < n; l++) {
    largest = Math.max(largest, Math.abs(d[l]!) + Math.abs(e[l]!))
    let m = l
    while (m < n && Math.abs(e[m]!) > Number.EPSILON * largest) m++
    for (let turn = 0; m > l && turn < 60; turn++) {
      shift += chase(z, d, e, { n, l, m })
      if (Math.abs(e[l]!) <= Number.EPSILON * largest) break
    }
    d[l]! += shift
    e[l] = 0
  }
}

/** One implicit QL sweep over the block l … m; returns the shift that was taken off the values. */
function chase(z: Float64Array, d: Float64Array, e: Float64Array, at: { n: number; l: number; m: number }): number {
  const { n, l, m } = at
  let g = d[l]!
  let p = (d[l + 1]! - g) / (2 * e[l]!)
  let r = p < 0 ? -Math.sqrt(p * p + 1) : Math.sqrt(p * p + 1)
  d[l] = e[l]! / (p + r)
  d[l + 1] = e[l]! * (p + r)
  const next = d[l + 1]!
  const h = g - d[l]!
  for (let i = l + 2; i < n; i++) d[i]! -= h
  p = d[m]!
  let [c, c2, c3, s, s2] = [1, 1, 1, 0, 0]
  const second = e[l + 1]!
  for (let i = m - 1; i >= l; i--) {
    c3 = c2
    c2 = c
    s2 = s
    g = c * e[i]!
    const big = c * p
    r = Math.sqrt(p * p + e[i]! * e[i]!)
    e[i + 1] = s * r
    s = e[i]! / r
    c = p / r
    p = c * d[i]! - s * g
    d[i + 1] = big + s * (c * g + s * d[i]!)
    for (let k = 0, a = i * n, b = a + n; k < n; k++, a++, b++) {
      const [upper, lower] = [z[a]!, z[b]!]
      z[b] = s * upper + c * lower
      z[a] = c * upper - s * lower
    }
  }
  p = (-s * s2 * c3 * second * e[l]!) / next
  e[l] = s * p
  d[l] = c * p
  return h
}
