import { AppError } from '../../domain/error'
import { badField } from '../fields'
import type { ByteSource } from '../source'
import { decodeText } from '../text'
import { guessBoard } from './boards'
import { eachLine, numberIn } from './rows'

/** What the columns of a table of samples mean. */
export interface TableLayout {
  readonly format: 'openbci' | 'brainflow'
  readonly sampleRate: number
  /** Offset of the first row, bytes. */
  readonly start: number
  readonly delimiter: number
  readonly exg: readonly number[]
  readonly index: number
  /** Seconds or milliseconds since 1970; `null`: none. */
  readonly time: number | null
  readonly marker: number | null
  /** Column with the time of day as text; `null`: none. */
  readonly clock: number | null
  /** Columns that are not read, by name. */
  readonly others: readonly string[]
  /** BrainFlow's files do not name their board: which one was taken, and which would fit as well. */
  readonly guessed?: { readonly board: string; readonly others: readonly string[] }
}

const comma = 44
const tab = 9
/** Lines of a header; more are damage. */
const mostLines = 200

interface Head {
  readonly comments: readonly string[]
  readonly names: readonly string[] | null
  readonly rows: readonly string[]
  readonly start: number
}

/** Throws AppError `file/not-eeg` naming the line or field that is not right, `file/unsupported` for an unknown table. */
export function readTableLayout(source: ByteSource): TableLayout {
  const head = readHead(source)
  return head.comments.length > 0 ? openBciLayout(head) : brainFlowLayout(source, head)
}

function readHead(source: ByteSource): Head {
  const comments: string[] = []
  const rows: string[] = []
  let names: string[] | null = null
  let [start, count] = [-1, 0]
  eachLine(source, 0, (bytes, at, end, position) => {
    const line = decodeText(bytes.subarray(at, Math.min(end, at + 8192))).trim()
    if (++count > mostLines) return false
    if (line.startsWith('%')) comments.push(line)
    else if (start < 0 && /^[a-z]/i.test(line)) names = line.split(',').map((name) => name.trim())
    else if (line !== '') {
      if (start < 0) start = position
      rows.push(line)
    }
    return rows.length < 8
  })
  if (start < 0) throw badField(`line ${count}`, 'first row', 'numbers', 'the end of the file')
  return { comments, names, rows, start }
}

function openBciLayout({ comments, names, rows, start }: Head): TableLayout {
  const text = comments.join('\n')
  const rate = /Sample Rate\s*=\s*([^\n]*)/i.exec(text)?.[1] ?? ''
  const sampleRate = Number(/^\s*(\d+(?:[.,]\d+)?)\s*Hz/i.exec(rate)?.[1]?.replace(',', '.'))
  if (!(sampleRate > 0)) throw badField('the header', 'Sample Rate', 'hertz', rate)
  const counted = Number(/Number of channels\s*=\s*(\d+)/i.exec(text)?.[1] ?? NaN)
  const columns = names ? namedColumns(names) : plainColumns(rows[0]!.split(','), counted)
  if (columns.exg.length === 0) throw badField('the header', 'columns', 'EXG channels', (names ?? []).join(', '))
  if (counted > 0 && columns.exg.length !== counted)
    throw badField('the header', 'Number of channels', `the ${columns.exg.length} EXG columns`, String(counted))
  return { format: 'openbci', sampleRate, start, delimiter: comma, ...columns }
}

type Columns = Pick<TableLayout, 'exg' | 'index' | 'time' | 'marker' | 'clock' | 'others'>

/** GUI 5 and 6 name their columns. */
function namedColumns(names: readonly string[]): Columns {
  const find = (pattern: RegExp): number | null => {
    const column = names.findIndex((name) => pattern.test(name))
    return column < 0 ? null : column
  }
  const exg = names.flatMap((name, column) => (/^E[XE]G Channel \d+$/i.test(name) ? [column] : []))
  const known = {
    ...{ index: find(/^sample index$/i), time: find(/^timestamp$/i), marker: find(/^marker( channel)?$/i) },
    clock: find(/^timestamp \(formatted\)$/i),
  }
  if (known.index === null) throw badField('the line of names', 'column', '“Sample Index”', names.join(', '))
  const used = new Set<number | null>([...exg, ...Object.values(known)])
  const others = names.filter((name, column) => !used.has(column) && name !== '' && !/^(not used|other)$/i.test(name))
  return { ...known, index: known.index, exg, others: [...new Set(others)] }
}

