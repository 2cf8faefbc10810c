// The long filters, a complex product at each frequency. K[tile][s][m] with `kernelRow` = neurons padded; X[tile][m] of
// each trial; maps in the order of the transform: O[group][s][frequency][re × 4 trials][im × 4 trials].
import { madd, nmadd, splat, storeTransposed } from './lanes'
import { transposeTile } from './spectra'

/** O = Σ over m of K · X for `tiles` tiles. `inputs`: u32 addresses of the trials' first tile, four a group. */
export function convolve(
  out: usize,
  mapStride: usize,
  kernel: usize,
  kernelRow: usize,
  kernelTile: usize,
  inputs: usize,
  offset: usize,
  inputTile: usize,
  groups: i32,
  maps: i32,
  paddedMaps: i32,
  neurons: i32,
  tiles: i32,
): void {
  for (let group = 0; group < groups; group++) {
    const x0 = <usize>load<u32>(inputs) + offset
    const x1 = <usize>load<u32>(inputs, 4) + offset
    const x2 = <usize>load<u32>(inputs, 8) + offset
    const x3 = <usize>load<u32>(inputs, 12) + offset
    for (let tile: usize = 0; tile < <usize>tiles; tile++) {
      const x = tile * inputTile
      let k = kernel + tile * kernelTile
      let to = out + (tile << 7)
      for (let s = 0; s < maps; s++) {
        fourTrials(to, k, x0 + x, x1 + x, x2 + x, x3 + x, neurons)
        k += kernelRow
        to += mapStride
      }
    }
    inputs += 16
    out += <usize>paddedMaps * mapStride
  }
}

// @ts-ignore: decorator
@inline
function fourTrials(to: usize, k: usize, a: usize, b: usize, c: usize, d: usize, neurons: i32): void {
  let ar = splat(0)
  let ai = ar
  let br = ar
  let bi = ar
  let cr = ar
  let ci = ar
  let dr = ar
  let di = ar
  const end = k + (<usize>neurons << 5)
  for (; k < end; k += 32) {
    const kr = v128.load(k)
    const ki = v128.load(k, 16)
    let re = v128.load(a)
    let im = v128.load(a, 16)
    ar = nmadd(ki, im, madd(kr, re, ar))
    ai = madd(ki, re, madd(kr, im, ai))
    re = v128.load(b)
    im = v128.load(b, 16)
    br = nmadd(ki, im, madd(kr, re, br))
    bi = madd(ki, re, madd(kr, im, bi))
    re = v128.load(c)
    im = v128.load(c, 16)
    cr = nmadd(ki, im, madd(kr, re, cr))
    ci = madd(ki, re, madd(kr, im, ci))
    re = v128.load(d)
    im = v128.load(d, 16)
    dr = nmadd(ki, im, madd(kr, re, dr))
    di = madd(ki, re, madd(kr, im, di))
    a += 32
    b += 32
    c += 32
    d += 32
  }
  storeTransposed(to, 32, ar, br, cr, dr)
  storeTransposed(to + 16, 32, ai, bi, ci, di)
}

/** The mean of the batch at frequency 0 taken off the maps of each trial (`factor` = 1 / trials · length / samples);
 *  what the second normalisation would take off anyway, before it can cost digits. Padded trials stay zero.
 *  `shifts`: f32 a map. */
export function centre(
  out: usize,
  mapStride: usize,
  shifts: usize,
  trials: i32,
  maps: i32,
  paddedMaps: i32,
  factor: f32,
): void {
  for (let s = 0; s < maps; s++) {
    let sum: f64 = 0
    for (let b = 0; b < trials; b++) sum += load<f32>(firstBin(out, mapStride, paddedMaps, s, b))
    const shift = <f32>(sum * factor)
    for (let b = 0; b < trials; b++) {
      const at = firstBin(out, mapStride, paddedMaps, s, b)
      store<f32>(at, load<f32>(at) - shift)
    }
    store<f32>(shifts + (<usize>s << 2), shift)
  }
}

// @ts-ignore: decorator
@inline
function firstBin(out: usize, mapStride: usize, paddedMaps: i32, map: i32, trial: i32): usize {
  return out + <usize>((trial >> 2) * paddedMaps + map) * mapStride + (<usize>(trial & 3) << 2)
}

/** Tiles of the maps' gradients, each as [trial][map] rows of 32 bytes, `tileBytes` apart. */
export function gatherMaps(
  to: usize,
  from: usize,
  mapStride: usize,
  groups: i32,
  maps: i32,
  tiles: i32,
  tileBytes: usize,
): void {
  const trial = <usize>maps << 5
  for (let group = 0; group < groups; group++) {
    for (let s: usize = 0; s < <usize>maps; s++) {
      for (let tile: usize = 0; tile < <usize>tiles; tile++) {
        transposeTile(to + (s << 5) + tile * tileBytes, trial, from + (tile << 7))
      }
      from += mapStride
    }
    to += 4 * trial
  }
}

