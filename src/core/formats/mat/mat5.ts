import { badField, truncatedHeader } from '../fields'
import type { ByteSource } from '../source'
import { decodeText } from '../text'
import { elementAt, keepSmall, matrixElement, packedElement, type Element, type ElementSource } from './elements'
import { inflatedSource } from './inflated'
import { numbersOf, readNumbers, readText, type Content, type Head } from './leaves'
import { countOf, emptyNumbers, type MatCells, type MatFile, type MatStruct, type MatValue } from './values'

const headerBytes = 128
/** Unpacked bytes of small variables that are kept. */
const budgetBytes = 48 << 20

/** Opens a MATLAB 5 to 7 file. Throws AppError `file/not-eeg` or `file/truncated-header` naming what is not right and where. */
export function openMat5(source: ByteSource): MatFile {
  const mark = decodeText(source.read(126, 2))
  if (mark !== 'IM' && mark !== 'MI') throw badField('byte 126', 'byte order', 'IM or MI', mark)
  const file = { bytes: source, isBigEndian: mark === 'MI', isPacked: false, budget: { bytes: budgetBytes } }
  const variables = new Map<string, () => MatValue | null>()
  for (let at = headerBytes; at + 8 <= source.size;) {
    const tag = elementAt(file, at, source.size)
    const found = variableIn(file, tag)
    if (found) variables.set(found.name, found.value)
    at = tag.end
  }
  return { names: [...variables.keys()], get: (name) => variables.get(name)?.() ?? null }
}

/** A variable of the file's top level, packed or plain. */
function variableIn(file: ElementSource, element: Element): { name: string; value: () => MatValue | null } | null {
  if (element.type !== packedElement) {
    if (element.type !== matrixElement) return null
    return named(file, { ...element, end: element.at + element.size })
  }
  const bytes = inflatedSource(file.bytes, element.at, element.size)
  const inner: ElementSource = { ...file, bytes, isPacked: true }
  const matrix = elementAt(inner, 0, bytes.size)
  if (matrix.type !== matrixElement) return null
  return named(inner, { ...matrix, end: matrix.at + matrix.size })
}

function named(source: ElementSource, matrix: Element): { name: string; value: () => MatValue | null } {
  const { name } = readHead(source, matrix)
  let value: MatValue | null | undefined
  return {
    name,
    value() {
      if (value !== undefined) return value
      value = readMatrix(source, matrix, 0)
      // To its end once: there packed data have their check sum.
      if (source.isPacked) source.bytes.read(matrix.end, 8)
      return value
    },
  }
}

const classes = { cell: 1, struct: 2, char: 4, double: 6, last: 15 } as const

function readHead(source: ElementSource, { at, end }: Element): Head {
  const flags = elementAt(source, at, end)
  const word = numbersOf(source, flags)[0] ?? 0
  const dimsElement = elementAt(source, flags.end, end)
  if (dimsElement.size > 4 * 32)
    throw badField(`byte ${flags.end}`, 'dimensions', 'at most 32', String(dimsElement.size / 4))
  const dims = numbersOf(source, dimsElement)
  if (dims.length < 2 || dims.some((size) => !(size >= 0)))
    throw badField(`byte ${flags.end}`, 'dimensions', 'sizes', String(dims))
  const name = elementAt(source, dimsElement.end, end)
  if (name.size > 4096) throw badField(`byte ${dimsElement.end}`, 'name', 'letters', `${name.size} bytes`)
  return {
    ...{ matrixClass: word & 0xff, isComplex: (word & 0x800) !== 0, dims, at: name.end },
    name: decodeText(source.bytes.read(name.at, name.size)),
  }
}

/** Nested deeper than this is damage. */
const deepest = 24

/** `null`: a function, an object, a sparse or complex matrix. */
function readMatrix(source: ElementSource, matrix: Element, depth: number): MatValue | null {
  if (matrix.size === 0) return emptyNumbers
  if (depth > deepest) throw badField(`byte ${matrix.at}`, 'nesting', `at most ${deepest} levels`, 'more')
  const head = readHead(source, matrix)
  const { matrixClass, isComplex } = head
  const content = { source, head, end: matrix.end, depth }
  if (matrixClass === classes.cell) return readCells(content)
  if (matrixClass === classes.struct) return readStruct(content)
  if (matrixClass === classes.char) return readText(content)
  if (matrixClass >= classes.double && matrixClass <= classes.last && !isComplex) return readNumbers(content)
  return null
}

/** The matrices that follow each other; read when they are asked for. */
function children({ source, end, depth }: Content, from: number, count: number): (() => MatValue | null)[] {
  // Each has a tag at least: a count that the bytes cannot hold is caught before anything is set aside for it.
  if (!(count * 8 <= end - from)) throw truncatedHeader(from + count * 8, end)
  const list: (() => MatValue | null)[] = []
  for (let at = from, i = 0; i < count; i++) {
    const element = elementAt(source, at, end)
    if (element.type !== matrixElement) throw badField(`byte ${at}`, 'element', 'a matrix', `type ${element.type}`)
    const part = keepSmall(source, { at: element.at, end: element.at + element.size })
    const inner = { ...element, at: part.from, end: part.from + element.size }
    list.push(() => readMatrix(part, inner, depth + 1))
    at = element.end
  }
  return list
}

function readCells(content: Content): MatCells {
  const list = children(content, content.head.at, countOf(content.head.dims))
  return { kind: 'cells', length: list.length, at: (index) => list[index]?.() ?? null }
}

function readStruct(content: Content): MatStruct {
  const { source, head, end } = content
  const width = elementAt(source, head.at, end)
  const length = numbersOf(source, { ...width, size: Math.min(width.size, 4) })[0] ?? 0
  const names = elementAt(source, width.end, end)
  if (!(length > 0 && length <= 1024))
    throw badField(`byte ${head.at}`, 'length of field names', '1 to 1024', String(length))
  if (names.size > 1 << 20)
    throw badField(`byte ${width.end}`, 'field names', 'at most a million letters', String(names.size))
  const letters = source.bytes.read(names.at, names.size)
  const fields = Array.from({ length: Math.floor(names.size / length) }, (_, i) =>
    decodeText(letters.subarray(i * length, (i + 1) * length)).replace(/\0.*$/s, ''),
  )
  const count = countOf(head.dims)
  const list = children(content, names.end, fields.length === 0 ? 0 : count * fields.length)
  return {
    ...{ kind: 'struct', fields, length: count },
    get(field, index = 0) {
      const column = fields.indexOf(field)
      return column < 0 || index >= count ? null : (list[index * fields.length + column]?.() ?? null)
    },
  }
}
