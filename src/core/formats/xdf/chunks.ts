import { badField } from '../fields'
import type { ByteSource } from '../source'

/** Tags of chunks (https://github.com/sccn/xdf/wiki/Specifications). */
export const chunkTag = {
  fileHeader: 1,
  streamHeader: 2,
  samples: 3,
  clockOffset: 4,
  boundary: 5,
  streamFooter: 6,
} as const

/** Where a chunk of the file lies, without its length and tag. */
export interface Chunk {
  readonly tag: number
  /** Stream that it belongs to; 0 for file header and boundary. */
  readonly stream: number
  /** Content after tag and stream number. */
  readonly at: number
  readonly length: number
}

const magicBytes = 4
/** One byte that says how wide the length is, the length, the tag, the stream number. */
const headBytes = 1 + 8 + 2 + 4

export interface ChunkList {
  readonly chunks: readonly Chunk[]
  /** Bytes at the end that are no whole chunk. */
  readonly rest: number
}

/** All chunks in the order of the file. Reads their heads only. Throws `file/not-eeg` when the first one is damaged. */
export function listChunks(source: ByteSource): ChunkList {
  const chunks: Chunk[] = []
  let at = magicBytes
  while (at < source.size) {
    const head = source.read(at, headBytes)
    const view = new DataView(head.buffer, head.byteOffset, head.byteLength)
    const size = readLength(view, 0)
    const next = size === null ? Infinity : at + size.width + size.value
    if (size === null || size.value < 2 || next > source.size) break
    const tag = view.getUint16(size.width, true)
    const hasStream = tag !== chunkTag.fileHeader && tag !== chunkTag.boundary
    if (hasStream && size.value < 6) break
    const skipped = size.width + 2 + (hasStream ? 4 : 0)
    const stream = hasStream ? view.getUint32(size.width + 2, true) : 0
    chunks.push({ tag, stream, at: at + skipped, length: next - at - skipped })
    at = next
  }
  if (chunks.length === 0)
    throw badField(
      `byte ${magicBytes}`,
      'first chunk',
      'a chunk that ends within the file',
      `${source.size} bytes in all`,
    )
  return { chunks, rest: source.size - at }
}

/** A length whose first byte says how many bytes it has (1, 4 or 8); `null`: no such number, or not all there. */
export function readLength(view: DataView, at: number): { value: number; width: number } | null {
  if (at >= view.byteLength) return null
  const bytes = view.getUint8(at)
  if (at + 1 + bytes > view.byteLength) return null
  if (bytes === 1) return { value: view.getUint8(at + 1), width: 2 }
  if (bytes === 4) return { value: view.getUint32(at + 1, true), width: 5 }
  if (bytes !== 8) return null
  const value = Number(view.getBigUint64(at + 1, true))
  return Number.isSafeInteger(value) ? { value, width: 9 } : null
}