/** dK[s][m] = Σ over trials of conj(X[b][m]) · dO[b][s] at one tile; maps and neurons even. */
export function kernelGradient(
  to: usize,
  kernelRow: usize,
  inputs: usize,
  offset: usize,
  slopes: usize,
  trials: i32,
  maps: i32,
  neurons: i32,
): void {
  const trial = <usize>maps << 5
  for (let m = 0; m < neurons; m += 2) {
    const x0 = offset + (<usize>m << 5)
    for (let s = 0; s < maps; s += 2) {
      let r00 = splat(0)
      let i00 = r00
      let r01 = r00
      let i01 = r00
      let r10 = r00
      let i10 = r00
      let r11 = r00
      let i11 = r00
      let g = slopes + (<usize>s << 5)
      let input = inputs
      const end = inputs + (<usize>trials << 2)
      for (; input < end; input += 4) {
        const x = <usize>load<u32>(input) + x0
        const ar = v128.load(x)
        const ai = v128.load(x, 16)
        const br = v128.load(x, 32)
        const bi = v128.load(x, 48)
        let gr = v128.load(g)
        let gi = v128.load(g, 16)
        r00 = madd(gi, ai, madd(gr, ar, r00))
        i00 = nmadd(gr, ai, madd(gi, ar, i00))
        r01 = madd(gi, bi, madd(gr, br, r01))
        i01 = nmadd(gr, bi, madd(gi, br, i01))
        gr = v128.load(g, 32)
        gi = v128.load(g, 48)
        r10 = madd(gi, ai, madd(gr, ar, r10))
        i10 = nmadd(gr, ai, madd(gi, ar, i10))
        r11 = madd(gi, bi, madd(gr, br, r11))
        i11 = nmadd(gr, bi, madd(gi, br, i11))
        g += trial
      }
      const p = to + <usize>s * kernelRow + (<usize>m << 5)
      const q = p + kernelRow
      v128.store(p, r00)
      v128.store(p, i00, 16)
      v128.store(p, r01, 32)
      v128.store(p, i01, 48)
      v128.store(q, r10)
      v128.store(q, i10, 16)
      v128.store(q, r11, 32)
      v128.store(q, i11, 48)
    }
  }
}

/** dX[b][m] = Σ over maps of conj(K[s][m]) · dO[b][s] at one tile; trials of dX lie `inputStride` apart. */
export function convolveBack(
  to: usize,
  inputStride: usize,
  kernel: usize,
  kernelRow: usize,
  slopes: usize,
  trials: i32,
  maps: i32,
  neurons: i32,
): void {
  const trial = <usize>maps << 5
  for (let b = 0; b < trials; b++) {
    for (let m: usize = 0; m < <usize>neurons << 5; m += 128) {
      let r0 = splat(0)
      let i0 = r0
      let r1 = r0
      let i1 = r0
      let r2 = r0
      let i2 = r0
      let r3 = r0
      let i3 = r0
      let k = kernel + m
      let g = slopes
      const end = slopes + trial
      for (; g < end; g += 32) {
        const gr = v128.load(g)
        const gi = v128.load(g, 16)
        let kr = v128.load(k)
        let ki = v128.load(k, 16)
        r0 = madd(ki, gi, madd(kr, gr, r0))
        i0 = nmadd(ki, gr, madd(kr, gi, i0))
        kr = v128.load(k, 32)
        ki = v128.load(k, 48)
        r1 = madd(ki, gi, madd(kr, gr, r1))
        i1 = nmadd(ki, gr, madd(kr, gi, i1))
        kr = v128.load(k, 64)
        ki = v128.load(k, 80)
        r2 = madd(ki, gi, madd(kr, gr, r2))
        i2 = nmadd(ki, gr, madd(kr, gi, i2))
        kr = v128.load(k, 96)
        ki = v128.load(k, 112)
        r3 = madd(ki, gi, madd(kr, gr, r3))
        i3 = nmadd(ki, gr, madd(kr, gi, i3))
        k += kernelRow
      }
      v128.store(to + m, r0)
      v128.store(to + m, i0, 16)
      v128.store(to + m, r1, 32)
      v128.store(to + m, i1, 48)
      v128.store(to + m, r2, 64)
      v128.store(to + m, i2, 80)
      v128.store(to + m, r3, 96)
      v128.store(to + m, i3, 112)
    }
    slopes += trial
    to += inputStride
  }
}
