// Four independent complex transforms at a time: an element is [re × 4][im × 4], 32 bytes.
// Stockham's self-sorting form with radices 4, 5, 3, 2; unscaled, sign +: y[k] = Σ x[j] e^{+2πi jk/n}.
import { madd, nmadd } from './lanes'

@inline
function storeTurned(to: usize, re: v128, im: v128, twiddle: usize): void {
  const c = v128.load_splat<f32>(twiddle)
  const s = v128.load_splat<f32>(twiddle, 4)
  v128.store(to, nmadd(s, im, f32x4.mul(c, re)))
  v128.store(to, madd(s, re, f32x4.mul(c, im)), 16)
}

function pass2(from: usize, to: usize, twiddles: usize, blocks: i32, run: i32): void {
  const apart = <usize>(blocks * run) << 5
  const next = <usize>run << 5
  for (let block = 0; block < blocks; block++) {
    for (let i = 0; i < run; i++) {
      const ar = v128.load(from)
      const ai = v128.load(from, 16)
      const br = v128.load(from + apart)
      const bi = v128.load(from + apart, 16)
      v128.store(to, f32x4.add(ar, br))
      v128.store(to, f32x4.add(ai, bi), 16)
      storeTurned(to + next, f32x4.sub(ar, br), f32x4.sub(ai, bi), twiddles)
      from += 32
      to += 32
    }
    to += next
    twiddles += 8
  }
}

function pass3(from: usize, to: usize, twiddles: usize, blocks: i32, run: i32, constants: usize): void {
  const apart = <usize>(blocks * run) << 5
  const next = <usize>run << 5
  const half = v128.load_splat<f32>(constants, 16)
  const sine = v128.load_splat<f32>(constants, 20)
  for (let block = 0; block < blocks; block++) {
    for (let i = 0; i < run; i++) {
      const ar = v128.load(from)
      const ai = v128.load(from, 16)
      const br = v128.load(from + apart)
      const bi = v128.load(from + apart, 16)
      const cr = v128.load(from + 2 * apart)
      const ci = v128.load(from + 2 * apart, 16)
      const tr = f32x4.add(br, cr)
      const ti = f32x4.add(bi, ci)
      const mr = madd(half, tr, ar)
      const mi = madd(half, ti, ai)
      const nr = f32x4.mul(sine, f32x4.sub(br, cr))
      const ni = f32x4.mul(sine, f32x4.sub(bi, ci))
      v128.store(to, f32x4.add(ar, tr))
      v128.store(to, f32x4.add(ai, ti), 16)
      storeTurned(to + next, f32x4.sub(mr, ni), f32x4.add(mi, nr), twiddles)
      storeTurned(to + 2 * next, f32x4.add(mr, ni), f32x4.sub(mi, nr), twiddles + 8)
      from += 32
      to += 32
    }
    to += 2 * next
    twiddles += 16
  }
}

function pass4(from: usize, to: usize, twiddles: usize, blocks: i32, run: i32): void {
  const apart = <usize>(blocks * run) << 5
  const next = <usize>run << 5
  for (let block = 0; block < blocks; block++) {
    for (let i = 0; i < run; i++) {
      const ar = v128.load(from)
      const ai = v128.load(from, 16)
      const br = v128.load(from + apart)
      const bi = v128.load(from + apart, 16)
      const cr = v128.load(from + 2 * apart)
      const ci = v128.load(from + 2 * apart, 16)
      const dr = v128.load(from + 3 * apart)
      const di = v128.load(from + 3 * apart, 16)
      const pr = f32x4.add(ar, cr)
      const pi = f32x4.add(ai, ci)
      const mr = f32x4.sub(ar, cr)
      const mi = f32x4.sub(ai, ci)
      const ur = f32x4.add(br, dr)
      const ui = f32x4.add(bi, di)
      const vr = f32x4.sub(br, dr)
      const vi = f32x4.sub(bi, di)
      v128.store(to, f32x4.add(pr, ur))
      v128.store(to, f32x4.add(pi, ui), 16)
      storeTurned(to + next, f32x4.sub(mr, vi), f32x4.add(mi, vr), twiddles)
      storeTurned(to + 2 * next, f32x4.sub(pr, ur), f32x4.sub(pi, ui), twiddles + 8)
      storeTurned(to + 3 * next, f32x4.add(mr, vi), f32x4.sub(mi, vr), twiddles + 16)
      from += 32
      to += 32
    }
    to += 3 * next
    twiddles += 24
  }
}

