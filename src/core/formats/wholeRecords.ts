import type { RecordSignal } from './records'

/** Records that are wholly in memory: samples `low … high − 1` of each signal, counted from the block's first record. */
export interface WholeRecords {
  readonly block: Uint8Array
  readonly recordBytes: number
  readonly samplesPerRecord: number
  readonly low: number
  readonly high: number
  /** Where the first of them belongs in the result. */
  readonly to: number
}

const littleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1

/** Calibrates all samples of the usual types, without a view for each piece. `false`: nothing was done, since the bytes do not
 *  lie as this needs them. */
export function fillWhole(
  records: WholeRecords,
  signals: readonly RecordSignal[],
  result: readonly Float32Array[],
): boolean {
  const { block, recordBytes, samplesPerRecord, high } = records
  const type = signals[0]?.type
  if (!littleEndian || Math.ceil(high / samplesPerRecord) * recordBytes > block.length) return false
  const width = type === 'int16' ? 2 : type === 'int24' || type === 'float32' ? 4 : 0
  const isAligned = (at: number): boolean => at % width === 0
  if (width === 0 || !isAligned(block.byteOffset) || !isAligned(recordBytes)) return false
  if (!signals.every((signal) => signal.type === type && isAligned(signal.at))) return false
  if (samplesPerRecord === 1) return type === 'int24' ? false : fillRows(records, signals, result)
  if (type === 'float32') return false
  const fill = type === 'int16' ? fill16 : fill24
  signals.forEach((signal, i) => fill(records, signal, result[i]!))
  return true
}

function fill16({ block, recordBytes, ...rest }: WholeRecords, signal: RecordSignal, target: Float32Array): void {
  const { samplesPerRecord, low, high } = rest
  const stored = new Int16Array(block.buffer, block.byteOffset, block.length >> 1)
  const { gain, offset } = signal
  let to = rest.to
  for (let sample = low; sample < high;) {
    const record = Math.floor(sample / samplesPerRecord)
    const end = Math.min(high, (record + 1) * samplesPerRecord)
    let at = ((record * recordBytes + signal.at) >> 1) + sample - record * samplesPerRecord
    // Four at a time: a third less time than one by one.
    for (; sample + 4 <= end; sample += 4, at += 4, to += 4) {
      target[to] = stored[at]! * gain + offset
      target[to + 1] = stored[at + 1]! * gain + offset
      target[to + 2] = stored[at + 2]! * gain + offset
      target[to + 3] = stored[at + 3]! * gain + offset
    }
    for (; sample < end; sample++) target[to++] = stored[at++]! * gain + offset
  }
}

/** Four samples of 24 bits are three words of 32. */
function fill24({ block, recordBytes, ...rest }: WholeRecords, signal: RecordSignal, target: Float32Array): void {
  const { samplesPerRecord, low, high } = rest
  const words = new Int32Array(block.buffer, block.byteOffset, block.length >> 2)
  const { gain, offset } = signal
  let to = rest.to
  for (let sample = low; sample < high;) {
    const record = Math.floor(sample / samplesPerRecord)
    const start = record * samplesPerRecord
    const end = Math.min(high, start + samplesPerRecord)
    const at = record * recordBytes + signal.at
    while (sample < end && (sample - start) % 4 !== 0)
      target[to++] = value24(block, at + 3 * (sample++ - start)) * gain + offset
    for (let word = (at + 3 * (sample - start)) >> 2; sample + 4 <= end; sample += 4, word += 3) {
      const [a, b, c] = [words[word]!, words[word + 1]!, words[word + 2]!]
      target[to++] = ((a << 8) >> 8) * gain + offset
      target[to++] = ((((a >>> 24) | (b << 8)) << 8) >> 8) * gain + offset
      target[to++] = ((((b >>> 16) | (c << 16)) << 8) >> 8) * gain + offset
      target[to++] = (c >> 8) * gain + offset
    }
    for (; sample < end; sample++) target[to++] = value24(block, at + 3 * (sample - start)) * gain + offset
  }
}

const value24 = (bytes: Uint8Array, at: number): number =>
  ((bytes[at]! << 8) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 24)) >> 8

/** Bytes of rows that stay in the first cache while channel after channel is taken from them. */
const tileBytes = 16 << 10

/** Rows of a table: one sample of each signal after the other. */
function fillRows(records: WholeRecords, signals: readonly RecordSignal[], result: readonly Float32Array[]): true {
  const { block, recordBytes, low, high } = records
  const stored =
    signals[0]!.type === 'int16'
      ? new Int16Array(block.buffer, block.byteOffset, Math.floor(block.length / 2))
      : new Float32Array(block.buffer, block.byteOffset, Math.floor(block.length / 4))
  const rows = Math.max(8, Math.floor(tileBytes / recordBytes))
  const step = recordBytes / stored.BYTES_PER_ELEMENT
  for (let row = low; row < high; row += rows) {
    const count = Math.min(high - row, rows)
    const to = records.to + row - low
    for (let i = 0; i < signals.length; i++) {
      const signal = signals[i]!
      const from = row * step + signal.at / stored.BYTES_PER_ELEMENT
      fillColumn(stored, { from, step, count, to, gain: signal.gain, offset: signal.offset }, result[i]!)
    }
  }
  return true
}

interface Column {
  readonly from: number
  readonly step: number
  readonly count: number
  readonly to: number
  readonly gain: number
  readonly offset: number
}

function fillColumn(stored: Int16Array | Float32Array, column: Column, target: Float32Array): void {
  const { step, count, to, gain, offset } = column
  let from = column.from
  let i = 0
  for (; i + 4 <= count; i += 4, from += 4 * step) {
    target[to + i] = stored[from]! * gain + offset
    target[to + i + 1] = stored[from + step]! * gain + offset
    target[to + i + 2] = stored[from + 2 * step]! * gain + offset
    target[to + i + 3] = stored[from + 3 * step]! * gain + offset
  }
  for (; i < count; i++, from += step) target[to + i] = stored[from]! * gain + offset
}
