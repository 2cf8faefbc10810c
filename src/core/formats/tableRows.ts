import type { RecordSignal } from './records'

/** Rows `low … high − 1` of a table that are wholly in memory, counted from the block's first one: a sample of each signal after
 *  the other. */
export interface TableRows {
  readonly block: Uint8Array
  readonly recordBytes: number
  readonly low: number
  readonly high: number
  /** Where the first of them belongs in the result. */
  readonly to: number
}

const littleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1

/** Bytes of rows that stay in the first cache while channel after channel is taken from them. */
const tileBytes = 16 << 10

/**
 * Calibrates rows of 16-bit integers or floats, tile by tile, without a view for each piece. `false`: nothing was done, since the
 * bytes do not lie as this needs them.
 */
export function fillRows(table: TableRows, signals: readonly RecordSignal[], result: readonly Float32Array[]): boolean {
  const { block, recordBytes, low, high } = table
  const type = signals[0]?.type
  const width = type === 'int16' ? 2 : type === 'float32' ? 4 : 0
  const isAligned = (at: number): boolean => at % width === 0
  if (!littleEndian || width === 0 || high * recordBytes > block.length) return false
  if (!isAligned(block.byteOffset) || !isAligned(recordBytes)) return false
  if (!signals.every((signal) => signal.type === type && isAligned(signal.at))) return false
  const stored =
    type === 'int16'
      ? new Int16Array(block.buffer, block.byteOffset, Math.floor(block.length / 2))
      : new Float32Array(block.buffer, block.byteOffset, Math.floor(block.length / 4))
  const rows = Math.max(8, Math.floor(tileBytes / recordBytes))
  const step = recordBytes / stored.BYTES_PER_ELEMENT
  for (let row = low; row < high; row += rows) {
    const count = Math.min(high - row, rows)
    const to = table.to + row - low
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
