import { crc32 } from 'node:zlib'
import { chunkCells, pyramidLevels } from '../core/signal/pyramid'

/** Eight bytes, `SPRSPYR` and the version: a file of another one is built anew. */
const magic = new TextEncoder().encode('SPRSPYR1')
export const headerBytes = 4096

/** Of which recording a pyramid is. */
export interface PyramidShape {
  /** The recording's, by its content. */
  readonly hash: string
  readonly channels: number
  readonly sampleCount: number
}

export interface PyramidHeader extends PyramidShape {
  /** Checksum of each level. */
  readonly checksums: readonly number[]
}

/** Where a level lies in the file. */
export interface PlacedLevel {
  readonly factor: number
  readonly cells: number
  readonly offset: number
  readonly bytes: number
}

export const chunkBytes = (channels: number): number => 8 * channels * chunkCells

/** All levels, one after the other behind the header; each in chunks `[channel][cell][low, high]` of float32. */
export function placeLevels({ channels, sampleCount }: PyramidShape): PlacedLevel[] {
  let offset = headerBytes
  return pyramidLevels(sampleCount).map(({ factor, cells }) => {
    const bytes = 8 * channels * cells
    offset += bytes
    return { factor, cells, offset: offset - bytes, bytes }
  })
}

/** Magic, length and checksum of the JSON, the JSON. */
export function writeHeader(header: PyramidHeader): Uint8Array {
  const json = new TextEncoder().encode(JSON.stringify(header))
  const bytes = new Uint8Array(headerBytes)
  bytes.set(magic)
  const view = new DataView(bytes.buffer)
  view.setUint32(8, json.length, true)
  view.setUint32(12, crc32(json), true)
  bytes.set(json, 16)
  return bytes
}

/** Null for what is no header of this version, or a damaged one. */
export function readHeader(bytes: Uint8Array): PyramidHeader | null {
  if (bytes.length < headerBytes || magic.some((byte, i) => bytes[i] !== byte)) return null
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  const length = view.getUint32(8, true)
  if (length > headerBytes - 16) return null
  const json = bytes.subarray(16, 16 + length)
  if (crc32(json) !== view.getUint32(12, true)) return null
  return JSON.parse(new TextDecoder().decode(json)) as PyramidHeader
}
