import { crc32 } from 'node:zlib'

/**
 * A session file: eight bytes of magic, then records `type u8 · length u32 · payload · crc32 u32`, little-endian. The
 * checksum covers type, length and payload. The first record is the header; the closing one is last, unless the process died.
 */
export const magic = new TextEncoder().encode('SPRSSES1')

export const recordType = { header: 1, samples: 2, event: 3, output: 4, lost: 5, closing: 6 } as const
export type RecordType = (typeof recordType)[keyof typeof recordType]

export const recordOverhead = 9

export function encodeRecord(type: RecordType, payload: Uint8Array): Uint8Array {
  const record = new Uint8Array(payload.length + recordOverhead)
  const view = new DataView(record.buffer)
  view.setUint8(0, type)
  view.setUint32(1, payload.length, true)
  record.set(payload, 5)
  view.setUint32(5 + payload.length, crc32(record.subarray(0, 5 + payload.length)), true)
  return record
}

export interface RawRecord {
  readonly type: number
  readonly payload: Uint8Array
  /** Offset of the byte after it. */
  readonly end: number
}

/** The record at `offset`; `cut` when the file ends inside it, `damaged` when its checksum does not fit. */
export function decodeRecord(bytes: Uint8Array, offset: number): RawRecord | 'cut' | 'damaged' {
  if (bytes.length - offset < recordOverhead) return 'cut'
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const length = view.getUint32(offset + 1, true)
  const end = offset + recordOverhead + length
  if (end > bytes.length) return 'cut'
  const sound = view.getUint32(end - 4, true) === crc32(bytes.subarray(offset, end - 4))
  return sound ? { type: bytes[offset]!, payload: bytes.subarray(offset + 5, end - 4), end } : 'damaged'
}

export const encodeJson = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value))
export const decodeJson = (payload: Uint8Array): unknown => JSON.parse(new TextDecoder().decode(payload))
