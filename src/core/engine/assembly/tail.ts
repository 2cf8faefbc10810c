// Behind the maps: sums for the second normalisation, pooling, features, and back. Elements hold four trials of two maps,
// [re × 4: first map][im × 4: second map]; pooled values have the same form, features are [feature][4 trials].
import { logarithm, madd, splat, sumOfLanes } from './lanes'

/** Σ o and Σ o² of two maps over samples and trials (four f64 at `sums`), and their pooled means P1 and P2,
 *  `[pooled]` elements. A pooling window is `blocks` blocks of `block` samples, the next starts `stride` blocks on.
 *  `scratch`: 64 bytes a block. */
export function pool(
  p1: usize,
  p2: usize,
  sums: usize,
  from: usize,
  samples: i32,
  block: i32,
  blocks: i32,
  stride: i32,
  pooled: i32,
  scratch: usize,
): void {
  const count = (pooled - 1) * stride + blocks
  let s0 = splat(0)
  let s1 = s0
  let q0 = s0
  let q1 = s0
  const end = from + (<usize>samples << 5)
  for (let i = 0; i < count; i++) {
    let a0 = splat(0)
    let a1 = a0
    let b0 = a0
    let b1 = a0
    for (let t = 0; t < block; t++) {
      const re = v128.load(from)
      const im = v128.load(from, 16)
      a0 = f32x4.add(a0, re)
      a1 = f32x4.add(a1, im)
      b0 = madd(re, re, b0)
      b1 = madd(im, im, b1)
      from += 32
    }
    const to = scratch + (<usize>i << 6)
    v128.store(to, a0)
    v128.store(to, a1, 16)
    v128.store(to, b0, 32)
    v128.store(to, b1, 48)
    s0 = f32x4.add(s0, a0)
    s1 = f32x4.add(s1, a1)
    q0 = f32x4.add(q0, b0)
    q1 = f32x4.add(q1, b1)
  }
  for (; from < end; from += 32) {
    const re = v128.load(from)
    const im = v128.load(from, 16)
    s0 = f32x4.add(s0, re)
    s1 = f32x4.add(s1, im)
    q0 = madd(re, re, q0)
    q1 = madd(im, im, q1)
  }
  store<f64>(sums, sumOfLanes(s0))
  store<f64>(sums, sumOfLanes(s1), 8)
  store<f64>(sums, sumOfLanes(q0), 16)
  store<f64>(sums, sumOfLanes(q1), 24)
  const scale = splat(<f32>1 / <f32>(block * blocks))
  for (let p = 0; p < pooled; p++) {
    const first = scratch + (<usize>(p * stride) << 6)
    for (let part: usize = 0; part < 64; part += 16) {
      let sum = v128.load(first + part)
      for (let i: usize = 1; i < <usize>blocks; i++) sum = f32x4.add(sum, v128.load(first + part + (i << 6)))
      const to = part < 32 ? p1 + part : p2 + part - 32
      v128.store(to + (<usize>p << 5), f32x4.mul(sum, scale))
    }
  }
}

/** do = c1 + 2 o c2 with c1 = Σ over windows of dP1 / length + h1 and c2 alike, for both maps. */
export function poolBack(
  to: usize,
  from: usize,
  dP1: usize,
  dP2: usize,
  samples: i32,
  block: i32,
  blocks: i32,
  stride: i32,
  pooled: i32,
  h1First: f32,
  h1Second: f32,
  h2First: f32,
  h2Second: f32,
): void {
  const scale = splat(<f32>1 / <f32>(block * blocks))
  const count = (pooled - 1) * stride + blocks
  const end = from + (<usize>samples << 5)
  for (let i = 0; from < end; i++) {
    let c1 = splat(0)
    let c2 = c1
    let d1 = c1
    let d2 = c1
    let last = end
    if (i < count) {
      const newest = min(i / stride, pooled - 1)
      for (let p = i < blocks ? 0 : (i - blocks) / stride + 1; p <= newest; p++) {
        const at = <usize>p << 5
        c1 = f32x4.add(c1, v128.load(dP1 + at))
        c2 = f32x4.add(c2, v128.load(dP1 + at, 16))
        d1 = f32x4.add(d1, v128.load(dP2 + at))
        d2 = f32x4.add(d2, v128.load(dP2 + at, 16))
      }
      last = from + (<usize>block << 5)
    }
    c1 = madd(c1, scale, splat(h1First))
    c2 = madd(c2, scale, splat(h1Second))
    d1 = madd(d1, scale, splat(h2First))
    d2 = madd(d2, scale, splat(h2Second))
    d1 = f32x4.add(d1, d1)
    d2 = f32x4.add(d2, d2)
    for (; from < last; from += 32) {
      v128.store(to, madd(d1, v128.load(from), c1))
      v128.store(to, madd(d2, v128.load(from, 16), c2), 16)
      to += 32
    }
  }
}

