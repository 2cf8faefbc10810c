import type { ByteSource } from '../source'

/** Read at once. A line longer than this is damage. */
const blockBytes = 1 << 20
const newline = 10

/** Visits lines from `offset`: bytes `at … end − 1` of the block, and where the line stands in the file. Stops when told `false`. */
export function eachLine(
  source: ByteSource,
  offset: number,
  visit: (bytes: Uint8Array, at: number, end: number, position: number) => boolean | void,
): void {
  let start = offset
  while (start < source.size) {
    const bytes = source.read(start, blockBytes)
    if (bytes.length === 0) return
    const isLast = start + bytes.length >= source.size
    let at = 0
    for (;;) {
      const found = bytes.indexOf(newline, at)
      if (found < 0 && !(isLast && at < bytes.length)) break
      const end = found < 0 ? bytes.length : found
      if (visit(bytes, at, end, start + at) === false) return
      at = end + 1
      if (found < 0) break
    }
    // A block without any line end is passed over: what follows its next line end is read again.
    start += at === 0 ? bytes.length : at
  }
}

/** Which fields of a row are wanted: `slots[column]` is their place in the result, −1 or absent: passed over. */
export interface RowShape {
  readonly delimiter: number
  readonly slots: Int16Array
  readonly count: number
}

export function rowShape(delimiter: number, columns: readonly number[]): RowShape {
  const slots = new Int16Array(Math.max(0, ...columns) + 1).fill(-1)
  columns.forEach((column, slot) => (slots[column] = slot))
  return { delimiter, slots, count: columns.length }
}

/** Puts the wanted fields of a line into `target`; `false`: one is missing or no number. */
export function readRow(
  bytes: Uint8Array,
  { at, end }: { at: number; end: number },
  { delimiter, slots, count }: RowShape,
  target: Float64Array,
): boolean {
  let [field, found] = [0, 0]
  for (let from = at; from <= end && field < slots.length; field++) {
    let to = from
    while (to < end && bytes[to] !== delimiter) to++
    const slot = slots[field]!
    if (slot >= 0) {
      const value = numberIn(bytes, from, to)
      if (!Number.isFinite(value)) return false
      target[slot] = value
      found++
    }
    from = to + 1
  }
  return found === count
}

/** Powers of ten that a double holds exactly. */
const powers = Float64Array.from({ length: 23 }, (_, i) => Number(`1e${i}`))
const exactDigits = 15

/**
 * A decimal number between two bytes, blanks around it. Up to 15 digits, the quotient of two exact doubles is the nearest one
 * (W. D. Clinger, How to read floating point numbers accurately, PLDI 1990); everything else goes the long way.
 */
export function numberIn(bytes: Uint8Array, from: number, to: number): number {
  while (from < to && bytes[from]! <= 32) from++
  while (to > from && bytes[to - 1]! <= 32) to--
  let at = from
  const negative = bytes[at] === 45
  if (negative || bytes[at] === 43) at++
  let [value, digits, decimals, point] = [0, 0, 0, false]
  for (; at < to; at++) {
    const digit = bytes[at]! - 48
    if (digit >= 0 && digit <= 9) {
      value = value * 10 + digit
      digits++
      if (point) decimals++
    } else if (bytes[at] === 46 && !point) point = true
    else return slowNumber(bytes, from, to)
  }
  if (digits === 0) return NaN
  if (digits > exactDigits) return slowNumber(bytes, from, to)
  const size = value / powers[decimals]!
  return negative ? -size : size
}

const longest = 40

function slowNumber(bytes: Uint8Array, from: number, to: number): number {
  if (to - from > longest) return NaN
  const text = String.fromCharCode(...bytes.subarray(from, to))
  return /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text) ? Number(text) : NaN
}
