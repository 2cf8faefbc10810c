import type { Samples } from '../domain/units'
import type { ByteSource } from './source'
import { fillRows } from './tableRows'
import { readWholeRecords } from './wholeRecords'

/** How a sample is stored; multi-byte types are little-endian. */
export type SampleType =
  'int8' | 'uint8' | 'int16' | 'uint16' | 'int24' | 'uint24' | 'int32' | 'uint32' | 'float32' | 'float64'

const widths: Readonly<Record<SampleType, number>> = {
  ...{ int8: 1, uint8: 1, int16: 2, uint16: 2, int24: 3, uint24: 3, int32: 4, uint32: 4, float32: 4, float64: 8 },
}
export const bytesOf = (type: SampleType): number => widths[type]

/** A channel inside each record: its samples stand together, from byte `at` of the record. */
export interface RecordSignal {
  readonly at: number
  readonly type: SampleType
  readonly samplesPerRecord: number
  /** `value = stored × gain + offset`. */
  readonly gain: number
  readonly offset: number
}

/** A file of equal records, as EDF, BDF and GDF are. */
export interface RecordLayout {
  /** Offset of the first record, bytes. */
  readonly start: number
  readonly recordBytes: number
  readonly records: number
  readonly signals: readonly RecordSignal[]
}

/** Read at once: long enough that calls cost nothing, short enough for any machine. */
const blockBytes = 1 << 20

export interface WantedRecords {
  readonly from: Samples
  readonly to: Samples
  readonly signals: readonly RecordSignal[]
  /** Where they go, `[signal]`; new memory when absent. */
  readonly into?: Float32Array[]
}

/**
 * Calibrated samples `from … to − 1` of signals that have the same number of samples in a record, `[signal][sample]`.
 * Samples that the file ends before are NaN. Memory: the result and one block.
 */
export function readRecords(
  source: ByteSource,
  layout: RecordLayout,
  { from, to, signals, into }: WantedRecords,
): Float32Array[] {
  const count = signals[0]?.samplesPerRecord ?? 1
  const end = Math.min(to, count * layout.records)
  const result = into ?? signals.map(() => new Float32Array(Math.max(0, end - from)))
  if (end <= from || readWholeRecords(source, layout, { from, to: end, signals }, result)) return result
  const perBlock = Math.max(1, Math.floor(blockBytes / layout.recordBytes))
  const lastRecord = Math.ceil(end / count)
  for (let record = Math.floor(from / count); record < lastRecord; record += perBlock) {
    const records = Math.min(perBlock, lastRecord - record)
    const block = source.read(layout.start + record * layout.recordBytes, records * layout.recordBytes)
    const [low, high] = [Math.max(from, record * count), Math.min(end, (record + records) * count)]
    if (count === 1) {
      const inBlock = { low: low - record, high: high - record, to: low - from }
      if (fillRows({ block, recordBytes: layout.recordBytes, ...inBlock }, signals, result)) continue
      // One sample of each signal after the other: rows of a table.
      const target = { from: low - from, to: high - from }
      signals.forEach((signal, i) => {
        const at = (low - record) * layout.recordBytes + signal.at
        decodeStrided(block, { at, stride: layout.recordBytes }, signal, result[i]!.subarray(target.from, target.to))
      })
      continue
    }
    for (let r = 0; r < records; r++) {
      const first = (record + r) * count
      const [low, high] = [Math.max(from, first), Math.min(end, first + count)]
      signals.forEach((signal, i) => {
        const at = r * layout.recordBytes + signal.at + (low - first) * widths[signal.type]
        decode(block, at, signal, result[i]!.subarray(low - from, high - from))
      })
    }
  }
  return result
}

type Target = Float32Array | Float64Array

/** Fills `target` from `bytes` at `at`. */
export function decode(
  bytes: Uint8Array,
  at: number,
  signal: Pick<RecordSignal, 'type' | 'gain' | 'offset'>,
  target: Target,
): void {
  const { type, gain, offset } = signal
  const whole = Math.max(0, Math.min(target.length, Math.floor((bytes.length - at) / widths[type])))
  if (type === 'int16') int16(bytes, at, target, { whole, gain, offset })
  else if (type === 'int24') int24(bytes, at, target, { whole, gain, offset })
  else {
    const read = readerOf(type, new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength))
    for (let i = 0; i < whole; i++) target[i] = read(at + i * widths[type]) * gain + offset
  }
  target.fill(NaN, whole)
}

interface Scale {
  readonly whole: number
  readonly gain: number
  readonly offset: number
}

function int16(bytes: Uint8Array, at: number, target: Target, { whole, gain, offset }: Scale): void {
  if ((bytes.byteOffset + at) % 2 === 0 && littleEndian) {
    const stored = new Int16Array(bytes.buffer, bytes.byteOffset + at, whole)
    for (let i = 0; i < whole; i++) target[i] = stored[i]! * gain + offset
    return
  }
  for (let i = 0; i < whole; i++, at += 2) {
    target[i] = (((bytes[at]! | (bytes[at + 1]! << 8)) << 16) >> 16) * gain + offset
  }
}

function int24(bytes: Uint8Array, at: number, target: Target, { whole, gain, offset }: Scale): void {
  for (let i = 0; i < whole; i++, at += 3) {
    target[i] = (((bytes[at]! << 8) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 24)) >> 8) * gain + offset
  }
}

const littleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1

function readerOf(type: SampleType, view: DataView): (at: number) => number {
  switch (type) {
    case 'int8':
      return (at) => view.getInt8(at)
    case 'uint8':
      return (at) => view.getUint8(at)
    case 'int16':
      return (at) => view.getInt16(at, true)
    case 'uint16':
      return (at) => view.getUint16(at, true)
    case 'int24':
      return (at) => view.getUint16(at, true) | (view.getInt8(at + 2) << 16)
    case 'uint24':
      return (at) => view.getUint16(at, true) + view.getUint8(at + 2) * 65536
    case 'int32':
      return (at) => view.getInt32(at, true)
    case 'uint32':
      return (at) => view.getUint32(at, true)
    case 'float32':
      return (at) => view.getFloat32(at, true)
    case 'float64':
      return (at) => view.getFloat64(at, true)
  }
}

/** As `decode`, with `stride` bytes from one sample to the next. */
function decodeStrided(
  bytes: Uint8Array,
  { at, stride }: { at: number; stride: number },
  { type, gain, offset }: Pick<RecordSignal, 'type' | 'gain' | 'offset'>,
  target: Target,
): void {
  const whole = Math.max(0, Math.min(target.length, Math.floor((bytes.length - at - widths[type]) / stride) + 1))
  const width = widths[type]
  const start = bytes.byteOffset + at
  const View = type === 'int16' ? Int16Array : type === 'float32' ? Float32Array : null
  if (View && littleEndian && start % width === 0 && stride % width === 0) {
    const stored = new View(bytes.buffer as ArrayBuffer, start, whole > 0 ? ((whole - 1) * stride) / width + 1 : 0)
    const step = stride / width
    for (let i = 0, from = 0; i < whole; i++, from += step) target[i] = stored[from]! * gain + offset
  } else {
    const read = readerOf(type, new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength))
    for (let i = 0; i < whole; i++, at += stride) target[i] = read(at) * gain + offset
  }
  target.fill(NaN, whole)
}
