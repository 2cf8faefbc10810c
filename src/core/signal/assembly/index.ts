// Kernels that look at every sample, and those of spectra. All addresses and strides are in bytes. Vectors are two or four numbers.

/**
 * Lowest and highest finite value of each `factor` samples from `from` on as `[low, high]` at `to`; NaN for a cell without any.
 * The last cell may have fewer.
 */
export function extremes(from: usize, count: i32, factor: i32, to: usize): void {
  for (let first = 0; first < count; first += factor, from += 4 * <usize>factor, to += 8) {
    const length = min(factor, count - first)
    let low = lowest(from, length)
    let high = highest(from, length)
    if (low == -Infinity || high == Infinity) {
      low = Infinity
      high = -Infinity
      for (let i = 0; i < length; i++) {
        const value = load<f32>(from + 4 * <usize>i)
        if (value - value != 0) continue
        if (value < low) low = value
        if (value > high) high = value
      }
    }
    const none = low > high
    store<f32>(to, none ? NaN : low)
    store<f32>(to, none ? NaN : high, 4)
  }
}

// A comparison with NaN is false, so that `pmin` and `pmax` keep what they had.
@inline
function lowest(from: usize, length: i32): f32 {
  let a = f32x4.splat(Infinity), b = a
  let i = 0
  for (; i + 8 <= length; i += 8, from += 32) {
    a = f32x4.pmin(a, v128.load(from))
    b = f32x4.pmin(b, v128.load(from, 16))
  }
  a = f32x4.pmin(a, b)
  a = f32x4.pmin(a, v128.shuffle<i32>(a, a, 2, 3, 0, 1))
  a = f32x4.pmin(a, v128.shuffle<i32>(a, a, 1, 0, 3, 2))
  let low = f32x4.extract_lane(a, 0)
  for (; i < length; i++, from += 4) {
    const value = load<f32>(from)
    if (value < low) low = value
  }
  return low
}

@inline
function highest(from: usize, length: i32): f32 {
  let a = f32x4.splat(-Infinity), b = a
  let i = 0
  for (; i + 8 <= length; i += 8, from += 32) {
    a = f32x4.pmax(a, v128.load(from))
    b = f32x4.pmax(b, v128.load(from, 16))
  }
  a = f32x4.pmax(a, b)
  a = f32x4.pmax(a, v128.shuffle<i32>(a, a, 2, 3, 0, 1))
  a = f32x4.pmax(a, v128.shuffle<i32>(a, a, 1, 0, 3, 2))
  let high = f32x4.extract_lane(a, 0)
  for (; i < length; i++, from += 4) {
    const value = load<f32>(from)
    if (value > high) high = value
  }
  return high
}

/**
 * Of each piece of a signal: lowest and highest value (four bytes each) and four sums (eight bytes each) at `to`, 40 bytes a piece.
 * Sample i of a piece counts to sum i mod 4, so that the sums do not depend on how a piece is cut. The first piece has `had`
 * samples already and goes on from the sums at `sums`; it ends after `length − had`, each other after `length`.
 */
export function pieces(from: usize, count: i32, length: i32, had: i32, sums: usize, to: usize): void {
  let low01 = v128.load(sums), high23 = v128.load(sums, 16)
  for (let at = 0; at < count; to += 40, had = 0) {
    const size = min(length - had, count - at)
    store<f32>(to, lowest(from, size))
    store<f32>(to, highest(from, size), 4)
    v128.store(to, low01, 8)
    v128.store(to, high23, 24)
    let i = 0
    for (; i < size && ((had + i) & 3) != 0; i++) addTo(to + 8, had + i, load<f32>(from + 4 * <usize>i))
    low01 = v128.load(to, 8)
    high23 = v128.load(to, 24)
    for (; i + 4 <= size; i += 4) {
      const four = v128.load(from + 4 * <usize>i)
      low01 = f64x2.add(low01, f64x2.promote_low_f32x4(four))
      high23 = f64x2.add(high23, f64x2.promote_low_f32x4(v128.shuffle<i32>(four, four, 2, 3, 0, 1)))
    }
    v128.store(to, low01, 8)
    v128.store(to, high23, 24)
    for (; i < size; i++) addTo(to + 8, had + i, load<f32>(from + 4 * <usize>i))
    low01 = high23 = f64x2.splat(0)
    from += 4 * <usize>size
    at += size
  }
}

@inline
function addTo(sums: usize, index: i32, value: f32): void {
  const at = sums + 8 * <usize>(index & 3)
  store<f64>(at, load<f64>(at) + <f64>value)
}

