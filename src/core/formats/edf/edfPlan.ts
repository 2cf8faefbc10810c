import type { Marker } from '../../domain/recording'
import type { Hertz, Samples } from '../../domain/units'
import { physicalRange, type PhysicalRange } from './physicalRange'

/** What to write as EDF+C or BDF+C, short of the samples. */
export interface EdfDescription {
  /** Samples of two bytes make EDF+, of three BDF+; two when absent. */
  readonly sampleBytes?: 2 | 3
  readonly subjectCode?: string
  /** ISO date and time without a zone; `1985-01-01T00:00:00` when absent. */
  readonly startedAt?: string
  /** What recorded it, without spaces. */
  readonly equipment?: string
  readonly sampleRate: Hertz
  /** Samples of a record; those of one second when absent. */
  readonly samplesPerRecord?: number
  readonly labels: readonly string[]
  /** Of each channel; µV when absent. */
  readonly units?: readonly string[]
  readonly markers: readonly Marker[]
}

/** A file before its samples are there: how large it is and what each number means. */
export interface EdfPlan extends Required<Pick<EdfDescription, 'sampleBytes' | 'samplesPerRecord' | 'labels'>> {
  readonly description: EdfDescription
  readonly ranges: readonly PhysicalRange[]
  readonly records: number
  /** Seconds of a record, as the header has them. */
  readonly recordDuration: string
  /** Of each record: its time, then the markers that begin in it. */
  readonly annotations: readonly Uint8Array[]
  readonly annotationBytes: number
  readonly headerBytes: number
  readonly recordBytes: number
}

/** Bytes of a record that readers expect at most of EDF+ are 61440 (EDF+ 2003, 2.1.1); BDF has three for two. */
const leastAnnotationBytes = 60

/**
 * `peaks`: the largest size of a sample of each channel, in its unit. Throws RangeError for a rate and record of which the
 * eight letters of the header cannot hold the duration, or for channels that do not fit each other.
 */
export function planEdf(description: EdfDescription, sampleCount: Samples, peaks: readonly number[]): EdfPlan {
  const { sampleRate, labels, units, sampleBytes = 2 } = description
  const samplesPerRecord = description.samplesPerRecord ?? sampleRate
  if (!Number.isInteger(samplesPerRecord) || samplesPerRecord < 1)
    throw new RangeError(`Expected whole samples in a record, got ${samplesPerRecord}`)
  if (peaks.length !== labels.length || (units && units.length !== labels.length))
    throw new RangeError('Expected one channel of one length for each label')
  const recordDuration = durationText(samplesPerRecord / sampleRate)
  const records = Math.ceil(sampleCount / samplesPerRecord)
  const rate = samplesPerRecord / Number(recordDuration)
  const annotations = annotationRecords(description.markers, { records, samplesPerRecord, rate, sampleRate })
  const longest = Math.max(...annotations.map((bytes) => bytes.length), leastAnnotationBytes)
  const annotationBytes = Math.ceil(longest / sampleBytes) * sampleBytes
  return {
    ...{ description, sampleBytes, samplesPerRecord, labels, records, recordDuration, annotations, annotationBytes },
    ranges: peaks.map((peak, i) => physicalRange(peak, units?.[i] ?? 'uV')),
    headerBytes: 256 * (labels.length + 2),
    recordBytes: sampleBytes * labels.length * samplesPerRecord + annotationBytes,
  }
}

/** Eight letters. Throws RangeError where they cannot say it to a millionth. */
export function durationText(seconds: number): string {
  const text = String(seconds).length <= 8 ? String(seconds) : seconds.toFixed(8).slice(0, 8)
  if (Math.abs(Number(text) / seconds - 1) <= 1e-6) return text
  throw new RangeError(`Expected a record of a duration that eight letters hold, got ${seconds} s`)
}

interface Clock {
  readonly records: number
  readonly samplesPerRecord: number
  /** As the header gives it, and as it is. */
  readonly rate: number
  readonly sampleRate: number
}

/** Times count by the header's rate, so that each marker comes back on its own sample. */
function annotationRecords(markers: readonly Marker[], clock: Clock): Uint8Array[] {
  const { records, samplesPerRecord, rate, sampleRate } = clock
  const time = (sample: number): string => `+${Number((sample / rate).toFixed(7))}`
  const texts = Array.from({ length: records }, (_, record) => `${time(record * samplesPerRecord)}\x14\x14\0`)
  for (const { code, sample, duration } of markers) {
    const record = Math.floor(sample / samplesPerRecord)
    if (record < 0 || record >= records) continue
    const length = duration === undefined ? '' : `\x15${Number(((duration * sampleRate) / rate).toFixed(7))}`
    texts[record] += `${time(sample)}${length}\x14${plain(code)}\x14\0`
  }
  return texts.map((text) => new TextEncoder().encode(text))
}

/** The three letters that an annotation is made with cannot be part of its text. */
const plain = (code: string): string => code.replace(/[\0\x14\x15]/g, ' ')
