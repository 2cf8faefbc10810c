import { AppError } from '../../domain/error'
import { badField, hintCopy } from '../fields'
import type { ByteSource } from '../source'
import { decodeText } from '../text'

/** One signal of an EDF header, as the file says it. */
export interface EdfSignal {
  readonly label: string
  readonly transducer: string
  readonly unit: string
  readonly physicalMin: number
  readonly physicalMax: number
  readonly digitalMin: number
  readonly digitalMax: number
  readonly prefilter: string
  readonly samplesPerRecord: number
}

export interface EdfHeader {
  /** BDF is EDF with samples of three bytes. */
  readonly sampleBytes: 2 | 3
  /** `plus-c` is continuous, `plus-d` has gaps between its records; `plain` has no annotations. */
  readonly variant: 'plain' | 'plus-c' | 'plus-d'
  readonly patient: string
  readonly recordingId: string
  /** ISO, without a zone; absent when the fields are no date. */
  readonly startedAt?: string
  readonly headerBytes: number
  /** As written: −1 while a recording goes on. */
  readonly recordCount: number
  /** Seconds in a record. */
  readonly recordDuration: number
  readonly recordBytes: number
  readonly signals: readonly EdfSignal[]
}

export const annotationLabel = 'EDF Annotations'
export const isAnnotation = ({ label }: EdfSignal): boolean => label === annotationLabel || label === 'BDF Annotations'

/** The channel in which BioSemi puts its triggers. */
export const isStatus = ({ label }: EdfSignal, { sampleBytes }: Pick<EdfHeader, 'sampleBytes'>): boolean =>
  sampleBytes === 3 && /^status$/i.test(label.trim())

const fixedBytes = 256
const signalBytes = 256

/** Zero or more; a size beyond 2^26 is damage. */
const isCount = (value: number): boolean => Number.isInteger(value) && value >= 0 && value < 2 ** 26
const isDuration = (value: number): boolean => value >= 0

/** Cuts fixed-width fields off the header, one after another. */
class Fields {
  #at = 0
  readonly #bytes: Uint8Array
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }
  text(width: number): string {
    const field = this.#bytes.subarray(this.#at, (this.#at += width))
    return decodeText(field).replaceAll('\0', ' ').trim()
  }
  /** A number that `fits`. Throws AppError `file/not-eeg`. */
  number(width: number, name: string, fits: (value: number) => boolean = Number.isFinite): number {
    const at = this.#at
    const text = this.text(width)
    // Some writers put a decimal comma.
    const value = Number(text.replace(',', '.'))
    if (text !== '' && Number.isFinite(value) && fits(value)) return value
    throw badField(`byte ${at}`, name, 'a number', text)
  }
  column<T>(count: number, read: () => T): T[] {
    return Array.from({ length: count }, read)
  }
}

function requireBytes(bytes: Uint8Array, needed: number): void {
  if (bytes.length >= needed) return
  throw new AppError({
    code: 'file/truncated-header',
    message: `The file ends inside its header, after ${bytes.length} of ${needed} bytes. Nothing was imported.`,
    hint: hintCopy,
    values: { expected: needed, got: bytes.length },
  })
}

function readSignals(fields: Fields, count: number): EdfSignal[] {
  const text = (width: number) => fields.column(count, () => fields.text(width))
  const number = (width: number, name: string, fits?: (value: number) => boolean) =>
    fields.column(count, () => fields.number(width, name, fits))
  const labels = text(16)
  const transducers = text(80)
  const units = text(8)
  const physicalMin = number(8, 'physical minimum')
  const physicalMax = number(8, 'physical maximum')
  const digitalMin = number(8, 'digital minimum')
  const digitalMax = number(8, 'digital maximum')
  const prefilters = text(80)
  const samples = number(8, 'samples in a record', isCount)
  return labels.map((label, i) => ({
    label,
    transducer: transducers[i]!,
    unit: units[i]!,
    physicalMin: physicalMin[i]!,
    physicalMax: physicalMax[i]!,
    digitalMin: digitalMin[i]!,
    digitalMax: digitalMax[i]!,
    prefilter: prefilters[i]!,
    samplesPerRecord: samples[i]!,
  }))
}

/** The two-digit year means 1985 to 2084 (B. Kemp, J. Olivan, EDF+ 2003, 2.1.3.5); EDF+ repeats it in full. */
function toDate(date: string, time: string, recordingId: string): string | undefined {
  const d = /^(\d{1,2})[.\-/: ](\d{1,2})[.\-/: ](\d{2})$/.exec(date)
  const t = /^(\d{1,2})[.\-/: ](\d{1,2})[.\-/: ](\d{1,2})$/.exec(time)
  if (!d || !t) return undefined
  const [day, month, short] = [Number(d[1]), Number(d[2]), Number(d[3])]
  if (day < 1 || day > 31 || month < 1 || month > 12 || Number(t[1]) > 23 || Number(t[2]) > 59) return undefined
  const full = /^Startdate \d{1,2}-[A-Za-z]{3}-(\d{4})\b/.exec(recordingId)?.[1]
  const year = full ?? String(short >= 85 ? 1900 + short : 2000 + short)
  const two = (value: string | number) => String(value).padStart(2, '0')
  return `${year}-${two(month)}-${two(day)}T${two(t[1]!)}:${two(t[2]!)}:${two(t[3]!)}`
}

const toVariant = (reserved: string): EdfHeader['variant'] =>
  /^[EB]DF\+D/.test(reserved) ? 'plus-d' : /^[EB]DF\+/.test(reserved) ? 'plus-c' : 'plain'

/** The bytes of the header, as many as its own count of signals asks for. */
export function headerBytesOf(source: ByteSource): Uint8Array {
  const fixed = source.read(0, fixedBytes)
  const count = Number(decodeText(fixed.subarray(252, 256)).trim())
  return isCount(count) ? source.read(0, fixedBytes + count * signalBytes) : fixed
}

/**
 * The header alone; the signals are not touched. Expects a file that `requireFormat` found to be EDF.
 * Throws AppError `file/truncated-header`, or `file/not-eeg` for a field that is no number.
 */
export function readEdfHeader(bytes: Uint8Array): EdfHeader {
  requireBytes(bytes, fixedBytes)
  const fields = new Fields(bytes)
  const sampleBytes = bytes[0] === 0xff ? 3 : 2
  fields.text(8)
  const patient = fields.text(80)
  const recordingId = fields.text(80)
  const [date, time] = [fields.text(8), fields.text(8)]
  const headerBytes = fields.number(8, 'length of the header', isCount)
  const variant = toVariant(fields.text(44))
  const recordCount = fields.number(8, 'number of records')
  const recordDuration = fields.number(8, 'duration of a record', isDuration)
  const count = fields.number(4, 'number of signals', isCount)
  requireBytes(bytes, fixedBytes + count * signalBytes)
  const signals = readSignals(fields, count)
  const recordBytes = sampleBytes * signals.reduce((sum, signal) => sum + signal.samplesPerRecord, 0)
  const startedAt = toDate(date, time, recordingId)
  return {
    ...{ sampleBytes, variant, patient, recordingId, recordCount, recordDuration, recordBytes, signals },
    headerBytes: Math.max(headerBytes, fixedBytes + count * signalBytes),
    ...(startedAt === undefined ? {} : { startedAt }),
  }
}
