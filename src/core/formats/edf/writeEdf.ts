import { samples } from '../../domain/units'
import { planEdf, type EdfDescription, type EdfPlan } from './edfPlan'
import { limitText } from './physicalRange'

/** What to write as EDF+C or BDF+C. `data[channel]` in µV or its unit, all of one length. */
export interface EdfWriteRequest extends EdfDescription {
  readonly data: readonly Float32Array[]
}

const months = 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split(' ')
const encode = (text: string): Uint8Array => new TextEncoder().encode(text)

/** Fixed width, padded with spaces; longer text is cut. */
function field(text: string | number, width: number): Uint8Array {
  const bytes = new Uint8Array(width).fill(32)
  bytes.set(encode(String(text)).subarray(0, width))
  return bytes
}

/** The largest size of the samples that are numbers. */
export function peakOf(channel: Float32Array): number {
  let peak = 0
  for (let i = 0; i < channel.length; i++) {
    const size = Math.abs(channel[i]!)
    if (size > peak && size < Infinity) peak = size
  }
  return peak
}

const digitalMaxOf = ({ sampleBytes }: Pick<EdfPlan, 'sampleBytes'>): number => (sampleBytes === 3 ? 8_388_607 : 32_767)

/** What one step of a channel is worth, in the unit of its samples. */
export const stepOf = (plan: EdfPlan, channel: number): number => {
  const { limit, factor } = plan.ranges[channel]!
  return limit / factor / digitalMaxOf(plan)
}

/** The header of EDF+C (B. Kemp, J. Olivan, Clin. Neurophysiol. 114 (2003) 1755–1761), or BDF+C, which is EDF+ with three bytes. */
export function encodeEdfHeader(plan: EdfPlan): Uint8Array<ArrayBuffer> {
  const { description, sampleBytes, ranges, records, headerBytes } = plan
  const [date = '', time = ''] = (description.startedAt ?? '1985-01-01T00:00:00').split('T')
  const [year = '', month = '', day = ''] = date.split('-')
  const startDate = `Startdate ${day}-${months[Number(month) - 1]}-${year} X X ${description.equipment ?? 'X'}`
  const labels = [...plan.labels, `${sampleBytes === 3 ? 'BDF' : 'EDF'} Annotations`]
  const digitalMax = digitalMaxOf(plan)
  const each = (width: number, eeg: (index: number) => string | number, annotation: string | number) =>
    labels.map((_, i) => field(i < ranges.length ? eeg(i) : annotation, width))
  const version = sampleBytes === 3 ? Uint8Array.of(0xff, ...encode('BIOSEMI')) : field('0', 8)
  return join(headerBytes, [
    version,
    field(`${description.subjectCode?.replace(/\s/g, '_') || 'X'} X X X`, 80),
    field(startDate, 80),
    field(`${day}.${month}.${year.slice(2)}`, 8),
    field(time.slice(0, 8).replaceAll(':', '.'), 8),
    field(headerBytes, 8),
    field(sampleBytes === 3 ? 'BDF+C' : 'EDF+C', 44),
    field(records, 8),
    field(plan.recordDuration, 8),
    field(labels.length, 4),
    ...labels.map((label) => field(label, 16)),
    ...each(80, () => '', ''),
    ...each(8, (i) => ranges[i]!.unit, ''),
    ...each(8, (i) => `-${limitText(ranges[i]!.limit)}`, -1),
    ...each(8, (i) => limitText(ranges[i]!.limit), 1),
    ...each(8, () => -digitalMax, -digitalMax - 1),
    ...each(8, () => digitalMax, digitalMax),
    ...each(80, () => '', ''),
    ...each(8, () => plan.samplesPerRecord, plan.annotationBytes / sampleBytes),
    ...each(32, () => '', ''),
  ])
}

/**
 * Records from `first` on, as many as the samples begin. `data[channel]`: samples from that record's first one. A last record that
 * is not full is filled with the last values, and so is what is no number.
 */
export function encodeEdfRecords(plan: EdfPlan, data: readonly Float32Array[], first: number): Uint8Array<ArrayBuffer> {
  const { samplesPerRecord: count, sampleBytes, recordBytes } = plan
  const records = Math.ceil((data[0]?.length ?? 0) / count)
  const bytes = new Uint8Array(records * recordBytes)
  const digitalMax = digitalMaxOf(plan)
  data.forEach((channel, c) => {
    const scale = (digitalMax * plan.ranges[c]!.factor) / plan.ranges[c]!.limit
    let held = 0
    for (let i = 0; i < records * count; i++) {
      const value = i < channel.length ? Math.round(channel[i]! * scale) : held
      // NaN and infinities fail this.
      if (Math.abs(value) <= digitalMax) held = value
      const at = Math.floor(i / count) * recordBytes + sampleBytes * (c * count + (i % count))
      bytes[at] = held
      bytes[at + 1] = held >> 8
      if (sampleBytes === 3) bytes[at + 2] = held >> 16
    }
  })
  for (let record = 0; record < records; record++)
    bytes.set(plan.annotations[first + record]!, (record + 1) * recordBytes - plan.annotationBytes)
  return bytes
}

function join(total: number, parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(total)
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}

/**
 * A whole file of EDF+C or BDF+C in memory, with one annotation signal. Throws RangeError for records that do not hold whole
 * samples, or channels of unequal length.
 */
export function writeEdf({ data, ...description }: EdfWriteRequest): Uint8Array<ArrayBuffer> {
  const length = data[0]?.length ?? 0
  if (data.some((channel) => channel.length !== length))
    throw new RangeError('Expected one channel of one length for each label')
  const plan = planEdf(description, samples(length), data.map(peakOf))
  const [header, records] = [encodeEdfHeader(plan), encodeEdfRecords(plan, data, 0)]
  return join(header.length + records.length, [header, records])
}
