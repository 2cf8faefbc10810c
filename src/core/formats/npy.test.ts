import { describe, expect, test } from 'vitest'
import { encodeNpy } from './npy'

const textOf = (bytes: Uint8Array): string => String.fromCharCode(...bytes)

/** Header and data as numpy's format names their places. */
function take(file: Uint8Array): { header: string; data: DataView; start: number } {
  const view = new DataView(file.buffer)
  const start = file[6] === 1 ? 10 : 12
  const length = file[6] === 1 ? view.getUint16(8, true) : view.getUint32(8, true)
  const header = textOf(file.subarray(start, start + length))
  return { header, data: new DataView(file.buffer, start + length), start: start + length }
}

describe('a numpy array', () => {
  test('begins with magic and version, and its data at a multiple of 64', () => {
    for (const shape of [[], [1], [3, 2], [1, 2, 3, 1]]) {
      const count = shape.reduce((a, b) => a * b, 1)
      const file = encodeNpy({ shape, data: new Float32Array(count) })
      expect(textOf(file.subarray(0, 8))).toBe('\x93NUMPY\x01\x00')
      const { header, start } = take(file)
      expect(start % 64).toBe(0)
      expect(header.endsWith('\n')).toBe(true)
      expect(file).toHaveLength(start + 4 * count)
    }
  })

  test.each([
    [[], '()'],
    [[4], '(4,)'],
    [[2, 2], '(2, 2)'],
  ])('has the shape %j as the tuple %s', (shape, tuple) => {
    const count = shape.reduce((a, b) => a * b, 1)
    const { header } = take(encodeNpy({ shape, data: new Float32Array(count) }))
    expect(header.trimEnd()).toBe(`{'descr': '<f4', 'fortran_order': False, 'shape': ${tuple}, }`)
  })

  test('holds numbers of every type little-endian, in their order', () => {
    const float = take(encodeNpy({ shape: [2], data: Float32Array.of(1.5, -Infinity) }))
    expect([float.data.getFloat32(0, true), float.data.getFloat32(4, true)]).toEqual([1.5, -Infinity])
    const double = take(encodeNpy({ shape: [1], data: Float64Array.of(Math.PI) }))
    expect(double.header).toContain("'<f8'")
    expect(double.data.getFloat64(0, true)).toBe(Math.PI)
    const whole = take(encodeNpy({ shape: [2], data: Int32Array.of(7, -2) }))
    expect(whole.header).toContain("'<i4'")
    expect([whole.data.getInt32(0, true), whole.data.getInt32(4, true)]).toEqual([7, -2])
  })

  test('a view of a larger buffer gives its own values only', () => {
    const { data } = take(encodeNpy({ shape: [2], data: Float32Array.of(1, 2, 3, 4).subarray(1, 3) }))
    expect([data.byteLength, data.getFloat32(0, true), data.getFloat32(4, true)]).toEqual([8, 2, 3])
  })

  test('text has four bytes a character, as wide as the longest, whatever the script', () => {
    const { header, data } = take(encodeNpy({ shape: [3], data: ['Cz', 'Fü🧠', ''] }))
    expect(header).toContain("'<U3'")
    const points = Array.from({ length: 9 }, (_, i) => data.getUint32(4 * i, true))
    expect(points).toEqual([0x43, 0x7a, 0, 0x46, 0xfc, 0x1f9e0, 0, 0, 0])
  })

  test('half a surrogate pair, which Python refuses, becomes a replacement character', () => {
    const { data } = take(encodeNpy({ shape: [], data: ['\ud83e!'] }))
    expect([data.getUint32(0, true), data.getUint32(4, true)]).toEqual([0xfffd, 0x21])
  })

  test('an empty text is one character wide: numpy has none narrower', () => {
    expect(take(encodeNpy({ shape: [1], data: [''] })).header).toContain("'<U1'")
  })

  test('a shape that the data does not fill is a mistake of the caller', () => {
    expect(() => encodeNpy({ shape: [2, 3], data: new Float32Array(5) })).toThrow('2 × 3 holds 6 values, got 5')
  })
})
