// Plain linear algebra on float32 rows. Addresses and strides are bytes.
import { madd, nmadd, splat } from './lanes'

@inline
function put(to: usize, v: v128, add: bool): void {
  v128.store(to, add ? f32x4.add(v128.load(to), v) : v)
}

function fourRows(
  c: usize,
  cRow: usize,
  a: usize,
  aRow: usize,
  aStep: usize,
  b: usize,
  bRow: usize,
  depth: i32,
  add: bool,
): void {
  let c00 = splat(0)
  let c01 = c00
  let c10 = c00
  let c11 = c00
  let c20 = c00
  let c21 = c00
  let c30 = c00
  let c31 = c00
  for (let k = 0; k < depth; k++) {
    const b0 = v128.load(b)
    const b1 = v128.load(b, 16)
    let value = v128.load_splat<f32>(a)
    c00 = madd(value, b0, c00)
    c01 = madd(value, b1, c01)
    value = v128.load_splat<f32>(a + aRow)
    c10 = madd(value, b0, c10)
    c11 = madd(value, b1, c11)
    value = v128.load_splat<f32>(a + 2 * aRow)
    c20 = madd(value, b0, c20)
    c21 = madd(value, b1, c21)
    value = v128.load_splat<f32>(a + 3 * aRow)
    c30 = madd(value, b0, c30)
    c31 = madd(value, b1, c31)
    a += aStep
    b += bRow
  }
  put(c, c00, add)
  put(c + 16, c01, add)
  put(c + cRow, c10, add)
  put(c + cRow + 16, c11, add)
  put(c + 2 * cRow, c20, add)
  put(c + 2 * cRow + 16, c21, add)
  put(c + 3 * cRow, c30, add)
  put(c + 3 * cRow + 16, c31, add)
}

function fourRowsNarrow(
  c: usize,
  cRow: usize,
  a: usize,
  aRow: usize,
  aStep: usize,
  b: usize,
  bRow: usize,
  depth: i32,
  add: bool,
): void {
  let c0 = splat(0)
  let c1 = c0
  let c2 = c0
  let c3 = c0
  for (let k = 0; k < depth; k++) {
    const row = v128.load(b)
    c0 = madd(v128.load_splat<f32>(a), row, c0)
    c1 = madd(v128.load_splat<f32>(a + aRow), row, c1)
    c2 = madd(v128.load_splat<f32>(a + 2 * aRow), row, c2)
    c3 = madd(v128.load_splat<f32>(a + 3 * aRow), row, c3)
    a += aStep
    b += bRow
  }
  put(c, c0, add)
  put(c + cRow, c1, add)
  put(c + 2 * cRow, c2, add)
  put(c + 3 * cRow, c3, add)
}

function oneBlock(c: usize, a: usize, aStep: usize, b: usize, bRow: usize, depth: i32, add: bool): void {
  let sum = splat(0)
  for (let k = 0; k < depth; k++) {
    sum = madd(v128.load_splat<f32>(a), v128.load(b), sum)
    a += aStep
    b += bRow
  }
  put(c, sum, add)
}

/** C[i][j] (+)= Σ over k of A[i, k] · B[k][j], columns a multiple of 4. Steps of A are free, so it may lie transposed. */
export function multiply(
  c: usize,
  cRow: usize,
  a: usize,
  aRow: usize,
  aStep: usize,
  b: usize,
  bRow: usize,
  rows: i32,
  columns: i32,
  depth: i32,
  add: bool,
): void {
  let j = 0
  for (; j + 8 <= columns; j += 8) {
    const at = <usize>j << 2
    let i = 0
    for (; i + 4 <= rows; i += 4) {
      fourRows(c + <usize>i * cRow + at, cRow, a + <usize>i * aRow, aRow, aStep, b + at, bRow, depth, add)
    }
    for (; i < rows; i++) {
      oneBlock(c + <usize>i * cRow + at, a + <usize>i * aRow, aStep, b + at, bRow, depth, add)
      oneBlock(c + <usize>i * cRow + at + 16, a + <usize>i * aRow, aStep, b + at + 16, bRow, depth, add)
    }
  }
  for (; j < columns; j += 4) {
    const at = <usize>j << 2
    let i = 0
    for (; i + 4 <= rows; i += 4) {
      fourRowsNarrow(c + <usize>i * cRow + at, cRow, a + <usize>i * aRow, aRow, aStep, b + at, bRow, depth, add)
    }
    for (; i < rows; i++) {
      oneBlock(c + <usize>i * cRow + at, a + <usize>i * aRow, aStep, b + at, bRow, depth, add)
    }
  }
}

