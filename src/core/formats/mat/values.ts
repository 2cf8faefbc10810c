import { AppError } from '../../domain/error'

/** A variable of a MATLAB file, whichever way the file stores it. Dimensions are MATLAB's: the first one runs fastest. */
export type MatValue = MatNumbers | MatText | MatCells | MatStruct

export interface MatNumbers {
  readonly kind: 'numbers'
  readonly dims: readonly number[]
  /** All values. Throws AppError `file/unsupported` when there are more than `mostSmall`. */
  values(): Float64Array
  /** Columns `from … to − 1` of the matrix with all dimensions but the first in one, `[row][column]`, for the given rows. */
  columns(from: number, to: number, rows: readonly number[]): Float32Array[]
  /** Values `from … to − 1` as they follow each other, inside one column or in a vector. */
  run(from: number, to: number): Float32Array
}

export const emptyNumbers: MatNumbers = {
  ...{ kind: 'numbers', dims: [0, 0] },
  values: () => new Float64Array(),
  columns: () => [],
  run: () => new Float32Array(),
}

export interface MatText {
  readonly kind: 'text'
  readonly text: string
}

export interface MatCells {
  readonly kind: 'cells'
  readonly length: number
  /** `null`: something that is not read (a function, an object). */
  at(index: number): MatValue | null
}

/** A structure, or an array of them. */
export interface MatStruct {
  readonly kind: 'struct'
  readonly length: number
  readonly fields: readonly string[]
  get(field: string, index?: number): MatValue | null
}

export interface MatFile {
  readonly names: readonly string[]
  get(name: string): MatValue | null
}

/** Lists of labels, events and settings are never longer; what is longer is signal, and read in parts. */
export const mostSmall = 4_000_000

export const tooLarge = (what: string, count: number): AppError =>
  new AppError({
    code: 'file/unsupported',
    message: `${what} has ${count} entries; expected at most ${mostSmall} where no signal is. Nothing was imported.`,
    hint: 'Export the recording as EDF+.',
    values: { expected: mostSmall, got: count },
  })

export const countOf = (dims: readonly number[]): number => dims.reduce((product, size) => product * size, 1)

/** The only number of a value, as MATLAB's scalars are; `null`: it is none. */
export function numberIn(value: MatValue | null | undefined): number | null {
  if (value?.kind !== 'numbers' || countOf(value.dims) !== 1) return null
  return value.values()[0] ?? null
}

/** A list of numbers, whatever its shape; empty when it is none. */
export const numbersIn = (value: MatValue | null | undefined): readonly number[] =>
  value?.kind === 'numbers' ? [...value.values()] : []

export const textIn = (value: MatValue | null | undefined): string | null =>
  value?.kind === 'text' ? value.text.trim() : null

/** A list of texts: cells of them, or one alone. */
export function textsIn(value: MatValue | null | undefined): string[] {
  if (value?.kind === 'text') return [value.text.trim()]
  if (value?.kind !== 'cells') return []
  return Array.from({ length: value.length }, (_, i) => textIn(value.at(i)) ?? '')
}

/** A code as a person knows it: a text, or a number without needless decimals. */
export function codeIn(value: MatValue | null | undefined): string {
  const text = textIn(value)
  if (text !== null) return text
  const number = numberIn(value)
  return number === null ? '' : String(number)
}
