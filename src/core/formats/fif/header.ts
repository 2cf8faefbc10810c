import { AppError } from '../../domain/error'
import { badField, noEeg } from '../fields'
import type { ByteSource } from '../source'
import { decodeText } from '../text'
import { blocks, contentOf, kinds, numberOf, numbersOf, textOf, type Tag, type TagList } from './tags'

export interface FifChannel {
  readonly label: string
  readonly kind: number
  /** Value in its unit = stored × gain. */
  readonly gain: number
  readonly isVolts: boolean
}

export interface FifHeader {
  readonly sampleRate: number
  readonly channels: readonly FifChannel[]
  /** Seconds since 1970, UTC; absent: none. */
  readonly date?: number
  readonly subject?: string
}

export const channelKinds = { eeg: 2, stim: 3, eog: 202, emg: 302, ecg: 402 } as const
const volts = 107
const channelBytes = 96

/** What the measurement info says. Throws AppError `file/not-eeg` for what cannot be right, `file/unsupported` without raw data. */
export function readFifHeader(source: ByteSource, { tags, blocks: met }: TagList): FifHeader {
  if (![...met].some(isRaw)) throw notRaw(met)
  // Copies of earlier states stand in blocks of their own inside the info.
  const info = tags.filter((tag) => tag.blocks.length <= 3)
  const first = (kind: number): Tag | undefined => info.find((tag) => tag.kind === kind)
  const [rateTag, countTag, dateTag] = [first(kinds.sampleRate), first(kinds.channelCount), first(kinds.date)]
  const sampleRate = rateTag ? (numberOf(source, rateTag) ?? 0) : 0
  if (!(sampleRate > 0 && sampleRate < 1e7)) throw badField(at(rateTag), 'sampling rate', 'hertz', String(sampleRate))
  const list = info.filter(({ kind, size }) => kind === kinds.channel && size >= channelBytes)
  const count = countTag ? numberOf(source, countTag) : null
  if (list.length === 0) throw noEeg([])
  if (count !== list.length)
    throw badField(at(countTag), 'number of channels', `the ${list.length} that are described`, String(count))
  const longNames = tags.filter(
    ({ kind, blocks: inside }) => kind === kinds.longName && inside.at(-1) === blocks.channel,
  )
  const named = longNames.length === list.length
  const channels = list.map((tag, i) => readChannel(source, tag, named ? textOf(source, longNames[i]!) : null))
  const date = dateTag ? dateOf(numbersOf(source, dateTag)) : undefined
  const subjectTag = tags.find((tag) => tag.kind === kinds.subject && tag.blocks.at(-1) === blocks.subject)
  const subject = subjectTag ? textOf(source, subjectTag) : ''
  return { sampleRate, channels, ...(date === undefined ? {} : { date }), ...(subject === '' ? {} : { subject }) }
}

export const isRaw = (block: number): boolean =>
  block === blocks.raw || block === blocks.continuous || block === blocks.shielded

/** Seconds and microseconds, or seconds alone; some writers put a date that is none. */
export function dateOf(numbers: readonly number[]): number | undefined {
  const [seconds = NaN, microseconds = 0] = numbers
  return seconds > 0 && seconds < 4e9 ? seconds + microseconds / 1e6 : undefined
}

const at = (tag: Tag | undefined): string => (tag ? `byte ${tag.at}` : 'the measurement info')

/** 96 bytes: numbers, kind, range, calibration, coil, place, unit, exponent of its prefix, and 16 letters. */
function readChannel(source: ByteSource, tag: Tag, longName: string | null): FifChannel {
  const view = contentOf(source, { ...tag, size: channelBytes })
  const [range, calibration, exponent] = [view.getFloat32(12), view.getFloat32(16), view.getInt32(80 - 4)]
  const name = decodeText(new Uint8Array(view.buffer, view.byteOffset + 80, 16)).replace(/\0.*$/s, '')
  const prefix = Math.abs(exponent) <= 18 ? 10 ** exponent : 1
  const gain = range * calibration * prefix
  if (!Number.isFinite(gain)) throw badField(`byte ${tag.at + 12}`, `calibration of ${name}`, 'a number', String(gain))
  return {
    label: longName ?? name.trim(),
    kind: view.getInt32(8),
    gain,
    isVolts: view.getInt32(72) === volts,
  }
}

function notRaw(met: ReadonlySet<number>): AppError {
  const holds = met.has(blocks.epochs) ? 'epochs' : met.has(blocks.evoked) ? 'averages' : 'no signal'
  return new AppError({
    code: 'file/unsupported',
    message: `This FIF file holds ${holds}, and not a continuous recording. Nothing was imported.`,
    hint: 'Choose the file with the raw signal, which usually ends in _raw.fif or _eeg.fif.',
    values: { expected: 'a continuous recording', got: holds },
  })
}
