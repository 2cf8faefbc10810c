import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs'
import { basename, dirname, extname, join } from 'node:path'
import { dataFolder } from '../support/data'
import { smallFormats } from '../support/formats'

/** A file to be damaged, and those beside it. */
export interface Sample {
  readonly name: string
  readonly bytes: Uint8Array
  /** By name, the file itself not among them. */
  readonly companions: ReadonlyMap<string, Uint8Array>
  /** First bytes in which most of the damage is done. */
  readonly head: number
  /** How often it is taken, beside the others of its format. */
  readonly weight: number
}

/** Bytes of header, and of header and first records, by a file's own fields. */
type Cut = (bytes: Uint8Array) => { head: number; bytes: Uint8Array }

const ascii = (bytes: Uint8Array, at: number, length: number): string =>
  Buffer.from(bytes.subarray(at, at + length)).toString('latin1')

/** Two records of an EDF or BDF, and the header says so where it was true before. */
const cutEdf: Cut = (bytes) => {
  const head = Number(ascii(bytes, 184, 8))
  const signals = Number(ascii(bytes, 252, 4))
  if (!(head > 0 && signals > 0) || bytes.length < head) return { head: 512, bytes }
  const width = bytes[0] === 0xff ? 3 : 2
  const counts = Array.from({ length: signals }, (_, i) => Number(ascii(bytes, 256 + 216 * signals + 8 * i, 8)))
  const record = counts.reduce((sum, one) => sum + one, 0) * width
  const copy = bytes.slice(0, Math.min(bytes.length, head + 2 * record))
  if (Number(ascii(bytes, 236, 8)) > 2) copy.set(Buffer.from('2       '), 236)
  return { head, bytes: copy }
}

/** Two records of a GDF and its table of events. */
const cutGdf: Cut = (bytes) => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const isNew = Number(ascii(bytes, 4, 4)) >= 1.94
  const signals = isNew ? view.getUint16(252, true) : view.getUint32(252, true)
  const head = isNew ? 256 * view.getUint16(184, true) : Number(view.getBigInt64(184, true))
  const records = Number(view.getBigInt64(236, true))
  const tableBytes = 8 + 12 * 64
  // Both sample files end with a table of a few events: the data are what is between.
  const counts = Array.from({ length: signals }, (_, i) => view.getUint32(256 + 216 * signals + 4 * i, true))
  const types = Array.from({ length: signals }, (_, i) => view.getUint32(256 + 220 * signals + 4 * i, true))
  const width = (type: number): number => ({ 1: 1, 2: 1, 3: 2, 4: 2, 5: 4, 6: 4, 16: 4, 17: 8 })[type] ?? 8
  const record = counts.reduce((sum, one, i) => sum + one * width(types[i]!), 0)
  const kept = Math.min(2, records)
  const table = bytes.subarray(head + records * record, head + records * record + tableBytes)
  const copy = new Uint8Array(head + kept * record + table.length)
  copy.set(bytes.subarray(0, head + kept * record))
  copy.set(table, head + kept * record)
  new DataView(copy.buffer).setBigInt64(236, BigInt(kept), true)
  return { head, bytes: copy }
}

const first =
  (length: number, head = 2048): Cut =>
  (bytes) => ({ head, bytes: bytes.slice(0, length) })

const cuts: Readonly<Record<string, Cut>> = {
  '.edf': cutEdf,
  '.bdf': cutEdf,
  '.gdf': cutGdf,
  '.vhdr': first(1 << 16, 1 << 16),
  '.xdf': first(40_000, 8192),
  '.txt': first(12_000, 1024),
  '.csv': first(12_000, 1024),
  '.set': first(1 << 24, 16_384),
  '.mat': first(1 << 24, 16_384),
  '.fif': first(1 << 24, 12_000),
}
/** Data files are as short as damage to them needs. */
const companionBytes = 16_384
const companionEndings = ['.eeg', '.vmrk', '.fdt', '.fif']

function sampleOf(path: string): Sample {
  const name = basename(path)
  const { head, bytes } = cuts[extname(path)]!(new Uint8Array(readFileSync(path)))
  const stem = name.replace(/\.[^.]*$/, '')
  const beside = readdirSync(dirname(path)).filter(
    (one) => one !== name && one.startsWith(stem) && companionEndings.includes(extname(one)),
  )
  const companions = new Map(
    beside.map((one) => [one, new Uint8Array(readFileSync(join(dirname(path), one)).subarray(0, companionBytes))]),
  )
  // What is long takes long: it comes once where a short one comes often.
  return { name, bytes, companions, head: Math.min(head, bytes.length), weight: bytes.length > 150_000 ? 1 : 20 }
}

/** A table as BrainFlow's file streamer writes it, 24 columns between tabs (Cyton), made here since no file has been given. */
function brainflowTable(): Sample {
  const row = (i: number): string =>
    Array.from({ length: 24 }, (_, c) =>
      (c === 0 ? i % 256 : c === 22 ? 1_700_000_000 + i / 250 : i * c * 0.5).toFixed(6),
    ).join('\t')
  const bytes = new TextEncoder().encode(`${Array.from({ length: 60 }, (_, i) => row(i)).join('\n')}\n`)
  return { name: 'table.csv', bytes, companions: new Map(), head: 1024, weight: 20 }
}

/** Formats in the words of the command line, and their files. */
export function samplesByFormat(): ReadonlyMap<string, readonly Sample[]> {
  const data = dataFolder()
  const folders = data ? readdirSync(join(data, 'formats')).map((name) => join(data, 'formats', name)) : []
  const cohort = data ? ['S001/S001R01.edf', 'S002/S002R11.edf'].map((name) => join(data, 'eegmmidb', name)) : []
  const files = [...folders, smallFormats].flatMap((folder) =>
    readdirSync(folder)
      .sort()
      .map((name) => join(folder, name)),
  )
  const paths = [...files, ...cohort].filter(
    (path) => extname(path) in cuts && existsSync(path) && statSync(path).size > 0,
  )
  const formats = new Map<string, Sample[]>([['brainflow', [brainflowTable()]]])
  const names: Readonly<Record<string, string>> = {
    '.vhdr': 'brainvision',
    '.set': 'eeglab',
    '.txt': 'openbci',
    '.mat': 'matlab',
  }
  for (const path of paths) {
    const format = names[extname(path)] ?? extname(path).slice(1)
    formats.set(format, [...(formats.get(format) ?? []), sampleOf(path)])
  }
  return formats
}