/** GUI 1 to 4: the number, the channels, three axes of acceleration or more, and in later ones the time twice. */
function plainColumns(row: readonly string[], counted: number): Columns {
  const clock = row.findIndex((field) => /\d:\d\d/.test(field))
  const stamp = row.findIndex((field) => Number(field) > 1e9)
  const last = Math.min(...[clock, stamp].filter((column) => column > 0), row.length)
  const free = last - 1
  const exg = counted > 0 ? counted : [16, 8, 4].find((count) => free === count + 3 || free === count)
  if (exg === undefined || exg > free)
    throw badField('the first row', 'columns', 'a number, 4, 8 or 16 channels and 3 axes', `${row.length} fields`)
  return {
    ...{ index: 0, marker: null, time: stamp > 0 ? stamp : null, clock: clock > 0 ? clock : null },
    exg: Array.from({ length: exg }, (_, i) => 1 + i),
    others: Array.from({ length: free - exg }, (_, i) => `Accel or Aux Channel ${i}`),
  }
}

/** A table as BrainFlow's file streamer writes it: numbers only. Its columns tell the board, and its times the rate. */
function brainFlowLayout(source: ByteSource, { rows, start }: Head): TableLayout {
  const delimiter = rows[0]!.includes('\t') ? tab : comma
  const columns = rows[0]!.split(delimiter === tab ? '\t' : ',').length
  const guess = guessBoard(columns, measureRate(source, { start, delimiter, columns }))
  if (!guess) throw unknownTable(columns)
  const { board, rate, others } = guess
  const used = new Set([...board.exg, board.index, board.time, board.marker])
  const left = Array.from({ length: columns }, (_, i) => i).filter((column) => !used.has(column))
  return {
    ...{ format: 'brainflow', sampleRate: rate, start, delimiter, clock: null },
    ...{ exg: board.exg, index: board.index, time: board.time, marker: board.marker },
    others: left.map((column) => `row ${column}`),
    guessed: { board: board.name, others: others.map(({ name }) => name) },
  }
}

/** Rows that are looked at for the rate: bursts even out. */
const fewRows = 5000

/** Rows a second by the time stamps, which are in the last column but one or, for a few boards, in the last. Throws `file/unsupported`. */
function measureRate(
  source: ByteSource,
  { start, delimiter, columns }: { start: number; delimiter: number; columns: number },
): number {
  const times: number[] = []
  eachLine(source, start, (bytes, at, end) => {
    const commas: number[] = [at - 1]
    for (let i = at; i < end; i++) if (bytes[i] === delimiter) commas.push(i)
    if (commas.length !== columns) return true
    const field = (column: number): number =>
      numberIn(bytes, commas[column]! + 1, column + 1 < columns ? commas[column + 1]! : end)
    const time = [field(columns - 2), field(columns - 1)].find((value) => value > 1e9 && value < 1e10)
    if (time !== undefined) times.push(time)
    return times.length < fewRows
  })
  const rate = 1 / medianStep(times)
  if (!(rate >= 1 && rate < 1e6)) throw unknownTable(columns)
  return rate
}

/** Seconds from one row to the next: the middle one of all steps over half of the rows, so that bursts and a few damaged stamps do not count. */
function medianStep(times: readonly number[]): number {
  const half = times.length >> 1
  const steps = Array.from({ length: half }, (_, i) => (times[i + half]! - times[i]!) / half)
  return steps.sort((a, b) => a - b)[half >> 1] ?? NaN
}

const unknownTable = (columns: number): AppError =>
  new AppError({
    code: 'file/unsupported',
    message: `This is a table of ${columns} columns of numbers, and not one that BrainFlow writes: expected as many columns as a board has, and times in seconds since 1970. Nothing was imported.`,
    hint: 'Choose the file that the OpenBCI GUI or BrainFlow wrote, or export the recording as EDF+.',
    values: { got: `${columns} columns`, expected: 'a table of BrainFlow' },
  })
