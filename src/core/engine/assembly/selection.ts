// The selection layer of one trial. Weights are [row][neuron], rows padded to 4 with zeros; spectra are tiles of 8 floats.
import { exponential, fourSums, logarithm, madd, splat, storeEight } from './lanes'

/** Weights smaller than this are zero: they change nothing, and denormal numbers are slow. */
const negligible: f32 = 1e-30

/** In place of uniforms: softmax over rows of (alpha − log(−log u)) / temperature; neurons past the last get zero. */
export function concrete(weights: usize, alpha: usize, rows: i32, neurons: i32, inverseTemperature: f32): void {
  const stride = <usize>((neurons + 3) & ~3) << 2
  const inverse = splat(inverseTemperature)
  for (let m = 0; m < neurons; m += 4) {
    const real = i32x4.lt_s(i32x4.add(i32x4.splat(m), i32x4(0, 1, 2, 3)), i32x4.splat(neurons))
    const start = weights + (<usize>m << 2)
    let largest = splat(-1e30)
    let at = start
    let logit = alpha + (<usize>m << 2)
    for (let n = 0; n < rows; n++) {
      const gumbel = logarithm(f32x4.neg(logarithm(v128.load(at))))
      const score = f32x4.mul(inverse, f32x4.sub(v128.load(logit), gumbel))
      largest = f32x4.max(largest, score)
      v128.store(at, score)
      at += stride
      logit += stride
    }
    let sum = splat(0)
    at = start
    for (let n = 0; n < rows; n++) {
      const value = exponential(f32x4.sub(v128.load(at), largest))
      sum = f32x4.add(sum, value)
      v128.store(at, value)
      at += stride
    }
    const scale = f32x4.div(splat(1), sum)
    at = start
    for (let n = 0; n < rows; n++) {
      const weight = f32x4.mul(scale, v128.load(at))
      v128.store(at, v128.and(v128.and(weight, real), f32x4.ge(weight, splat(negligible))))
      at += stride
    }
  }
}

/** In place of the weights: w (dw − Σ over rows of w dw) / temperature, one trial's part of alpha's gradient. */
export function concreteGradient(weights: usize, slopes: usize, rows: i32, neurons: i32, inverseTemperature: f32): void {
  const stride = <usize>((neurons + 3) & ~3) << 2
  const inverse = splat(inverseTemperature)
  for (let m: usize = 0; m < stride; m += 16) {
    let mean = splat(0)
    let at = m
    for (let n = 0; n < rows; n++) {
      mean = madd(v128.load(weights + at), v128.load(slopes + at), mean)
      at += stride
    }
    at = m
    for (let n = 0; n < rows; n++) {
      const apart = f32x4.sub(v128.load(slopes + at), mean)
      v128.store(weights + at, f32x4.mul(f32x4.mul(inverse, v128.load(weights + at)), apart))
      at += stride
    }
  }
}

