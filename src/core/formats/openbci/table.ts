import type { Marker } from '../../domain/recording'
import { samples } from '../../domain/units'
import { longestFill, placeOf, placePieces, type Placement } from '../pieces'
import type { ByteSource } from '../source'
import { learnCounter, type SampleCounter } from './counter'
import type { TableLayout } from './header'
import { createLossFinder } from './losses'
import { eachLine, readRow, rowShape, type RowShape } from './rows'

/** A table of samples that was looked through once: where its rows are, and which are missing. */
export interface SampleTable {
  readonly placement: Placement
  readonly markers: readonly Marker[]
  /** Lines that are no row. */
  readonly unreadable: number
  /** Milliseconds since 1970 of the first row; NaN: none. */
  readonly startedAtMs: number
  /** Stored rows `from … to − 1` of EXG columns, by their place among them. */
  readonly readRows: (from: number, to: number, channels: readonly number[]) => Float32Array[]
}

/** Every so many rows their offset is kept. */
const rowsPerMark = 256
/** Rows from which the counter is learned. */
const learned = 4096
/** Later than that, a time is in milliseconds. */
const milliseconds = 1e11

/** Looks through all rows, block by block. Memory: an offset for every 256 rows, the gaps and the markers. */
export function scanTable(source: ByteSource, layout: TableLayout): SampleTable {
  const { index, time, marker, exg } = layout
  const columns = [index, time ?? -1, marker ?? -1].filter((column) => column >= 0)
  const shape = rowShape(layout.delimiter, [...columns, ...exg])
  const [timeSlot, markerSlot] = [time === null ? -1 : 1, marker === null ? -1 : columns.length - 1]
  const values = new Float64Array(shape.count)
  const finder = createLossFinder(learn(source, layout), layout.sampleRate)
  const marks: number[] = []
  const codes: { row: number; code: string }[] = []
  let [rows, unreadable, startedAtMs, code] = [0, 0, NaN, 0]
  eachLine(source, layout.start, (bytes, at, end, position) => {
    if (isBlank(bytes, at, end)) return
    if (!readRow(bytes, { at, end }, shape, values)) {
      unreadable++
      return
    }
    if (rows % rowsPerMark === 0) marks.push(position)
    const stamp = timeSlot < 0 ? NaN : values[timeSlot]!
    const seconds = stamp > milliseconds ? stamp / 1000 : stamp
    if (rows === 0) startedAtMs = seconds * 1000
    finder.row(values[0]!, seconds)
    const now = markerSlot < 0 ? 0 : values[markerSlot]!
    if (now !== 0 && now !== code) codes.push({ row: rows, code: String(now) })
    code = now
    rows++
  })
  const placement = placePieces(rows, finder.finish(), longestFill * layout.sampleRate)
  const markers = codes.flatMap(({ row, code }): Marker[] => {
    const sample = placeOf(placement, row)
    return sample === null ? [] : [{ code, sample: samples(sample) }]
  })
  const places = { marks, shape, first: columns.length }
  return {
    ...{ placement, markers, unreadable, startedAtMs },
    readRows: (from, to, channels) => readRows(source, places, { from, to, channels }),
  }
}

function isBlank(bytes: Uint8Array, at: number, end: number): boolean {
  while (at < end && bytes[at]! <= 32) at++
  return at === end
}

function learn(source: ByteSource, { start, delimiter, index }: TableLayout): SampleCounter {
  const [shape, value] = [rowShape(delimiter, [index]), new Float64Array(1)]
  const numbers: number[] = []
  eachLine(source, start, (bytes, at, end) => {
    if (readRow(bytes, { at, end }, shape, value)) numbers.push(value[0]!)
    return numbers.length < learned
  })
  return learnCounter(numbers)
}

interface Places {
  /** Offset of rows 0, 256, 512 … */
  readonly marks: readonly number[]
  readonly shape: RowShape
  /** Place of the first EXG column among the values. */
  readonly first: number
}

function readRows(
  source: ByteSource,
  { marks, shape, first }: Places,
  { from, to, channels }: { from: number; to: number; channels: readonly number[] },
): Float32Array[] {
  const result = channels.map(() => new Float32Array(Math.max(0, to - from)))
  const mark = Math.floor(from / rowsPerMark)
  if (to <= from || mark >= marks.length) return result
  const values = new Float64Array(shape.count)
  let row = mark * rowsPerMark
  eachLine(source, marks[mark]!, (bytes, at, end) => {
    // Rows are counted as they were when the table was looked through: what is no row has no number.
    if (!readRow(bytes, { at, end }, shape, values)) return
    if (row >= from) for (let c = 0; c < channels.length; c++) result[c]![row - from] = values[first + channels[c]!]!
    return ++row < to
  })
  return result
}