function pass5(from: usize, to: usize, twiddles: usize, blocks: i32, run: i32, constants: usize): void {
  const apart = <usize>(blocks * run) << 5
  const next = <usize>run << 5
  const c1 = v128.load_splat<f32>(constants)
  const c2 = v128.load_splat<f32>(constants, 4)
  const s1 = v128.load_splat<f32>(constants, 8)
  const s2 = v128.load_splat<f32>(constants, 12)
  for (let block = 0; block < blocks; block++) {
    for (let i = 0; i < run; i++) {
      const ar = v128.load(from)
      const ai = v128.load(from, 16)
      let first = v128.load(from + apart)
      let last = v128.load(from + 4 * apart)
      const er = f32x4.add(first, last)
      const gr = f32x4.sub(first, last)
      first = v128.load(from + apart, 16)
      last = v128.load(from + 4 * apart, 16)
      const ei = f32x4.add(first, last)
      const gi = f32x4.sub(first, last)
      first = v128.load(from + 2 * apart)
      last = v128.load(from + 3 * apart)
      const fr = f32x4.add(first, last)
      const hr = f32x4.sub(first, last)
      first = v128.load(from + 2 * apart, 16)
      last = v128.load(from + 3 * apart, 16)
      const fi = f32x4.add(first, last)
      const hi = f32x4.sub(first, last)
      v128.store(to, f32x4.add(ar, f32x4.add(er, fr)))
      v128.store(to, f32x4.add(ai, f32x4.add(ei, fi)), 16)
      let mr = madd(c1, er, madd(c2, fr, ar))
      let mi = madd(c1, ei, madd(c2, fi, ai))
      let nr = madd(s1, gr, f32x4.mul(s2, hr))
      let ni = madd(s1, gi, f32x4.mul(s2, hi))
      storeTurned(to + next, f32x4.sub(mr, ni), f32x4.add(mi, nr), twiddles)
      storeTurned(to + 4 * next, f32x4.add(mr, ni), f32x4.sub(mi, nr), twiddles + 24)
      mr = madd(c2, er, madd(c1, fr, ar))
      mi = madd(c2, ei, madd(c1, fi, ai))
      nr = nmadd(s1, hr, f32x4.mul(s2, gr))
      ni = nmadd(s1, hi, f32x4.mul(s2, gi))
      storeTurned(to + 2 * next, f32x4.sub(mr, ni), f32x4.add(mi, nr), twiddles + 8)
      storeTurned(to + 3 * next, f32x4.add(mr, ni), f32x4.sub(mi, nr), twiddles + 16)
      from += 32
      to += 32
    }
    to += 4 * next
    twiddles += 32
  }
}

/** Transforms `from`, with `to` as second buffer; both are overwritten. `radices`: i32, ended by 0; `table`: eight
 *  constants (cos and sin of 2π/5 and 4π/5, −½ and sin of 2π/3), then twiddles of each pass in order. The constants come
 *  from memory as V8 would build literals anew in each round of a loop. Returns the buffer that holds the result. */
export function transform(from: usize, to: usize, length: i32, radices: usize, table: usize): usize {
  let run = 1
  let twiddles = table + 32
  for (let radix = load<i32>(radices); radix !== 0; radix = load<i32>(radices)) {
    const blocks = length / radix
    if (radix === 4) pass4(from, to, twiddles, blocks, run)
    else if (radix === 5) pass5(from, to, twiddles, blocks, run, table)
    else if (radix === 3) pass3(from, to, twiddles, blocks, run, table)
    else pass2(from, to, twiddles, blocks, run)
    twiddles += (<usize>(blocks * (radix - 1))) << 3
    length = blocks
    run *= radix
    radices += 4
    const free = from
    from = to
    to = free
  }
  return from
}
