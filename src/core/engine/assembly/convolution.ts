// The long filters, a complex product at each frequency. K[tile][s][m], X[tile][m] of each trial, and the maps of four
// trials together: O[group][s][tile][trial]. A tile is [re × 4 frequencies][im × 4]; `kernelRow`: bytes of a row of m.
import { madd, nmadd, splat, storeEight } from './lanes'

// The innermost loops are functions of their own, exported so that no compiler joins them with their callers: V8 unrolls a
// small loop the more often the deeper it lies, runs out of registers, and half of the speed is gone.

/** O = Σ over m of K · X for `tiles` tiles. `inputs`: u32 addresses of the trials' first tile, four a group. `packed`: room
 *  for the rows of four trials. */
export function convolve(
  out: usize,
  mapStride: usize,
  kernel: usize,
  kernelRow: usize,
  kernelTile: usize,
  inputs: usize,
  offset: usize,
  groups: i32,
  maps: i32,
  paddedMaps: i32,
  neurons: i32,
  tiles: i32,
  packed: usize,
): void {
  for (let group = 0; group < groups; group++) {
    for (let tile: usize = 0; tile < <usize>tiles; tile++) {
      packTrials(packed, inputs, offset + tile * kernelRow, neurons)
      let k = kernel + tile * kernelTile
      let to = out + (tile << 7)
      for (let s = 0; s < maps; s++) {
        fourTrials(to, k, packed, neurons)
        k += kernelRow
        to += mapStride
      }
    }
    inputs += 16
    out += <usize>paddedMaps * mapStride
  }
}

/** Rows of four trials as [neuron][trial]. */
export function packTrials(to: usize, inputs: usize, offset: usize, neurons: i32): void {
  let a = <usize>load<u32>(inputs) + offset
  let b = <usize>load<u32>(inputs, 4) + offset
  let c = <usize>load<u32>(inputs, 8) + offset
  let d = <usize>load<u32>(inputs, 12) + offset
  const end = to + (<usize>neurons << 7)
  for (; to < end; to += 128) {
    v128.store(to, v128.load(a))
    v128.store(to, v128.load(a, 16), 16)
    v128.store(to, v128.load(b), 32)
    v128.store(to, v128.load(b, 16), 48)
    v128.store(to, v128.load(c), 64)
    v128.store(to, v128.load(c, 16), 80)
    v128.store(to, v128.load(d), 96)
    v128.store(to, v128.load(d, 16), 112)
    a += 32
    b += 32
    c += 32
    d += 32
  }
}

/** One map of four trials: Σ over neurons of k · x. */
export function fourTrials(to: usize, k: usize, x: usize, neurons: i32): void {
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
    let re = v128.load(x)
    let im = v128.load(x, 16)
    ar = nmadd(ki, im, madd(kr, re, ar))
    ai = madd(ki, re, madd(kr, im, ai))
    re = v128.load(x, 32)
    im = v128.load(x, 48)
    br = nmadd(ki, im, madd(kr, re, br))
    bi = madd(ki, re, madd(kr, im, bi))
    re = v128.load(x, 64)
    im = v128.load(x, 80)
    cr = nmadd(ki, im, madd(kr, re, cr))
    ci = madd(ki, re, madd(kr, im, ci))
    re = v128.load(x, 96)
    im = v128.load(x, 112)
    dr = nmadd(ki, im, madd(kr, re, dr))
    di = madd(ki, re, madd(kr, im, di))
    x += 128
  }
  storeEight(to, ar, ai, br, bi, cr, ci, dr, di)
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

@inline
function firstBin(out: usize, mapStride: usize, paddedMaps: i32, map: i32, trial: i32): usize {
  return out + <usize>((trial >> 2) * paddedMaps + map) * mapStride + (<usize>(trial & 3) << 5)
}

/** Tiles of the maps' gradients, each as [trial][map], `tileBytes` apart. */
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
        const at = to + (s << 5) + tile * tileBytes
        const tileFrom = from + (tile << 7)
        for (let lane: usize = 0; lane < 4; lane++) {
          v128.store(at + lane * trial, v128.load(tileFrom + (lane << 5)))
          v128.store(at + lane * trial + 16, v128.load(tileFrom + (lane << 5) + 16))
        }
      }
      from += mapStride
    }
    to += 4 * trial
  }
}