/** X[tile][m] = Σ over rows of w[row][m] · D[tile][row]. With `power`, [4 frequencies] a tile: Σ over m of |X|². */
export function select(
  weights: usize,
  from: usize,
  fromStride: usize,
  to: usize,
  toStride: usize,
  power: usize,
  rows: i32,
  neurons: i32,
  tiles: i32,
): void {
  const stride = <usize>neurons << 2
  for (let tile = 0; tile < tiles; tile++) {
    let powerRe = splat(0)
    let powerIm = powerRe
    for (let m = 0; m < neurons; m += 4) {
      let r0 = splat(0)
      let i0 = r0
      let r1 = r0
      let i1 = r0
      let r2 = r0
      let i2 = r0
      let r3 = r0
      let i3 = r0
      let w = weights + (<usize>m << 2)
      let d = from
      for (let n = 0; n < rows; n++) {
        const re = v128.load(d)
        const im = v128.load(d, 16)
        let weight = v128.load_splat<f32>(w)
        r0 = madd(weight, re, r0)
        i0 = madd(weight, im, i0)
        weight = v128.load_splat<f32>(w, 4)
        r1 = madd(weight, re, r1)
        i1 = madd(weight, im, i1)
        weight = v128.load_splat<f32>(w, 8)
        r2 = madd(weight, re, r2)
        i2 = madd(weight, im, i2)
        weight = v128.load_splat<f32>(w, 12)
        r3 = madd(weight, re, r3)
        i3 = madd(weight, im, i3)
        w += stride
        d += 32
      }
      const x = to + (<usize>m << 5)
      v128.store(x, r0)
      v128.store(x, i0, 16)
      v128.store(x, r1, 32)
      v128.store(x, i1, 48)
      v128.store(x, r2, 64)
      v128.store(x, i2, 80)
      v128.store(x, r3, 96)
      v128.store(x, i3, 112)
      powerRe = madd(r3, r3, madd(r2, r2, madd(r1, r1, madd(r0, r0, powerRe))))
      powerIm = madd(i3, i3, madd(i2, i2, madd(i1, i1, madd(i0, i0, powerIm))))
    }
    if (power) {
      v128.store(power, f32x4.add(powerRe, powerIm))
      power += 16
    }
    from += fromStride
    to += toStride
  }
}

/** Power of a spectrum, [4 frequencies] a tile, summed over rows. */
export function power(to: usize, from: usize, stride: usize, rows: i32, tiles: i32): void {
  for (let tile = 0; tile < tiles; tile++) {
    let re = splat(0)
    let im = re
    for (let n: usize = 0; n < <usize>rows << 5; n += 32) {
      const r = v128.load(from + n)
      const i = v128.load(from + n, 16)
      re = madd(r, r, re)
      im = madd(i, i, im)
    }
    v128.store(to, f32x4.add(re, im))
    from += stride
    to += 16
  }
}

/** G[tile][m] = parseval · dX + filter · X, both [4 frequencies] a tile. */
export function inputGradient(
  to: usize,
  dX: usize,
  x: usize,
  stride: usize,
  parseval: usize,
  filter: usize,
  neurons: i32,
  tiles: i32,
): void {
  const row = <usize>neurons << 5
  for (let tile = 0; tile < tiles; tile++) {
    const p = v128.load(parseval)
    const f = v128.load(filter)
    for (let at: usize = 0; at < row; at += 16) {
      v128.store(to + at, madd(f, v128.load(x + at), f32x4.mul(p, v128.load(dX + at))))
    }
    to += row
    dX += stride
    x += stride
    parseval += 16
    filter += 16
  }
}

/** Adds Σ over tiles of D[tile][n] · G[tile][m] to `sums`: for every two rows and eight neurons eight vectors a row, for
 *  four neurons that are left over four vectors a row. The lanes stay apart until `gatherWeights`. */
export function correlate(sums: usize, d: usize, dStride: usize, g: usize, rows: i32, neurons: i32, tiles: i32): void {
  const gStride = <usize>neurons << 5
  const eights = <usize>(neurons & ~7) << 5
  // Once in order, as the loops below stride: later reads find it in the nearest cache.
  let touched = splat(0)
  for (let at: usize = 0; at < <usize>tiles * dStride; at += 64) touched = v128.or(touched, v128.load(d + at))
  v128.store(sums - 16, touched)
  for (let n: usize = 0; n < <usize>rows << 5; n += 64) {
    for (let m: usize = 0; m < eights; m += 256) {
      eightNeurons(sums, d + n, dStride, g + m, gStride, tiles)
      eightNeurons(sums + 128, d + n + 32, dStride, g + m, gStride, tiles)
      sums += 256
    }
    if (eights === gStride) continue
    for (let half: usize = 0; half < 32; half += 16) {
      fourNeurons(sums, d + n + half, dStride, g + eights + half, gStride, tiles)
    }
    sums += 128
  }
}