/** Σ a · b over `count` numbers of 64 bits. */
export function product(a: usize, b: usize, count: i32): f64 {
  let first = f64x2.splat(0), second = first
  let i = 0
  for (; i + 4 <= count; i += 4, a += 32, b += 32) {
    first = f64x2.add(first, f64x2.mul(v128.load(a), v128.load(b)))
    second = f64x2.add(second, f64x2.mul(v128.load(a, 16), v128.load(b, 16)))
  }
  first = f64x2.add(first, second)
  let sum = f64x2.extract_lane(first, 0) + f64x2.extract_lane(first, 1)
  for (; i < count; i++, a += 8, b += 8) sum += load<f64>(a) * load<f64>(b)
  return sum
}

/** Mean of the finite ones of `length` samples, 0 of none. */
function meanOf(from: usize, length: i32): f64 {
  let sums = f64x2.splat(0)
  let finite = 0
  let i = 0
  for (; i + 4 <= length; i += 4) {
    const four = v128.load(from + 4 * <usize>i)
    const mask = f32x4.eq(f32x4.sub(four, four), f32x4.splat(0))
    const kept = v128.and(four, mask)
    finite += popcnt(v128.bitmask<i32>(mask))
    sums = f64x2.add(sums, f64x2.promote_low_f32x4(kept))
    sums = f64x2.add(sums, f64x2.promote_low_f32x4(v128.shuffle<i32>(kept, kept, 2, 3, 0, 1)))
  }
  let sum = f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1)
  for (; i < length; i++) {
    const value = load<f32>(from + 4 * <usize>i)
    if (value - value != 0) continue
    sum += <f64>value
    finite++
  }
  return sum / <f64>max(1, finite)
}

/**
 * Four signals of `length` samples, one after the other at `from`: less their means, tapered (`taper`: numbers of 64 bits), padded
 * with zeros, transformed. At `re` and `im`, `size` vectors each: lane 0 has signals 0 and 1 as real and imaginary part, lane 1 has
 * signals 2 and 3. `order`: bit reversal, `cosines` and `sines`: of 2πk/size, the sines negative. What is not finite counts as the mean.
 */
export function transformFour(from: usize, length: i32, size: i32, taper: usize, order: usize, cosines: usize, sines: usize, re: usize, im: usize): void {
  const row: usize = 4 * <usize>length
  memory.fill(re, 0, 16 * <usize>size)
  memory.fill(im, 0, 16 * <usize>size)
  const real = f64x2.replace_lane(f64x2.splat(meanOf(from, length)), 1, meanOf(from + 2 * row, length))
  const imaginary = f64x2.replace_lane(f64x2.splat(meanOf(from + row, length)), 1, meanOf(from + 3 * row, length))
  for (let i = 0; i < length; i++, from += 4) {
    const place: usize = 16 * <usize>load<u32>(order + 4 * <usize>i)
    const weight = v128.load64_splat(taper + 8 * <usize>i)
    v128.store(re + place, f64x2.mul(centred(load<f32>(from), load<f32>(from + 2 * row), real), weight))
    v128.store(im + place, f64x2.mul(centred(load<f32>(from + row), load<f32>(from + 3 * row), imaginary), weight))
  }
  butterflies(size, cosines, sines, re, im)
}

@inline
function centred(one: f32, two: f32, means: v128): v128 {
  const values = f64x2.replace_lane(f64x2.splat(<f64>one), 1, <f64>two)
  return v128.and(f64x2.sub(values, means), f64x2.eq(f64x2.sub(values, values), f64x2.splat(0)))
}

/** Radix 2, in place, after the bit reversal. */
function butterflies(size: i32, cosines: usize, sines: usize, re: usize, im: usize): void {
  const end: usize = 16 * <usize>size
  for (let half: usize = 16, stride: usize = 4 * <usize>size; half < end; half *= 2, stride /= 2) {
    for (let block: usize = 0; block < end; block += 2 * half) {
      for (let k: usize = 0, turn: usize = 0; k < half; k += 16, turn += stride) {
        const a = block + k, b = a + half
        const cosine = v128.load64_splat(cosines + turn), sine = v128.load64_splat(sines + turn)
        const reB = v128.load(re + b), imB = v128.load(im + b), reA = v128.load(re + a), imA = v128.load(im + a)
        const real = f64x2.sub(f64x2.mul(reB, cosine), f64x2.mul(imB, sine))
        const imaginary = f64x2.add(f64x2.mul(reB, sine), f64x2.mul(imB, cosine))
        v128.store(re + b, f64x2.sub(reA, real))
        v128.store(im + b, f64x2.sub(imA, imaginary))
        v128.store(re + a, f64x2.add(reA, real))
        v128.store(im + a, f64x2.add(imA, imaginary))
      }
    }
  }
}

