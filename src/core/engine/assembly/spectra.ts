// Between signals, elements of the transform ([re × 4 lanes][im × 4 lanes]) and spectra. Real transforms go in pairs,
// one as real and one as imaginary part. A tile holds 4 neighbouring frequencies of one row: [re × 4][im × 4], 32 bytes.
import { splat, storeTransposed } from './lanes'

/** Eight signals of `samples` values as elements, zeros behind: rows[0 … 3] real, rows[4 … 7] imaginary parts.
 *  `rows`: eight u32 addresses. */
export function interleave(to: usize, rows: usize, samples: i32, length: i32): void {
  const a = <usize>load<u32>(rows)
  const b = <usize>load<u32>(rows, 4)
  const c = <usize>load<u32>(rows, 8)
  const d = <usize>load<u32>(rows, 12)
  const e = <usize>load<u32>(rows, 16)
  const f = <usize>load<u32>(rows, 20)
  const g = <usize>load<u32>(rows, 24)
  const h = <usize>load<u32>(rows, 28)
  let at: usize = 0
  let i = 0
  for (; i + 4 <= samples; i += 4) {
    storeTransposed(to, 32, v128.load(a + at), v128.load(b + at), v128.load(c + at), v128.load(d + at))
    storeTransposed(to + 16, 32, v128.load(e + at), v128.load(f + at), v128.load(g + at), v128.load(h + at))
    to += 128
    at += 16
  }
  for (; i < samples; i++) {
    store<f32>(to, load<f32>(a + at))
    store<f32>(to, load<f32>(b + at), 4)
    store<f32>(to, load<f32>(c + at), 8)
    store<f32>(to, load<f32>(d + at), 12)
    store<f32>(to, load<f32>(e + at), 16)
    store<f32>(to, load<f32>(f + at), 20)
    store<f32>(to, load<f32>(g + at), 24)
    store<f32>(to, load<f32>(h + at), 28)
    to += 32
    at += 4
  }
  memory.fill(to, 0, <usize>(length - samples) << 5)
}

// The transform's sign is +, so bin k of the signals' own spectra (sign −) lies at n − k.
@inline
function mirrored(from: usize, k: i32, length: i32): usize {
  return from + (<usize>select(length - k, 0, k > 0) << 5)
}

/** Spectra of real signals from the transform of `interleave`: lanes become rows of tiles, 32 bytes apart; those of the
 *  real parts at `first`, with `halves` 2 those of the imaginary parts at `second`. */
export function toTiles(
  first: usize,
  second: usize,
  tileStride: usize,
  from: usize,
  length: i32,
  scale: f32,
  halves: i32,
  scratch: usize,
): void {
  const bins = (length >> 1) + 1
  const half = splat(<f32>0.5 * scale)
  for (let k = 0; k < bins; k += 4) {
    for (let i = 0; i < 4; i++) {
      const to = scratch + (<usize>i << 6)
      if (k + i >= bins) {
        memory.fill(to, 0, 64)
        continue
      }
      const p = mirrored(from, k + i, length)
      const q = from + (<usize>(k + i) << 5)
      const yr = v128.load(p)
      const yi = v128.load(p, 16)
      const zr = v128.load(q)
      const zi = v128.load(q, 16)
      v128.store(to, f32x4.mul(half, f32x4.add(yr, zr)))
      v128.store(to, f32x4.mul(half, f32x4.sub(yi, zi)), 16)
      v128.store(to, f32x4.mul(half, f32x4.add(yi, zi)), 32)
      v128.store(to, f32x4.mul(half, f32x4.sub(zr, yr)), 48)
    }
    storeTile(first, scratch)
    first += tileStride
    if (halves === 2) {
      storeTile(second, scratch + 32)
      second += tileStride
    }
  }
}

/** Four bins of four lanes, 64 bytes apart, as four rows of a tile. */
@inline
function storeTile(to: usize, from: usize): void {
  storeTransposed(to, 32, v128.load(from), v128.load(from, 64), v128.load(from, 128), v128.load(from, 192))
  storeTransposed(
    to + 16,
    32,
    v128.load(from, 16),
    v128.load(from, 80),
    v128.load(from, 144),
    v128.load(from, 208),
  )
}

@inline
function storePair(to: usize, k: i32, length: i32, ar: v128, ai: v128, br: v128, bi: v128): void {
  const p = to + (<usize>k << 5)
  v128.store(p, f32x4.sub(ar, bi))
  v128.store(p, f32x4.add(ai, br), 16)
  if (k > 0) {
    const q = to + (<usize>(length - k) << 5)
    v128.store(q, f32x4.add(ar, bi))
    v128.store(q, f32x4.sub(br, ai), 16)
  }
}

/** The opposite of `toTiles`: a whole spectrum whose transform has the signals of `first` as real and those of `second`
 *  as imaginary parts. */
export function fromTiles(
  to: usize,
  first: usize,
  second: usize,
  tileStride: usize,
  length: i32,
  scratch: usize,
): void {
  const bins = (length >> 1) + 1
  for (let k = 0; k < bins; k += 4) {
    transposeTile(scratch, 32, first)
    transposeTile(scratch + 128, 32, second)
    for (let i = 0; i < 4 && k + i < bins; i++) {
      const at = scratch + (<usize>i << 5)
      storePair(to, k + i, length, v128.load(at), v128.load(at, 16), v128.load(at, 128), v128.load(at, 144))
    }
    first += tileStride
    second += tileStride
  }
}

/** Four rows of one tile as elements of four frequencies, `stride` bytes apart. */
@inline
function transposeTile(to: usize, stride: usize, from: usize): void {
  const a = v128.load(from)
  const b = v128.load(from, 32)
  const c = v128.load(from, 64)
  const d = v128.load(from, 96)
  storeTransposed(to, stride, a, b, c, d)
  storeTransposed(
    to + 16,
    stride,
    v128.load(from, 16),
    v128.load(from, 48),
    v128.load(from, 80),
    v128.load(from, 112),
  )
}
