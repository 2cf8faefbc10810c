import { AppError } from '../domain/error'
import { fifStart } from './fif/tags'
import { decodeText } from './text'

export type FileFormat =
  | 'edf'
  | 'bdf'
  | 'gdf'
  | 'brainvision'
  | 'xdf'
  | 'matlab'
  | 'hdf5'
  | 'openbci'
  | 'brainflow'
  | 'fif'
  | 'archive'
  | 'eeglab'
  | 'web-page'
  | 'empty'
  | 'unknown'

/** What is named to a person. */
export const formatNames: Readonly<Record<FileFormat, string>> = {
  edf: 'EDF',
  bdf: 'BDF',
  gdf: 'GDF',
  brainvision: 'BrainVision',
  xdf: 'XDF',
  matlab: 'MATLAB',
  hdf5: 'MATLAB 7.3 (HDF5)',
  openbci: 'OpenBCI text',
  brainflow: 'BrainFlow table',
  fif: 'FIF',
  archive: 'archive',
  eeglab: 'EEGLAB',
  'web-page': 'web page',
  empty: 'empty file',
  unknown: 'unknown',
}

/** Formats that `openRecording` reads. */
export const readableFormats = [
  'edf',
  'bdf',
  'gdf',
  'brainvision',
  'eeglab',
  'xdf',
  'openbci',
  'brainflow',
  'matlab',
  'hdf5',
  'fif',
] as const satisfies readonly FileFormat[]
export type ReadableFormat = (typeof readableFormats)[number]
/** Endings offered by file dialogs and looked for in folders, without the dot. */
export const readableEndings: readonly string[] = [
  'edf',
  'bdf',
  'gdf',
  'vhdr',
  'set',
  'xdf',
  'txt',
  'csv',
  'mat',
  'fif',
]
/** As many first bytes as tell a format. */
export const headBytes = 4096

const textStarts: readonly (readonly [RegExp, FileFormat])[] = [
  [/^\s*(?:\ufeff)?\s*<(?:!doctype|html|head|body|\?xml|script|!--)/i, 'web-page'],
  [/^0 {7}/, 'edf'],
  [/^GDF [12]\./, 'gdf'],
  [/^XDF:/, 'xdf'],
  [/^(?:\ufeff)?Brain ?Vision/i, 'brainvision'],
  [/^MATLAB (?:5\.0|7\.3) MAT-file/, 'matlab'],
  [/^(?:\ufeff)?%OpenBCI/i, 'openbci'],
]

const startsWith = (bytes: Uint8Array, start: readonly number[]): boolean =>
  start.every((value, i) => bytes[i] === value)
const ending = (fileName: string): string => /\.([^./\\]+)$/.exec(fileName)?.[1]?.toLowerCase() ?? ''

/** A first line of numbers alone, between tabs or commas, as BrainFlow writes it. */
function isTable(bytes: Uint8Array): boolean {
  const line = decodeText(bytes.subarray(0, bytes.indexOf(10) + 1))
  return /^[-+\d.eE]+(?:(?:\t[-+\d.eE]+){3,}|(?:,[-+\d.eE]+){3,})\r?\n$/.test(line)
}

/** What a file is by its first bytes; its name decides only what the bytes leave open. */
export function formatOf(fileName: string, bytes: Uint8Array): FileFormat {
  if (bytes.length === 0) return 'empty'
  if (startsWith(bytes, [0xff, 0x42, 0x49, 0x4f, 0x53, 0x45, 0x4d, 0x49])) return 'bdf'
  if (startsWith(bytes, [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a]))
    return ending(fileName) === 'set' ? 'eeglab' : 'hdf5'
  if (startsWith(bytes, fifStart)) return 'fif'
  if (startsWith(bytes, [0x1f, 0x8b]) || startsWith(bytes, [0x50, 0x4b, 3, 4])) return 'archive'
  const start = decodeText(bytes.subarray(0, 128))
  const found = textStarts.find(([pattern]) => pattern.test(start))?.[1] ?? 'unknown'
  const name = ending(fileName)
  if (found === 'matlab' && name === 'set') return 'eeglab'
  if (found === 'unknown' && (name === 'vhdr' || name === 'eeg' || name === 'vmrk')) return 'brainvision'
  if (found === 'unknown' && isTable(bytes)) return 'brainflow'
  if (found === 'unknown' && name === 'fdt') return 'eeglab'
  return found
}

/** The first printable characters, for a sentence. */
function beginning(bytes: Uint8Array): string {
  const text = decodeText(bytes.subarray(0, 96)).trimStart()
  const line = text.split(/[\r\n]/, 1)[0]!
  return line.replace(/[\0-\x1f\x7f]/g, '·').slice(0, 40)
}

function refusal(format: Exclude<FileFormat, ReadableFormat>, fileName: string, bytes: Uint8Array): AppError {
  const start = beginning(bytes)
  const readable = readableFormats.map((known) => formatNames[known]).join(', ')
  const values = { expected: readable, got: start, fileName, ending: ending(fileName) || 'no ending' }
  if (format === 'empty') {
    const message = 'The file is empty: it has 0 bytes. Nothing was imported.'
    return new AppError({
      code: 'file/empty',
      message,
      hint: 'Copy or download the file again.',
      values: { ...values, got: 0 },
    })
  }
  if (format === 'web-page') {
    const as = ending(fileName) ? ` saved as .${ending(fileName)}` : ''
    const message = `This is a web page${as}: it begins with “${start}”. Nothing was imported.`
    const hint = 'Download the recording itself: the link to the file, not the page that shows it.'
    return new AppError({ code: 'file/web-page', message, hint, values })
  }
  if (format === 'unknown') {
    const message = `This is no recording that can be read: it begins with “${start}”. Nothing was imported.`
    return new AppError({ code: 'file/not-eeg', message, hint: `Files that can be read: ${readable}.`, values })
  }
  const message = `This is a packed file: it begins with “${start}”. Nothing was imported.`
  const hint = 'Unpack it, and choose the recording that comes out.'
  return new AppError({ code: 'file/unsupported', message, hint, values: { ...values, got: formatNames[format] } })
}

const isReadable = (format: FileFormat): format is ReadableFormat => readableFormats.some((known) => known === format)

/** The format of a file that can be read. Throws AppError `file/empty`, `file/web-page`, `file/not-eeg` or `file/unsupported`. */
export function requireFormat(fileName: string, bytes: Uint8Array): ReadableFormat {
  const format = formatOf(fileName, bytes)
  if (!isReadable(format)) throw refusal(format, fileName, bytes)
  return format
}