/**
 * Takes the four signals of `transformFour` apart. `density`: |X|² · `scale`, twice that but for bins 0 and size/2, `bins` floats a
 * signal; `banded`: [real, imaginary] · `bandScale` of bins `first … last`, numbers of 64 bits.
 */
export function splitFour(size: i32, bins: i32, first: i32, last: i32, scale: f64, bandScale: f64, re: usize, im: usize, density: usize, banded: usize): void {
  const row: usize = 4 * <usize>bins, band: usize = 16 * <usize>max(0, last - first + 1)
  const half = f64x2.splat(0.5), inBand = f64x2.splat(bandScale)
  for (let k = 0; k < max(bins, last + 1); k++) {
    const at: usize = 16 * <usize>k, mirrored: usize = 16 * <usize>((size - k) & (size - 1))
    const reK = v128.load(re + at), imK = v128.load(im + at), reM = v128.load(re + mirrored), imM = v128.load(im + mirrored)
    const realA = f64x2.mul(half, f64x2.add(reK, reM)), imaginaryA = f64x2.mul(half, f64x2.sub(imK, imM))
    const realB = f64x2.mul(half, f64x2.add(imK, imM)), imaginaryB = f64x2.mul(half, f64x2.sub(reM, reK))
    if (k < bins) {
      const sides = f64x2.splat(k == 0 || 2 * k == size ? scale : 2 * scale)
      const powerA = f32x4.demote_f64x2_zero(f64x2.mul(sides, f64x2.add(f64x2.mul(realA, realA), f64x2.mul(imaginaryA, imaginaryA))))
      const powerB = f32x4.demote_f64x2_zero(f64x2.mul(sides, f64x2.add(f64x2.mul(realB, realB), f64x2.mul(imaginaryB, imaginaryB))))
      const to = density + 4 * <usize>k
      store<f32>(to, f32x4.extract_lane(powerA, 0))
      store<f32>(to + row, f32x4.extract_lane(powerB, 0))
      store<f32>(to + 2 * row, f32x4.extract_lane(powerA, 1))
      store<f32>(to + 3 * row, f32x4.extract_lane(powerB, 1))
    }
    if (k < first || k > last) continue
    const to = banded + 16 * <usize>(k - first)
    const rA = f64x2.mul(realA, inBand), iA = f64x2.mul(imaginaryA, inBand)
    const rB = f64x2.mul(realB, inBand), iB = f64x2.mul(imaginaryB, inBand)
    v128.store(to, v128.shuffle<i64>(rA, iA, 0, 2))
    v128.store(to + band, v128.shuffle<i64>(rB, iB, 0, 2))
    v128.store(to + 2 * band, v128.shuffle<i64>(rA, iA, 1, 3))
    v128.store(to + 3 * band, v128.shuffle<i64>(rB, iB, 1, 3))
  }
}

/**
 * Middle value of each column of `rows` × `columns` floats, the mean of two, as numbers of 64 bits. `rows` is at least 1, no value is
 * NaN. Sorted by a network: K. E. Batcher, AFIPS Spring Joint Computer Conference 32 (1968) 307–314; `pairs` of `comparators` byte
 * offsets (32 bits each) into `column`, which holds four columns at a time. Three columns behind the last are read and written.
 */
export function medians(from: usize, rows: i32, columns: i32, pairs: usize, comparators: i32, column: usize, to: usize): void {
  const row: usize = 4 * <usize>columns
  const above = column + 16 * <usize>(rows >> 1)
  const below = (rows & 1) != 0 ? above : above - 16
  for (let c = 0; c < columns; c += 4, from += 16, to += 32) {
    for (let i = 0; i < rows; i++) v128.store(column + 16 * <usize>i, v128.load(from + row * <usize>i))
    for (let i = 0, at = pairs; i < comparators; i++, at += 8) {
      const a = column + <usize>load<u32>(at), b = column + <usize>load<u32>(at, 4)
      const one = v128.load(a), two = v128.load(b)
      v128.store(a, f32x4.pmin(one, two))
      v128.store(b, f32x4.pmax(one, two))
    }
    const low = v128.load(below), high = v128.load(above)
    const half = f64x2.splat(0.5)
    v128.store(to, f64x2.mul(half, f64x2.add(f64x2.promote_low_f32x4(low), f64x2.promote_low_f32x4(high))))
    const lowRest = v128.shuffle<i32>(low, low, 2, 3, 0, 1), highRest = v128.shuffle<i32>(high, high, 2, 3, 0, 1)
    v128.store(to + 16, f64x2.mul(half, f64x2.add(f64x2.promote_low_f32x4(lowRest), f64x2.promote_low_f32x4(highRest))))
  }
}
