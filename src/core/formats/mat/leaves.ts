import { badField, truncatedHeader } from '../fields'
import { bytesOf, decode, type SampleType } from '../records'
import { decodeText } from '../text'
import { elementAt, elementTypes, valuesOf, type Element, type ElementSource } from './elements'
import { countOf, mostSmall, tooLarge, type MatNumbers, type MatText } from './values'

/** What a matrix says of itself before its content. */
export interface Head {
  readonly matrixClass: number
  readonly isComplex: boolean
  readonly dims: readonly number[]
  readonly name: string
  /** Where the content begins. */
  readonly at: number
}

export interface Content {
  readonly source: ElementSource
  readonly head: Head
  readonly end: number
  readonly depth: number
}

/** All values of a small element. */
export function numbersOf(source: ElementSource, element: Element): number[] {
  const type = elementTypes[element.type]
  const width = type ? bytesOf(type) : 1
  const count = Math.floor(element.size / width)
  const bytes = valuesOf(source, element, 0, count)
  const values = new Float64Array(Math.floor(bytes.length / width))
  if (type) decode(bytes, 0, { type, gain: 1, offset: 0 }, values)
  return [...values]
}

/** Rows of letters stand column by column; more rows than one are put one after the other. */
export function readText({ source, head, end }: Content): MatText {
  const count = countOf(head.dims)
  if (count === 0 || head.at + 8 > end) return { kind: 'text', text: '' }
  if (count > mostSmall) throw tooLarge('A text', count)
  const element = elementAt(source, head.at, end)
  if (element.type === 16) return { kind: 'text', text: decodeText(source.bytes.read(element.at, element.size)) }
  const codes = numbersOf(source, { ...element, size: Math.min(element.size, 4 * count) })
  const rows = head.dims[0]!
  const ordered =
    rows <= 1 ? codes : codes.map((_, i) => codes[(i % (count / rows)) * rows + Math.floor(i / (count / rows))]!)
  return { kind: 'text', text: ordered.map((code) => String.fromCharCode(code)).join('') }
}

/** Numbers may be stored in a smaller type than their class. */
export function readNumbers({ source, head, end }: Content): MatNumbers {
  const count = countOf(head.dims)
  const element = elementAt(source, head.at, end)
  const type = elementTypes[element.type]
  if (!type) throw badField(`byte ${head.at}`, 'numbers', 'at most 32 bits or real ones', `type ${element.type}`)
  const width = bytesOf(type)
  if (count * width > element.size) throw truncatedHeader(head.at + count * width, head.at + element.size)
  const rows = head.dims[0]!
  const stored = { source, element, type }
  return {
    ...{ kind: 'numbers', dims: head.dims },
    values() {
      if (count > mostSmall) throw tooLarge(head.name || 'A matrix', count)
      const values = new Float64Array(count)
      decode(valuesOf(source, element, 0, count), 0, { type, gain: 1, offset: 0 }, values)
      return values
    },
    columns: (from, to, wanted) => readColumns(stored, rows, { from, to, wanted }),
    run: (from, to) => readRun(stored, from, to),
  }
}

interface StoredNumbers {
  readonly source: ElementSource
  readonly element: Element
  readonly type: SampleType
}

function readRun({ source, element, type }: StoredNumbers, from: number, to: number): Float32Array {
  const result = new Float32Array(Math.max(0, to - from))
  decode(valuesOf(source, element, from, result.length), 0, { type, gain: 1, offset: 0 }, result)
  return result
}

const blockValues = 1 << 19

function readColumns(
  stored: StoredNumbers,
  rows: number,
  { from, to, wanted }: { from: number; to: number; wanted: readonly number[] },
): Float32Array[] {
  const result = wanted.map(() => new Float32Array(Math.max(0, to - from)))
  const perBlock = Math.max(1, Math.floor(blockValues / rows))
  for (let low = from; low < to; low += perBlock) {
    const high = Math.min(to, low + perBlock)
    const all = readRun(stored, low * rows, high * rows)
    wanted.forEach((row, i) => {
      for (let c = low; c < high; c++) result[i]![c - from] = all[(c - low) * rows + row]!
    })
  }
  return result
}
