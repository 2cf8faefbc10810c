// The counter noise of core/domain/counterNoise.ts, to the bit: uniform `index` of a stream, in [1e-6, 1 − 1e-6].
import { splat } from './lanes'

const golden: i32 = <i32>0x9e3779b9

@inline
function uniformOf(counter: v128): v128 {
  let h = v128.xor(counter, i32x4.shr_u(counter, 16))
  h = i32x4.mul(h, i32x4.splat(<i32>0x21f0aaad))
  h = v128.xor(h, i32x4.shr_u(h, 15))
  h = i32x4.mul(h, i32x4.splat(<i32>0x735a2d97))
  h = v128.xor(h, i32x4.shr_u(h, 15))
  const value = f32x4.mul(f32x4.convert_i32x4_s(i32x4.shr_u(h, 8)), splat(5.9604644775390625e-8))
  return f32x4.min(f32x4.max(value, splat(1e-6)), splat(<f32>(1 - 1e-6)))
}

/** `rows` × `columns` uniforms from `index` on; rows lie `stride` bytes apart, a multiple of 16 that is filled up. */
export function uniforms(to: usize, stride: usize, key: i32, index: i32, rows: i32, columns: i32): void {
  const step = i32x4.splat(4 * golden)
  for (let row = 0; row < rows; row++) {
    let counter = i32x4.add(i32x4.mul(i32x4.add(i32x4.splat(index), i32x4(0, 1, 2, 3)), i32x4.splat(golden)), i32x4.splat(key))
    for (let at: usize = 0; at < stride; at += 16) {
      v128.store(to + at, uniformOf(counter))
      counter = i32x4.add(counter, step)
    }
    to += stride
    index += columns
  }
}

/** Dropout masks `[feature][4 trials]` of the trials from `trial` on: 0 where the uniform is below `rate`, else `kept`. */
export function dropoutMask(to: usize, key: i32, trial: i32, features: i32, rate: f32, kept: f32): void {
  const indices = i32x4.mul(i32x4.add(i32x4.splat(trial), i32x4(0, 1, 2, 3)), i32x4.splat(features))
  let counter = i32x4.add(i32x4.mul(indices, i32x4.splat(golden)), i32x4.splat(key))
  for (let feature = 0; feature < features; feature++) {
    v128.store(to, v128.and(splat(kept), f32x4.ge(uniformOf(counter), splat(rate))))
    counter = i32x4.add(counter, i32x4.splat(golden))
    to += 16
  }
}