/** Adds Σ over tiles of one row times eight neurons; a function of its own for the reason given in convolution.ts. */
export function eightNeurons(sums: usize, d: usize, dStride: usize, g: usize, gStride: usize, tiles: i32): void {
  let s0 = v128.load(sums)
  let s1 = v128.load(sums, 16)
  let s2 = v128.load(sums, 32)
  let s3 = v128.load(sums, 48)
  let s4 = v128.load(sums, 64)
  let s5 = v128.load(sums, 80)
  let s6 = v128.load(sums, 96)
  let s7 = v128.load(sums, 112)
  for (let tile = 0; tile < tiles; tile++) {
    const re = v128.load(d)
    const im = v128.load(d, 16)
    s0 = madd(im, v128.load(g, 16), madd(re, v128.load(g), s0))
    s1 = madd(im, v128.load(g, 48), madd(re, v128.load(g, 32), s1))
    s2 = madd(im, v128.load(g, 80), madd(re, v128.load(g, 64), s2))
    s3 = madd(im, v128.load(g, 112), madd(re, v128.load(g, 96), s3))
    s4 = madd(im, v128.load(g, 144), madd(re, v128.load(g, 128), s4))
    s5 = madd(im, v128.load(g, 176), madd(re, v128.load(g, 160), s5))
    s6 = madd(im, v128.load(g, 208), madd(re, v128.load(g, 192), s6))
    s7 = madd(im, v128.load(g, 240), madd(re, v128.load(g, 224), s7))
    d += dStride
    g += gStride
  }
  storeEight(sums, s0, s1, s2, s3, s4, s5, s6, s7)
}

/** The same of two rows times four neurons, of real or imaginary parts alone. */
export function fourNeurons(sums: usize, d: usize, dStride: usize, g: usize, gStride: usize, tiles: i32): void {
  let s0 = v128.load(sums)
  let s1 = v128.load(sums, 16)
  let s2 = v128.load(sums, 32)
  let s3 = v128.load(sums, 48)
  let t0 = v128.load(sums, 64)
  let t1 = v128.load(sums, 80)
  let t2 = v128.load(sums, 96)
  let t3 = v128.load(sums, 112)
  for (let tile = 0; tile < tiles; tile++) {
    const a = v128.load(d)
    const b = v128.load(d, 32)
    let x = v128.load(g)
    s0 = madd(a, x, s0)
    t0 = madd(b, x, t0)
    x = v128.load(g, 32)
    s1 = madd(a, x, s1)
    t1 = madd(b, x, t1)
    x = v128.load(g, 64)
    s2 = madd(a, x, s2)
    t2 = madd(b, x, t2)
    x = v128.load(g, 96)
    s3 = madd(a, x, s3)
    t3 = madd(b, x, t3)
    d += dStride
    g += gStride
  }
  storeEight(sums, s0, s1, s2, s3, t0, t1, t2, t3)
}

/** dw[row][neuron] from the sums of `correlate`. */
export function gatherWeights(to: usize, sums: usize, rows: i32, neurons: i32): void {
  const stride = <usize>neurons << 2
  const eights = <usize>(neurons & ~7) << 2
  for (let n = 0; n < rows; n += 2) {
    for (let m: usize = 0; m < eights; m += 32) {
      storeSums(to + m, sums)
      storeSums(to + m + 16, sums + 64)
      storeSums(to + stride + m, sums + 128)
      storeSums(to + stride + m + 16, sums + 192)
      sums += 256
    }
    if (eights < stride) {
      storeSums(to + eights, sums)
      storeSums(to + stride + eights, sums + 64)
      sums += 128
    }
    to += 2 * stride
  }
}

@inline
function storeSums(to: usize, sums: usize): void {
  v128.store(to, fourSums(v128.load(sums), v128.load(sums, 16), v128.load(sums, 32), v128.load(sums, 48)))
}
