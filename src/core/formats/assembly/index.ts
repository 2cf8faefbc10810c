// Stored integers in, calibrated floats out: `value = stored × gain + offset`, reckoned in float64 and rounded once, as plain
// JavaScript has it, so both give the same bits. All addresses are in bytes; samples of a record stand together.

/** Four integers of 32 bits as four floats. */
@inline
function calibrate(stored: v128, gain: v128, offset: v128): v128 {
  const low = f64x2.convert_low_i32x4_s(stored)
  const high = f64x2.convert_low_i32x4_s(v128.shuffle<i32>(stored, stored, 2, 3, 0, 1))
  const first = f32x4.demote_f64x2_zero(f64x2.add(f64x2.mul(low, gain), offset))
  const second = f32x4.demote_f64x2_zero(f64x2.add(f64x2.mul(high, gain), offset))
  return v128.shuffle<i32>(first, second, 0, 1, 4, 5)
}

/** `count` samples of 16 bits of each of `records` records, one record after the other at `to`. */
export function records16(from: usize, recordBytes: usize, records: i32, count: i32, to: usize, gain: f64, offset: f64): void {
  const gains = f64x2.splat(gain)
  const offsets = f64x2.splat(offset)
  for (let record = 0; record < records; record++, from += recordBytes) {
    let at = from
    let i = 0
    for (; i + 4 <= count; i += 4, at += 8, to += 16) v128.store(to, calibrate(v128.load_ext<i16>(at), gains, offsets))
    for (; i < count; i++, at += 2, to += 4) store<f32>(to, <f32>(<f64>load<i16>(at) * gain + offset))
  }
}

/** As `records16` with samples of 24 bits. Four bytes behind the last one are read and not used. */
export function records24(from: usize, recordBytes: usize, records: i32, count: i32, to: usize, gain: f64, offset: f64): void {
  const gains = f64x2.splat(gain)
  const offsets = f64x2.splat(offset)
  // Three bytes into the upper three of four: the shift brings the sign down.
  const spread = i8x16(-1, 0, 1, 2, -1, 3, 4, 5, -1, 6, 7, 8, -1, 9, 10, 11)
  for (let record = 0; record < records; record++, from += recordBytes) {
    let at = from
    let i = 0
    for (; i + 4 <= count; i += 4, at += 12, to += 16) {
      const stored = i32x4.shr_s(i8x16.swizzle(v128.load(at), spread), 8)
      v128.store(to, calibrate(stored, gains, offsets))
    }
    for (; i < count; i++, at += 3, to += 4) {
      const stored = (<i32>load<u16>(at)) | (<i32>load<i8>(at + 2) << 16)
      store<f32>(to, <f32>(<f64>stored * gain + offset))
    }
  }
}

/**
 * A table of 16-bit samples, `rows` rows of `channels` neighbours, as one run of floats a channel, `stride` bytes apart. `scales`:
 * gain and offset of each channel.
 */
export function rows16(from: usize, rowBytes: usize, rows: i32, channels: i32, to: usize, stride: usize, scales: usize): void {
  const whole = rows & ~3
  let channel = 0
  for (; channel + 4 <= channels; channel += 4, from += 8, to += 4 * stride, scales += 64) {
    const g0 = v128.load64_splat(scales), o0 = v128.load64_splat(scales, 8)
    const g1 = v128.load64_splat(scales, 16), o1 = v128.load64_splat(scales, 24)
    const g2 = v128.load64_splat(scales, 32), o2 = v128.load64_splat(scales, 40)
    const g3 = v128.load64_splat(scales, 48), o3 = v128.load64_splat(scales, 56)
    let at = from
    let target = to
    for (let row = 0; row < whole; row += 4, at += 4 * rowBytes, target += 16) {
      const a = v128.load_ext<i16>(at), b = v128.load_ext<i16>(at + rowBytes)
      const c = v128.load_ext<i16>(at + 2 * rowBytes), d = v128.load_ext<i16>(at + 3 * rowBytes)
      const ab = v128.shuffle<i32>(a, b, 0, 4, 1, 5), cd = v128.shuffle<i32>(c, d, 0, 4, 1, 5)
      const ef = v128.shuffle<i32>(a, b, 2, 6, 3, 7), gh = v128.shuffle<i32>(c, d, 2, 6, 3, 7)
      v128.store(target, calibrate(v128.shuffle<i32>(ab, cd, 0, 1, 4, 5), g0, o0))
      v128.store(target + stride, calibrate(v128.shuffle<i32>(ab, cd, 2, 3, 6, 7), g1, o1))
      v128.store(target + 2 * stride, calibrate(v128.shuffle<i32>(ef, gh, 0, 1, 4, 5), g2, o2))
      v128.store(target + 3 * stride, calibrate(v128.shuffle<i32>(ef, gh, 2, 3, 6, 7), g3, o3))
    }
    for (let k: usize = 0; k < 4; k++) column(from + 2 * k, rowBytes, whole, rows, to + k * stride, scales + 16 * k)
  }
  for (; channel < channels; channel++, from += 2, to += stride, scales += 16) column(from, rowBytes, 0, rows, to, scales)
}

/** Rows `first … rows − 1` of one channel. */
function column(from: usize, rowBytes: usize, first: i32, rows: i32, to: usize, scale: usize): void {
  const gain = load<f64>(scale), offset = load<f64>(scale, 8)
  for (let row = first; row < rows; row++)
    store<f32>(to + 4 * <usize>row, <f32>(<f64>load<i16>(from + <usize>row * rowBytes) * gain + offset))
}