/** to[i] = Σ over rows, in order; rows `stride` bytes apart, `count` a multiple of 4. */
export function sumRows(to: usize, from: usize, stride: usize, rows: i32, count: i32): void {
  for (let i: usize = 0; i < <usize>count << 2; i += 16) {
    let sum = splat(0)
    let at = from + i
    for (let row = 0; row < rows; row++) {
      sum = f32x4.add(sum, v128.load(at))
      at += stride
    }
    v128.store(to + i, sum)
  }
}

/** The same for rows at the u32 addresses in a table, each plus `offset`. */
export function sumRowsAt(to: usize, table: usize, offset: usize, rows: i32, count: i32): void {
  for (let i: usize = 0; i < <usize>count << 2; i += 16) {
    let sum = splat(0)
    for (let row: usize = 0; row < <usize>rows << 2; row += 4) {
      sum = f32x4.add(sum, v128.load(<usize>load<u32>(table + row) + offset + i))
    }
    v128.store(to + i, sum)
  }
}

/** Four rows of one value a transform's element (`lanes` 0: real, 16: imaginary part), the elements backwards from
 *  `from`: as [element][4 rows] and as [row][element], both scaled. */
export function takeRows(
  columns: usize,
  columnStride: usize,
  rows: usize,
  rowStride: usize,
  from: usize,
  count: i32,
  scale: f32,
): void {
  const factor = splat(scale)
  for (let i = 0; i < count; i++) {
    const value = f32x4.mul(factor, v128.load(from))
    v128.store(columns, value)
    v128.store_lane<f32>(rows, value, 0)
    v128.store_lane<f32>(rows + rowStride, value, 1)
    v128.store_lane<f32>(rows + 2 * rowStride, value, 2)
    v128.store_lane<f32>(rows + 3 * rowStride, value, 3)
    columns += columnStride
    rows += 4
    from -= 32
  }
}

/** Adam (Kingma and Ba 2015) with the decay in the gradient; `rate` and `correction2` hold the bias corrections. */
export function adam(
  values: usize,
  gradients: usize,
  first: usize,
  second: usize,
  count: i32,
  decay: f32,
  rate: f32,
  correction2: f32,
): void {
  for (let i: usize = 0; i < <usize>count << 2; i += 16) {
    const value = v128.load(values + i)
    const slope = madd(splat(decay), value, v128.load(gradients + i))
    const m = madd(splat(0.9), v128.load(first + i), f32x4.mul(splat(0.1), slope))
    const v = madd(splat(0.999), v128.load(second + i), f32x4.mul(splat(0.001), f32x4.mul(slope, slope)))
    v128.store(first + i, m)
    v128.store(second + i, v)
    const spread = f32x4.add(f32x4.sqrt(f32x4.mul(v, splat(correction2))), splat(1e-8))
    v128.store(values + i, nmadd(splat(rate), f32x4.div(m, spread), value))
  }
}

/** Σ x², in float64. */
export function squares(from: usize, count: i32): f64 {
  let sum: f64 = 0
  for (let i: usize = 0; i < <usize>count << 2; i += 4) {
    const value = <f64>load<f32>(from + i)
    sum += value * value
  }
  return sum
}

export function copy(to: usize, from: usize, bytes: usize): void {
  memory.copy(to, from, bytes)
}

export function clear(at: usize, bytes: usize): void {
  memory.fill(at, 0, bytes)
}
