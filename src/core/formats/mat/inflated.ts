import { Unzlib } from 'fflate'
import type { AppError } from '../../domain/error'
import { badField } from '../fields'
import type { ByteSource } from '../source'

/** Deflate never makes more of a byte than this (zlib.net/zlib_tech.html: 1032 : 1). */
export const mostExpansion = 1032
/** Packed bytes that are unpacked at once. */
const step = 16_384
/** Unpacked bytes that are kept behind the reader, so that small steps back cost nothing. */
const kept = 1 << 20

/**
 * What a packed part of a file unpacks to, as a source of its own. It is unpacked from front to back and never held as a whole:
 * reading on costs what it gives, reading back begins anew. Throws AppError `file/not-eeg` for packed bytes that are damaged,
 * at the latest where they end, by their check sum.
 */
export function inflatedSource(source: ByteSource, at: number, length: number): ByteSource {
  let stream = new Unzlib()
  let chunks: { readonly start: number; readonly bytes: Uint8Array }[] = []
  let [taken, given] = [0, 0]
  let sum = createAdler32()
  const restart = (): void => {
    chunks = []
    ;[taken, given] = [0, 0]
    sum = createAdler32()
    stream = new Unzlib((bytes) => {
      chunks.push({ start: given, bytes })
      given += bytes.length
      sum.add(bytes)
    })
  }
  const damagedAt = (place: number): AppError =>
    badField(`byte ${at + place}`, 'packed variable', 'data packed by zlib', 'damaged data')
  const advance = (wanted: number, keepFrom: number): void => {
    while (given < wanted && taken < length) {
      const packed = source.read(at + taken, Math.min(step, length - taken))
      if (packed.length === 0) break
      taken += packed.length
      try {
        stream.push(packed, taken >= length)
      } catch {
        throw damagedAt(taken - packed.length)
      }
      if (taken >= length && sum.value() !== storedSum(source, at + length)) throw damagedAt(length - 4)
      while (chunks.length > 0 && chunks[0]!.start + chunks[0]!.bytes.length <= keepFrom) chunks.shift()
    }
  }
  restart()
  return {
    name: source.name,
    size: length * mostExpansion,
    read(offset, count) {
      if (chunks.length > 0 ? offset < chunks[0]!.start : offset < given) restart()
      advance(offset + count, Math.max(0, offset - kept))
      const parts = chunks.filter(({ start, bytes }) => start < offset + count && start + bytes.length > offset)
      const end = Math.min(offset + count, given)
      const result = new Uint8Array(Math.max(0, end - offset))
      for (const { start, bytes } of parts) {
        const [low, high] = [Math.max(offset, start), Math.min(end, start + bytes.length)]
        result.set(bytes.subarray(low - start, high - start), low - offset)
      }
      return result
    },
  }
}

/** The check sum that zlib puts last (RFC 1950, section 2.2): the highest byte first. */
function storedSum(source: ByteSource, end: number): number {
  const bytes = source.read(end - 4, 4)
  return bytes.length < 4 ? -1 : new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0)
}

/** Adler-32 (RFC 1950, section 8.2). */
function createAdler32(): { add(bytes: Uint8Array): void; value(): number } {
  const modulus = 65_521
  // So many bytes are added before either sum leaves 32 bits.
  const run = 3800
  let [low, high] = [1, 0]
  return {
    add(bytes) {
      for (let from = 0; from < bytes.length; from += run) {
        const to = Math.min(bytes.length, from + run)
        for (let i = from; i < to; i++) high += low += bytes[i]!
        low %= modulus
        high %= modulus
      }
    },
    value: () => high * 65_536 + low,
  }
}
