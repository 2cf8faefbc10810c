import type { Marker } from '../../domain/recording'
import { samples, seconds, type Hertz } from '../../domain/units'
import type { ByteSource } from '../source'
import { text, type GdfHeader } from './header'

export interface GdfEvents {
  readonly markers: readonly Marker[]
  /** Rows of the table that the file ends before, and events outside the recording. */
  readonly bad: number
}

/** The table changed its head in this version. */
const newHead = 1.94

/**
 * Events behind the data: mode 1 has position and type, mode 3 channel and duration as well. A type that the file itself
 * describes (tag 1, as BioSig writes it, numbered by first appearance) has its description as code.
 */
export function readGdfEvents(source: ByteSource, header: GdfHeader, extent: EventExtent): GdfEvents {
  // A cut file ends before its table, and so does one that was never closed.
  if (header.recordCount !== extent.records) return { markers: [], bad: 0 }
  const start = header.headerBytes + extent.records * header.recordBytes
  const head = source.read(start, 8)
  if (head.length < 8) return { markers: [], bad: 0 }
  const view = new DataView(head.buffer, head.byteOffset, 8)
  const mode = view.getUint8(0)
  const long = view.getUint8(1) + view.getUint16(2, true) * 256
  const claimed = header.version < newHead ? view.getUint32(4, true) : long
  const width = mode === 3 ? 12 : 6
  const count = Math.min(claimed, Math.max(0, Math.floor((source.size - start - 8) / width)))
  const body = source.read(start + 8, count * width)
  const table = new DataView(body.buffer, body.byteOffset, body.byteLength)
  const rate = (header.version < newHead ? long : view.getFloat32(4, true)) || extent.sampleRate
  const descriptions = readDescriptions(source, header)
  const all = Array.from({ length: count }, (_, i): Marker => {
    const type = table.getUint16(4 * count + 2 * i, true)
    const duration = mode === 3 ? table.getUint32(8 * count + 4 * i, true) : 0
    return {
      code: descriptions[type] ?? String(type),
      sample: samples(Math.round(((table.getUint32(4 * i, true) - 1) * extent.sampleRate) / rate)),
      ...(duration > 0 ? { duration: seconds(duration / rate) } : {}),
    }
  })
  const markers = all
    .filter(({ sample, code }) => sample >= 0 && sample < extent.sampleCount && !isEnd(code))
    .sort((a, b) => a.sample - b.sample)
  return { markers, bad: claimed - count + all.filter(({ sample }) => sample >= extent.sampleCount).length }
}

export interface EventExtent {
  readonly records: number
  readonly sampleRate: Hertz
  readonly sampleCount: number
}

/** The upper bit marks the end of an event that was written twice. */
const isEnd = (code: string): boolean => Number(code) >= 0x8000

/** Texts of tag 1 by event type. */
function readDescriptions(source: ByteSource, header: GdfHeader): (string | undefined)[] {
  let at = 256 * (header.signals.length + 1)
  while (header.version >= 2.1 && at + 4 <= header.headerBytes) {
    const head = source.read(at, 4)
    if (head.length < 4 || head[0] === 0) return []
    const length = head[1]! + head[2]! * 256 + head[3]! * 65536
    if (at + 4 + length > header.headerBytes) return []
    if (head[0] === 1) return splitTexts(source.read(at + 4, length))
    at += 4 + length
  }
  return []
}

function splitTexts(bytes: Uint8Array<ArrayBuffer>): (string | undefined)[] {
  const texts: (string | undefined)[] = []
  let from = 0
  for (let i = 0; i < bytes.length; i++) {
    if (bytes[i] !== 0) continue
    const entry = text(new DataView(bytes.buffer, bytes.byteOffset + from), 0, i - from)
    texts.push(entry === '' ? undefined : entry)
    from = i + 1
  }
  return texts
}