/** dK[s][m] (+)= Σ over trials of conj(X[b][m]) · dO[b][s] at one tile. */
export function kernelGradient(
  to: usize,
  kernelRow: usize,
  inputs: usize,
  offset: usize,
  slopes: usize,
  trials: i32,
  maps: i32,
  paddedMaps: i32,
  add: bool,
): void {
  for (let m: usize = 0; m < kernelRow; m += 128) {
    for (let s: usize = 0; s < <usize>maps; s++) {
      const at = to + s * kernelRow + m
      if (!add) memory.fill(at, 0, 128)
      trialSum(at, inputs, offset + m, slopes + (s << 5), <usize>paddedMaps << 5, trials)
    }
  }
}

/** Adds Σ over trials of conj(x) · g for four neurons. */
export function trialSum(to: usize, inputs: usize, offset: usize, g: usize, step: usize, trials: i32): void {
  let r0 = v128.load(to)
  let i0 = v128.load(to, 16)
  let r1 = v128.load(to, 32)
  let i1 = v128.load(to, 48)
  let r2 = v128.load(to, 64)
  let i2 = v128.load(to, 80)
  let r3 = v128.load(to, 96)
  let i3 = v128.load(to, 112)
  const end = inputs + (<usize>trials << 2)
  for (; inputs < end; inputs += 4) {
    const x = <usize>load<u32>(inputs) + offset
    const gr = v128.load(g)
    const gi = v128.load(g, 16)
    let re = v128.load(x)
    let im = v128.load(x, 16)
    r0 = madd(im, gi, madd(re, gr, r0))
    i0 = nmadd(im, gr, madd(re, gi, i0))
    re = v128.load(x, 32)
    im = v128.load(x, 48)
    r1 = madd(im, gi, madd(re, gr, r1))
    i1 = nmadd(im, gr, madd(re, gi, i1))
    re = v128.load(x, 64)
    im = v128.load(x, 80)
    r2 = madd(im, gi, madd(re, gr, r2))
    i2 = nmadd(im, gr, madd(re, gi, i2))
    re = v128.load(x, 96)
    im = v128.load(x, 112)
    r3 = madd(im, gi, madd(re, gr, r3))
    i3 = nmadd(im, gr, madd(re, gi, i3))
    g += step
  }
  storeEight(to, r0, i0, r1, i1, r2, i2, r3, i3)
}

/** dX[b][m] = Σ over maps of conj(K[s][m]) · dO[b][s] for `tiles` tiles; trials of dX lie `inputStride` apart. */
export function convolveBack(
  to: usize,
  inputStride: usize,
  kernel: usize,
  kernelRow: usize,
  slopes: usize,
  tileBytes: usize,
  trials: i32,
  maps: i32,
  paddedMaps: i32,
  tiles: i32,
): void {
  const kernelTile = <usize>paddedMaps * kernelRow
  for (let b = 0; b < trials; b++) {
    for (let tile: usize = 0; tile < <usize>tiles; tile++) {
      const k = kernel + tile * kernelTile
      const g = slopes + tile * tileBytes
      const x = to + tile * kernelRow
      for (let m: usize = 0; m < kernelRow; m += 128) mapSum(x + m, k + m, kernelRow, g, maps)
    }
    slopes += <usize>paddedMaps << 5
    to += inputStride
  }
}

/** Σ over maps of conj(k) · g for four neurons. */
export function mapSum(to: usize, k: usize, step: usize, g: usize, maps: i32): void {
  let r0 = splat(0)
  let i0 = r0
  let r1 = r0
  let i1 = r0
  let r2 = r0
  let i2 = r0
  let r3 = r0
  let i3 = r0
  const end = g + (<usize>maps << 5)
  for (; g < end; g += 32) {
    const gr = v128.load(g)
    const gi = v128.load(g, 16)
    let re = v128.load(k)
    let im = v128.load(k, 16)
    r0 = madd(im, gi, madd(re, gr, r0))
    i0 = nmadd(im, gr, madd(re, gi, i0))
    re = v128.load(k, 32)
    im = v128.load(k, 48)
    r1 = madd(im, gi, madd(re, gr, r1))
    i1 = nmadd(im, gr, madd(re, gi, i1))
    re = v128.load(k, 64)
    im = v128.load(k, 80)
    r2 = madd(im, gi, madd(re, gr, r2))
    i2 = nmadd(im, gr, madd(re, gi, i2))
    re = v128.load(k, 96)
    im = v128.load(k, 112)
    r3 = madd(im, gi, madd(re, gr, r3))
    i3 = nmadd(im, gr, madd(re, gi, i3))
    k += step
  }
  storeEight(to, r0, i0, r1, i1, r2, i2, r3, i3)
}
