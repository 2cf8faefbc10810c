import { badField } from '../fields'
import type { ByteSource } from '../source'
import type { Hdf5Dataset, Hdf5File, Hdf5Group, Hdf5Node } from './hdf5'
import { mostExpansion } from './inflated'
import {
  countOf,
  emptyNumbers,
  mostSmall,
  tooLarge,
  type MatFile,
  type MatNumbers,
  type MatStruct,
  type MatValue,
} from './values'

/**
 * MATLAB's variables in an HDF5 file (version 7.3): numbers with their dimensions reversed, texts as 16-bit letters, cells as
 * references into `#refs#`, a structure as a group with a data set for each field, an array of structures as a group whose
 * fields hold references. The attribute MATLAB_class tells them apart.
 */
export function openMat73(file: Hdf5File, source: ByteSource): MatFile {
  const names = file.root.keys.filter((name) => !name.startsWith('#'))
  return {
    names,
    get(name) {
      const node = names.includes(name) ? file.root.get(name) : null
      return node ? toValue(node, source) : null
    },
  }
}

function toValue(node: Hdf5Node, source: ByteSource): MatValue | null {
  if (node.kind === 'group') return toStruct(node, source)
  const isEmpty = Number(node.attribute('MATLAB_empty') ?? 0) !== 0
  const type = node.attribute('MATLAB_class')
  if (isEmpty) return type === 'char' ? { kind: 'text', text: '' } : emptyNumbers
  requireSound(node, source)
  if (node.content === 'references') return toCells(node, source)
  if (node.content === 'texts') return { kind: 'text', text: node.texts().join('') }
  if (node.content !== 'numbers') return null
  return type === 'char' ? { kind: 'text', text: lettersOf(node) } : toNumbers(node)
}

/** Packed data unpack to so much at most: a size that the file cannot hold is caught before anything is set aside for it. */
function requireSound({ shape, width }: Hdf5Dataset, source: ByteSource): void {
  const bytes = countOf(shape) * width
  if (bytes <= source.size * mostExpansion) return
  throw badField('a data set', 'size', `at most what ${source.size} bytes can hold`, shape.join(' × '))
}

const whole = (shape: readonly number[]): (readonly [number, number])[] => shape.map((size) => [0, size])

function lettersOf(node: Hdf5Dataset): string {
  if (countOf(node.shape) > mostSmall) throw tooLarge('A text', countOf(node.shape))
  return [...node.read(whole(node.shape))].map((code) => String.fromCharCode(code)).join('')
}

function toCells(node: Hdf5Dataset, source: ByteSource): MatValue {
  if (countOf(node.shape) > mostSmall) throw tooLarge('A list', countOf(node.shape))
  const length = countOf(node.shape)
  return {
    ...{ kind: 'cells', length },
    at(index) {
      const entry = index < length ? node.follow(index) : null
      return entry ? toValue(entry, source) : null
    },
  }
}

/** Fields that hold references without a class of their own belong to an array of structures. */
function toStruct(group: Hdf5Group, source: ByteSource): MatStruct {
  const fields = group.keys
  const first = fields.length > 0 ? group.get(fields[0]!) : null
  const isArray =
    first?.kind === 'dataset' && first.content === 'references' && first.attribute('MATLAB_class') === null
  const length = isArray ? countOf(first.shape) : 1
  const lists = new Map<string, Hdf5Node | null>()
  const entryOf = (field: string, index: number): Hdf5Node | null => {
    if (!lists.has(field)) lists.set(field, group.get(field))
    const node = lists.get(field)
    if (!isArray || node?.kind !== 'dataset' || node.content !== 'references') return isArray ? null : (node ?? null)
    return index < countOf(node.shape) ? node.follow(index) : null
  }
  return {
    ...{ kind: 'struct', fields, length },
    get(field, index = 0) {
      const node = fields.includes(field) && index < length ? entryOf(field, index) : null
      return node ? toValue(node, source) : null
    },
  }
}

/** Values read at once. */
const blockValues = 1 << 20

function toNumbers(node: Hdf5Dataset): MatNumbers {
  const dims = [...node.shape].reverse()
  const count = countOf(dims)
  return {
    ...{ kind: 'numbers', dims },
    values() {
      if (count > mostSmall) throw tooLarge('A matrix', count)
      return Float64Array.from(node.read(whole(node.shape)))
    },
    columns: (from, to, rows) => readColumns(node, { from, to, rows }),
    run: (from, to) => readRun(node, from, to),
  }
}

/** A part of one column, or of a row when a row is all there is. */
function readRun(node: Hdf5Dataset, from: number, to: number): Float32Array {
  const rows = node.shape.at(-1) ?? 1
  if (to <= from) return new Float32Array()
  if (rows === 1) return readColumns(node, { from, to, rows: [0] })[0]!
  const column = Math.floor(from / rows)
  const at = from - column * rows
  return Float32Array.from(node.read([...placeIn(node.shape.slice(0, -1), column), [at, at + to - from]]))
}

/** The last dimension of the file is MATLAB's first: a box over the others is a run of columns where they are one or two. */
function readColumns(
  node: Hdf5Dataset,
  { from, to, rows }: { from: number; to: number; rows: readonly number[] },
): Float32Array[] {
  const result = rows.map(() => new Float32Array(Math.max(0, to - from)))
  const [low, high] = [Math.min(...rows), Math.max(...rows) + 1]
  if (rows.length === 0 || to <= from) return result
  const inner = node.shape.at(-2) ?? 1
  const outer = node.shape.slice(0, -2)
  const perBlock = Math.max(1, Math.floor(blockValues / (high - low)))
  for (let at = from; at < to;) {
    const [slow, column] = [Math.floor(at / inner), at % inner]
    const end = Math.min(inner, column + perBlock, column + to - at)
    const box = [...placeIn(outer, slow), [column, end] as const, [low, high] as const].slice(-node.shape.length)
    const values = node.read(box)
    rows.forEach((row, i) => {
      for (let c = 0; c < end - column; c++) result[i]![at - from + c] = values[c * (high - low) + row - low]!
    })
    at += end - column
  }
  return result
}

/** The box of one entry of the slower dimensions. */
function placeIn(outer: readonly number[], index: number): (readonly [number, number])[] {
  let rest = index
  return [...outer]
    .reverse()
    .map((size): readonly [number, number] => {
      const at = rest % size
      rest = Math.floor(rest / size)
      return [at, at + 1]
    })
    .reverse()
}