/** Features of one map: mask · log(max(v, floor)), v = a² P2 + 2ab P1 + b², and their slopes mask / v, zero at the floor. */
export function features(
  to: usize,
  slopes: usize,
  p1: usize,
  p2: usize,
  mask: usize,
  pooled: i32,
  a: f32,
  b: f32,
  floor: f32,
): void {
  const square = splat(a * a)
  const cross = splat(2 * a * b)
  const constant = splat(b * b)
  const least = splat(floor)
  for (let p = 0; p < pooled; p++) {
    const value = madd(square, v128.load(p2), madd(cross, v128.load(p1), constant))
    const limited = f32x4.max(value, least)
    const kept = v128.load(mask)
    v128.store(to, f32x4.mul(kept, logarithm(limited)))
    v128.store(slopes, v128.and(f32x4.div(kept, limited), f32x4.gt(value, least)))
    p1 += 32
    p2 += 32
    mask += 16
    to += 16
    slopes += 16
  }
}

/** Logits of four trials for one class: bias + Σ over features. */
export function logits(to: usize, from: usize, weights: usize, count: i32, bias: f32): void {
  let s0 = splat(bias)
  let s1 = splat(0)
  let s2 = s1
  let s3 = s1
  let i = 0
  for (; i + 4 <= count; i += 4) {
    s0 = madd(v128.load(from), v128.load_splat<f32>(weights), s0)
    s1 = madd(v128.load(from, 16), v128.load_splat<f32>(weights, 4), s1)
    s2 = madd(v128.load(from, 32), v128.load_splat<f32>(weights, 8), s2)
    s3 = madd(v128.load(from, 48), v128.load_splat<f32>(weights, 12), s3)
    from += 64
    weights += 16
  }
  for (; i < count; i++) {
    s0 = madd(v128.load(from), v128.load_splat<f32>(weights), s0)
    from += 16
    weights += 4
  }
  v128.store(to, f32x4.add(f32x4.add(s0, s1), f32x4.add(s2, s3)))
}

/** Back through the features of one map. `slopes` become dv; P1 and P2 their own gradients. Σ dv P2, Σ dv P1, Σ dv as
 *  three f64 at `sums`. `outer`: gradients of the logits [class][4 trials]; `weights`: [class], `classStride` apart. */
export function featuresBack(
  slopes: usize,
  p1: usize,
  p2: usize,
  outer: usize,
  weights: usize,
  classStride: usize,
  classes: i32,
  pooled: i32,
  a: f32,
  b: f32,
  sums: usize,
): void {
  const square = splat(a * a)
  const cross = splat(2 * a * b)
  let s2 = splat(0)
  let s1 = s2
  let s0 = s2
  for (let p = 0; p < pooled; p++) {
    let d = f32x4.mul(v128.load(outer), v128.load_splat<f32>(weights))
    let w = weights
    for (let c: usize = 16; c < <usize>classes << 4; c += 16) {
      w += classStride
      d = madd(v128.load(outer + c), v128.load_splat<f32>(w), d)
    }
    const dv = f32x4.mul(d, v128.load(slopes))
    s2 = madd(dv, v128.load(p2), s2)
    s1 = madd(dv, v128.load(p1), s1)
    s0 = f32x4.add(s0, dv)
    v128.store(p2, f32x4.mul(square, dv))
    v128.store(p1, f32x4.mul(cross, dv))
    slopes += 16
    p1 += 32
    p2 += 32
    weights += 4
  }
  store<f64>(sums, sumOfLanes(s2))
  store<f64>(sums, sumOfLanes(s1), 8)
  store<f64>(sums, sumOfLanes(s0), 16)
}

/** Gradient of one class's weights: Σ over groups of features · outer, `count` features. */
export function linearGradient(
  to: usize,
  from: usize,
  groupStride: usize,
  outer: usize,
  outerStride: usize,
  groups: i32,
  count: i32,
): void {
  for (let i = 0; i < count; i++) {
    let sum = splat(0)
    let y = from
    let d = outer
    for (let g = 0; g < groups; g++) {
      sum = madd(v128.load(y), v128.load(d), sum)
      y += groupStride
      d += outerStride
    }
    store<f32>(to, sumOfLanes(sum))
    from += 16
    to += 4
  }
}
