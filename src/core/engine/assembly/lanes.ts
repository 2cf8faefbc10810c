// Four float32 lanes at a time. `add(c, mul(a, b))` rounds twice, the same on every machine (no relaxed SIMD).

@inline
export function splat(x: f32): v128 {
  return f32x4.splat(x)
}

/** a · b + c */
@inline
export function madd(a: v128, b: v128, c: v128): v128 {
  return f32x4.add(c, f32x4.mul(a, b))
}

/** c − a · b */
@inline
export function nmadd(a: v128, b: v128, c: v128): v128 {
  return f32x4.sub(c, f32x4.mul(a, b))
}

@inline
export function sumOfLanes(v: v128): f32 {
  return (
    f32x4.extract_lane(v, 0) + f32x4.extract_lane(v, 1) + (f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3))
  )
}

// Halves of a 4 × 4 transpose: first interleave pairs of rows, then join their halves.
@inline
export function low(a: v128, b: v128): v128 {
  return v128.shuffle<f32>(a, b, 0, 4, 1, 5)
}
@inline
export function high(a: v128, b: v128): v128 {
  return v128.shuffle<f32>(a, b, 2, 6, 3, 7)
}
@inline
export function front(a: v128, b: v128): v128 {
  return v128.shuffle<f32>(a, b, 0, 1, 4, 5)
}
@inline
export function back(a: v128, b: v128): v128 {
  return v128.shuffle<f32>(a, b, 2, 3, 6, 7)
}

/** Sums of the lanes of four vectors, one a lane. */
@inline
export function fourSums(a: v128, b: v128, c: v128, d: v128): v128 {
  const e = f32x4.add(low(a, b), high(a, b))
  const f = f32x4.add(low(c, d), high(c, d))
  return f32x4.add(front(e, f), back(e, f))
}

/** Writes the transpose of four rows, `stride` bytes apart. */
@inline
export function storeTransposed(to: usize, stride: usize, a: v128, b: v128, c: v128, d: v128): void {
  const e = low(a, b)
  const f = high(a, b)
  const g = low(c, d)
  const h = high(c, d)
  v128.store(to, front(e, g))
  v128.store(to + stride, back(e, g))
  v128.store(to + 2 * stride, front(f, h))
  v128.store(to + 3 * stride, back(f, h))
}

@inline
export function storeEight(to: usize, a: v128, b: v128, c: v128, d: v128, e: v128, f: v128, g: v128, h: v128): void {
  v128.store(to, a)
  v128.store(to, b, 16)
  v128.store(to, c, 32)
  v128.store(to, d, 48)
  v128.store(to, e, 64)
  v128.store(to, f, 80)
  v128.store(to, g, 96)
  v128.store(to, h, 112)
}

/** Number `index` of the table of constants at the start of the memory (`constants.ts`). V8 builds a literal anew in each
 *  round of a loop, which takes longer than to load it. */
@inline
function constant(index: usize): v128 {
  return v128.load_splat<f32>(256 + (index << 2))
}

/** Natural logarithm of normal positive numbers: mantissa in [√½, √2), polynomial of the Cephes library (logf) in
 *  Estrin's order, whose chain of operations is shorter than Horner's. */
export function logarithm(x: v128): v128 {
  const shifted = i32x4.sub(x, constant(23))
  const exponent = f32x4.convert_i32x4_s(i32x4.shr_s(shifted, 23))
  const mantissa = i32x4.add(v128.and(shifted, constant(24)), constant(23))
  const f = f32x4.sub(mantissa, constant(0))
  const f2 = f32x4.mul(f, f)
  const f4 = f32x4.mul(f2, f2)
  const lower = madd(madd(constant(6), f, constant(7)), f2, madd(constant(8), f, constant(9)))
  const upper = madd(madd(constant(2), f, constant(3)), f2, madd(constant(4), f, constant(5)))
  const p = madd(madd(constant(1), f4, upper), f4, lower)
  let y = f32x4.mul(f32x4.mul(p, f), f2)
  y = madd(exponent, constant(10), y)
  y = nmadd(constant(11), f2, y)
  return madd(exponent, constant(12), f32x4.add(f, y))
}

/** e^x, x limited to [−87, 88]; polynomial of the Cephes library (expf). */
export function exponential(x: v128): v128 {
  const limited = f32x4.max(f32x4.min(x, constant(13)), constant(14))
  const k = f32x4.nearest(f32x4.mul(limited, constant(15)))
  let f = nmadd(k, constant(12), limited)
  f = madd(k, constant(16), f)
  const f2 = f32x4.mul(f, f)
  const lower = madd(madd(constant(19), f, constant(20)), f2, madd(constant(21), f, constant(11)))
  const p = madd(madd(constant(17), f, constant(18)), f32x4.mul(f2, f2), lower)
  const y = f32x4.add(madd(p, f2, f), constant(0))
  return f32x4.mul(y, i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(k), constant(22)), 23))
}
