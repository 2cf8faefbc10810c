import type { Marker } from '../../domain/recording'
import type { Hertz } from '../../domain/units'
import { annotationLabel } from './header'

/** What to write as EDF+C. `data[channel]` in µV, all of one length. */
export interface EdfWriteRequest {
  readonly subjectCode?: string
  /** ISO date and time without a zone; `1985-01-01T00:00:00` when absent. */
  readonly startedAt?: string
  /** What recorded it, without spaces. */
  readonly equipment?: string
  /** Whole number: a record lasts one second. */
  readonly sampleRate: Hertz
  readonly labels: readonly string[]
  readonly data: readonly Float32Array[]
  readonly markers: readonly Marker[]
}

const digitalMax = 32767
const months = 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split(' ')
const encode = (text: string): Uint8Array => new TextEncoder().encode(text)

/** Fixed width, padded with spaces; longer text is cut. */
function field(text: string | number, width: number): Uint8Array {
  const bytes = new Uint8Array(width).fill(32)
  bytes.set(encode(String(text)).subarray(0, width))
  return bytes
}

/** Smallest symmetric range in whole µV that holds all samples of a channel. */
function rangeOf(channel: Float32Array): number {
  let peak = 0
  for (const value of channel) peak = Math.max(peak, Math.abs(value))
  return Math.max(1, Math.ceil(peak))
}

/** Annotation bytes of each record: its time, then the markers that begin in it. */
function annotationRecords(request: EdfWriteRequest, records: number): Uint8Array[] {
  const texts = Array.from({ length: records }, (_, record) => `+${record}\x14\x14\0`)
  for (const { code, sample, duration } of request.markers) {
    const record = Math.floor(sample / request.sampleRate)
    const onset = `+${Number((sample / request.sampleRate).toFixed(6))}`
    if (record < records) texts[record] += `${onset}${duration === undefined ? '' : `\x15${duration}`}\x14${code}\x14\0`
  }
  return texts.map(encode)
}

function headerOf(request: EdfWriteRequest, records: number, annotationSamples: number): Uint8Array[] {
  const [date = '', time = ''] = (request.startedAt ?? '1985-01-01T00:00:00').split('T')
  const [year = '', month = '', day = ''] = date.split('-')
  const startDate = `Startdate ${day}-${months[Number(month) - 1]}-${year} X X ${request.equipment ?? 'X'}`
  const labels = [...request.labels, annotationLabel]
  const ranges = request.data.map(rangeOf)
  const each = (width: number, eeg: (index: number) => string | number, annotation: string | number) =>
    labels.map((_, i) => field(i < ranges.length ? eeg(i) : annotation, width))
  return [
    field('0', 8),
    field(`${request.subjectCode ?? 'X'} X X X`, 80),
    field(startDate, 80),
    field(`${day}.${month}.${year.slice(2)}`, 8),
    field(time.slice(0, 8).replaceAll(':', '.'), 8),
    field(256 * (labels.length + 1), 8),
    field('EDF+C', 44),
    field(records, 8),
    field(1, 8),
    field(labels.length, 4),
    ...labels.map((label) => field(label, 16)),
    ...each(80, () => '', ''),
    ...each(8, () => 'uV', ''),
    ...each(8, (i) => -ranges[i]!, -1),
    ...each(8, (i) => ranges[i]!, 1),
    ...each(8, () => -digitalMax, -digitalMax - 1),
    ...each(8, () => digitalMax, digitalMax),
    ...each(80, () => '', ''),
    ...each(8, () => request.sampleRate, annotationSamples),
    ...each(32, () => '', ''),
  ]
}

/** Channel-major records of 16-bit little-endian integers; past its end the last value of a channel is repeated. */
function putSignals(view: DataView, request: EdfWriteRequest, recordBytes: number): void {
  const count = request.sampleRate
  request.data.forEach((channel, c) => {
    const scale = digitalMax / rangeOf(channel)
    const records = Math.ceil(channel.length / count)
    for (let i = 0; i < records * count; i++) {
      const value = channel[Math.min(i, channel.length - 1)]!
      const at = Math.floor(i / count) * recordBytes + 2 * (c * count + (i % count))
      view.setInt16(at, Math.round(value * scale), true)
    }
  })
}

function join(parts: readonly Uint8Array[], total: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(total)
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}

/**
 * Writes EDF+C (B. Kemp, J. Olivan, Clin. Neurophysiol. 114 (2003) 1755–1761) with records of one second and one annotation
 * signal. A last record that is not full is filled with the last values.
 * Throws RangeError for a rate that is no whole number, or channels of unequal length.
 */
export function writeEdf(request: EdfWriteRequest): Uint8Array<ArrayBuffer> {
  const { sampleRate, data, labels } = request
  const length = data[0]?.length ?? 0
  if (!Number.isInteger(sampleRate)) throw new RangeError(`Expected whole samples in a second, got ${sampleRate}`)
  if (data.length !== labels.length || data.some((channel) => channel.length !== length)) {
    throw new RangeError('Expected one channel of one length for each label')
  }
  const records = Math.ceil(length / sampleRate)
  const annotations = annotationRecords(request, records)
  const annotationSamples = Math.ceil(Math.max(...annotations.map((bytes) => bytes.length), 30) / 2)
  const header = headerOf(request, records, annotationSamples)
  const headerBytes = 256 * (labels.length + 2)
  const recordBytes = 2 * (data.length * sampleRate + annotationSamples)
  const bytes = join(header, headerBytes + records * recordBytes)
  putSignals(new DataView(bytes.buffer, headerBytes), request, recordBytes)
  annotations.forEach((text, record) =>
    bytes.set(text, headerBytes + (record + 1) * recordBytes - 2 * annotationSamples),
  )
  return bytes
}
