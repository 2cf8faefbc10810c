import { badField, readExactly } from '../fields'
import { bytesOf, type SampleType } from '../records'
import type { ByteSource } from '../source'

/** One signal of a GDF header. */
export interface GdfSignal {
  readonly label: string
  readonly unit: string
  readonly physicalMin: number
  readonly physicalMax: number
  readonly digitalMin: number
  readonly digitalMax: number
  readonly samplesPerRecord: number
  readonly type: SampleType
}

/** Header of GDF 1.x and 2.x (A. Schlögl, arXiv cs/0608052; version 2.51). */
export interface GdfHeader {
  readonly version: number
  readonly patient: string
  /** ISO, without a zone; absent when the field is no date. */
  readonly startedAt?: string
  readonly headerBytes: number
  /** As written: −1 while a recording goes on. */
  readonly recordCount: number
  /** Seconds. */
  readonly recordDuration: number
  readonly recordBytes: number
  readonly signals: readonly GdfSignal[]
}

const fixedBytes = 256
const signalBytes = 256
/** From here on the duration of a record is one float64 in place of a fraction. */
const durationAsFloat = 2.21

const types: Readonly<Record<number, SampleType>> = {
  ...{ 1: 'int8', 2: 'uint8', 3: 'int16', 4: 'uint16', 5: 'int32', 6: 'uint32', 16: 'float32', 17: 'float64' },
  ...{ 279: 'int24', 535: 'uint24' },
}

/** ISO/IEEE 11073-10101 codes of volts; the lower five bits are the decimal factor. */
const voltCode = 4256
const decimalFactors: Readonly<Record<number, string>> = { 0: 'V', 18: 'mV', 19: 'uV', 20: 'nV' }

/** Throws AppError `file/truncated-header`, or `file/not-eeg` for a field that cannot be right. */
export function readGdfHeader(source: ByteSource): GdfHeader {
  const fixed = readExactly(source, 0, fixedBytes)
  const version = Number(text(fixed, 4, 4))
  if (!(version >= 1 && version < 3)) throw badField('byte 4', 'version', '1.x or 2.x', text(fixed, 0, 8))
  const old = version < 1.9
  const count = old ? fixed.getUint32(252, true) : fixed.getUint16(252, true)
  const least = fixedBytes + count * signalBytes
  const headerBytes = old ? Number(fixed.getBigInt64(184, true)) : fixed.getUint16(184, true) * 256
  const variable = readExactly(source, fixedBytes, count * signalBytes)
  const signals = Array.from({ length: count }, (_, i) => readSignal(variable, { count, index: i, old }))
  const recordDuration = durationOf(fixed, version)
  if (!(recordDuration > 0 && recordDuration < 1e5))
    throw badField('byte 244', 'duration of a record', 'seconds above zero', String(recordDuration))
  const startedAt = old ? textDate(text(fixed, 168, 16)) : gdfDate(fixed.getBigUint64(168, true))
  return {
    ...{ version, recordDuration, signals },
    patient: text(fixed, 8, 66).split(/\s/)[0]!,
    headerBytes: Math.max(least, headerBytes),
    recordCount: Number(fixed.getBigInt64(236, true)),
    recordBytes: signals.reduce((sum, { samplesPerRecord, type }) => sum + samplesPerRecord * bytesOf(type), 0),
    ...(startedAt === undefined ? {} : { startedAt }),
  }
}

function durationOf(fixed: DataView, version: number): number {
  if (version >= durationAsFloat) return fixed.getFloat64(244, true)
  const [top, bottom] = [fixed.getUint32(244, true), fixed.getUint32(248, true)]
  return top / bottom
}

/** Fields stand one after the other for all signals. */
function readSignal(view: DataView, { count, index, old }: { count: number; index: number; old: boolean }): GdfSignal {
  const at = (before: number, width: number): number => count * before + index * width
  const digital = (before: number): number =>
    old ? Number(view.getBigInt64(at(before, 8), true)) : view.getFloat64(at(before, 8), true)
  const code = view.getUint32(at(220, 4), true)
  const type = types[code]
  const field = `type of samples of signal ${index + 1}`
  if (!type) throw badField(`byte ${256 + at(220, 4)}`, field, 'a type of GDF', String(code))
  const samplesPerRecord = view.getUint32(at(216, 4), true)
  if (samplesPerRecord > 2 ** 26)
    throw badField(`byte ${256 + at(216, 4)}`, 'samples in a record', 'a count', String(samplesPerRecord))
  return {
    label: text(view, at(0, 16), 16),
    unit: old ? text(view, at(96, 8), 8) : unitOf(view.getUint16(at(102, 2), true), text(view, at(96, 6), 6)),
    physicalMin: view.getFloat64(at(104, 8), true),
    physicalMax: view.getFloat64(at(112, 8), true),
    digitalMin: digital(120),
    digitalMax: digital(128),
    ...{ samplesPerRecord, type },
  }
}

const unitOf = (code: number, obsolete: string): string =>
  (code & ~31) === voltCode
    ? (decimalFactors[code & 31] ?? 'unknown factor of V')
    : code === 0
      ? obsolete
      : `code ${code}`

/** Latin-1, up to the first zero. */
export function text(view: DataView, at: number, width: number): string {
  const bytes = new Uint8Array(view.buffer, view.byteOffset + at, Math.max(0, Math.min(width, view.byteLength - at)))
  const end = bytes.indexOf(0)
  return new TextDecoder('latin1').decode(end < 0 ? bytes : bytes.subarray(0, end)).trim()
}

/** `YYYYMMDDhhmmsscc` */
function textDate(value: string): string | undefined {
  const match = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})/.exec(value)
  return match ? `${match[1]}-${match[2]}-${match[3]}T${match[4]}:${match[5]}:${match[6]}` : undefined
}

/** Days since the year 0 in units of 2^-32 of a day (MATLAB's datenum): the Unix epoch is day 719529. */
function gdfDate(value: bigint): string | undefined {
  const days = Number(value >> 32n) - 719_529 + Number(value & 0xffffffffn) / 2 ** 32
  const date = new Date(Math.round(days * 86_400) * 1000)
  return value > 0n && Number.isFinite(date.getTime()) ? date.toISOString().slice(0, 19) : undefined
}
