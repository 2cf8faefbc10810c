import { badField, truncatedHeader } from '../fields'
import { bytesOf, type SampleType } from '../records'
import { memorySource, type ByteSource } from '../source'
import { swapBytes } from '../bigEndian'

/** Types of MATLAB's data elements (MAT-File Format, MathWorks, table 1-1). */
export const elementTypes: Readonly<Record<number, SampleType>> = {
  ...{ 1: 'int8', 2: 'uint8', 3: 'int16', 4: 'uint16', 5: 'int32', 6: 'uint32', 7: 'float32', 9: 'float64' },
  // Texts: UTF-8, UTF-16 and UTF-32.
  ...{ 16: 'uint8', 17: 'uint16', 18: 'uint32' },
}
export const matrixElement = 14
export const packedElement = 15

/** A file or a part of it, with its byte order and how much of unpacked data may still be kept in memory. */
export interface ElementSource {
  readonly bytes: ByteSource
  readonly isBigEndian: boolean
  /** `true`: reading back is dear, so small parts are kept. */
  readonly isPacked: boolean
  readonly budget: { bytes: number }
}

export interface Element {
  readonly type: number
  /** First byte of the content, and its length. */
  readonly at: number
  readonly size: number
  /** Where the next one begins. */
  readonly end: number
}

/** The element at an offset. One of up to four bytes has its content inside its tag. Throws `file/truncated-header` when it is not all there. */
export function elementAt(source: ElementSource, at: number, limit: number): Element {
  if (at + 8 > limit) throw truncatedHeader(at + 8, limit)
  const tag = source.bytes.read(at, 8)
  if (tag.length < 8) throw truncatedHeader(at + 8, at + tag.length)
  const view = new DataView(tag.buffer, tag.byteOffset, 8)
  const first = view.getUint32(0, !source.isBigEndian)
  const small = first >>> 16
  if (small > 0) {
    if (small > 4) throw badField(`byte ${at}`, 'size of a small element', 'at most 4', String(small))
    return { type: first & 0xffff, at: at + 4, size: small, end: at + 8 }
  }
  const size = view.getUint32(4, !source.isBigEndian)
  if (at + 8 + size > limit) throw truncatedHeader(at + 8 + size, limit)
  const end = at + 8 + (first === packedElement ? size : Math.ceil(size / 8) * 8)
  return { type: first, at: at + 8, size, end }
}

/** Values of an element, from the `from`-th one; at most `count`. */
export function valuesOf(source: ElementSource, element: Element, from: number, count: number): Uint8Array {
  const type = elementTypes[element.type]
  if (!type) throw badField(`byte ${element.at - 8}`, 'type of an element', 'numbers', String(element.type))
  const width = bytesOf(type)
  const whole = Math.floor(element.size / width)
  const bytes = source.bytes.read(element.at + from * width, Math.max(0, Math.min(count, whole - from)) * width)
  return source.isBigEndian ? swapBytes(bytes, width) : bytes
}

/** Larger parts stay in the file. */
const mostKept = 16 << 20

/** A part as it is dearest to read once: from memory when it is small and comes from packed data. */
export function keepSmall(
  source: ElementSource,
  { at, end }: { at: number; end: number },
): ElementSource & { from: number } {
  const size = end - at
  if (!source.isPacked || size > mostKept || size > source.budget.bytes) return { ...source, from: at }
  source.budget.bytes -= size
  return { ...source, bytes: memorySource('', source.bytes.read(at, size)), isPacked: false, from: 0 }
}
