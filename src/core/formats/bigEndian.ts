/** Reverses the bytes of each value of `width` bytes in place: big-endian values become little-endian ones, and back. */
export function swapBytes(bytes: Uint8Array, width: number): Uint8Array {
  const half = width >> 1
  for (let at = 0; at + width <= bytes.length; at += width) {
    for (let i = 0; i < half; i++) {
      const other = at + width - 1 - i
      const byte = bytes[at + i]!
      bytes[at + i] = bytes[other]!
      bytes[other] = byte
    }
  }
  return bytes
}
