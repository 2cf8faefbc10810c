import { AppError } from '../domain/error'
import type { ByteSource } from './source'

export const hintCopy = 'Copy or download the file again from where it came.'

/** A field that holds what it cannot hold. `where`: `byte 236` or a line. */
export const badField = (where: string, field: string, expected: string, got: string): AppError =>
  new AppError({
    code: 'file/not-eeg',
    message: `At ${where} the file should have ${expected} as ${field}, and has “${got.slice(0, 60)}”. Nothing was imported.`,
    hint: hintCopy,
    values: { expected: `${expected} as ${field}`, got: got.slice(0, 60), at: where },
  })

/** Samples a second; what lies outside is a damaged field, and no memory would hold a second of it. */
const [leastRate, highestRate] = [0.1, 1e6]

/** Whether signals may have this many samples a second. */
export const isRate = (rate: number): boolean => rate >= leastRate && rate <= highestRate

/** A duration of a record, in seconds, with which its samples are no signal. `where`: `byte 244`. */
export const badDuration = (where: string, duration: number, perRecord: number): AppError =>
  badField(
    where,
    'duration of a record',
    duration === 0
      ? 'seconds above zero for a file with signals'
      : `seconds in which ${perRecord} samples make ${leastRate} to ${highestRate} Hz`,
    String(duration),
  )

export const truncatedHeader = (expected: number, got: number): AppError =>
  new AppError({
    code: 'file/truncated-header',
    message: `The file ends inside its header, after ${got} of ${expected} bytes. Nothing was imported.`,
    hint: hintCopy,
    values: { expected, got },
  })

export const truncatedData = (expected: number, got: number): AppError =>
  new AppError({
    code: 'file/truncated-data',
    message: `The file ends before its first whole record: ${got} of ${expected} bytes. Nothing was imported.`,
    hint: hintCopy,
    values: { expected, got },
  })

export const noEeg = (labels: readonly string[]): AppError =>
  new AppError({
    code: 'file/no-eeg-channels',
    message: `The file has no EEG channel. Expected signals in µV, got: ${labels.slice(0, 20).join(', ') || 'none'}. Nothing was imported.`,
    hint: 'Choose the file that holds the signals, not the one with events alone.',
    values: { expected: 'signals in µV', got: labels.slice(0, 20).join(', ') },
  })

/** Bytes that have to be there. Throws `file/truncated-header`. */
export function readExactly(source: ByteSource, offset: number, length: number): DataView<ArrayBuffer> {
  if (offset + length > source.size) throw truncatedHeader(offset + length, source.size)
  const bytes = source.read(offset, length)
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
