import { AppError } from '../../domain/error'
import type { Channel, Marker, Recording, RecordingProblem } from '../../domain/recording'
import { hertz, samples, seconds } from '../../domain/units'
import { requireFormat } from '../sniff'
import { readAnnotations, type EdfAnnotation } from './annotations'
import { isAnnotation, readEdfHeader, type EdfHeader } from './header'
import { ofCommonestRate, placeSignals, type PlacedSignal } from './placement'
import { problemsOf, recordsIn, truncation } from './soundness'

function requireEeg(placed: readonly PlacedSignal[], header: EdfHeader): void {
  const sound = placed.some(({ signal, calibration }) => calibration.isVoltage && signal.samplesPerRecord > 0)
  if (sound && header.recordDuration > 0) return
  const labels = placed.map(({ signal }) => signal.label).join(', ')
  throw new AppError({
    code: 'file/no-eeg-channels',
    message: `The file has no EEG channel. Expected signals in µV, got: ${labels || 'annotations only'}. Nothing was imported.`,
    hint: 'Choose the file that holds the signals, not the one with events alone.',
    values: { expected: 'signals in µV', got: labels },
  })
}

interface Timeline {
  /** Records that follow each other without a gap, from the first. */
  readonly records: number
  readonly annotations: readonly EdfAnnotation[]
  /** Start of the first record, seconds. */
  readonly origin: number
  readonly bad: number
}

/** Reads the annotations of each record, and stops before the first gap in time. */
function readTimeline(bytes: Uint8Array, header: EdfHeader, records: number): Timeline {
  const signals = placeSignals(header).filter(({ signal }) => isAnnotation(signal))
  const annotations: EdfAnnotation[] = []
  let origin = 0
  let bad = 0
  for (let record = 0; record < records; record++) {
    const base = header.headerBytes + record * header.recordBytes
    const read = signals.map(({ signal, at }) =>
      readAnnotations(bytes.subarray(base + at, base + at + 2 * signal.samplesPerRecord)),
    )
    const start = read[0]?.start ?? null
    if (record === 0) origin = start ?? 0
    const expected = origin + record * header.recordDuration
    const gap = start !== null && Math.abs(start - expected) > header.recordDuration / 100
    if (header.variant === 'edf+d' && gap) return { records: record, annotations, origin, bad }
    for (const list of read) {
      annotations.push(...list.annotations)
      bad += list.bad
    }
  }
  return { records, annotations, origin, bad }
}

/** 16-bit little-endian integers of one signal, record by record, as calibrated values. */
function readSignal(bytes: Uint8Array, header: EdfHeader, placed: PlacedSignal, records: number): Float32Array {
  const count = placed.signal.samplesPerRecord
  const { gain, offset } = placed.calibration
  const data = new Float32Array(count * records)
  for (let record = 0; record < records; record++) {
    let from = header.headerBytes + record * header.recordBytes + placed.at
    for (let i = record * count; i < (record + 1) * count; i++, from += 2) {
      data[i] = (((bytes[from]! | (bytes[from + 1]! << 8)) << 16) >> 16) * gain + offset
    }
  }
  return data
}

function toMarkers(
  timeline: Timeline,
  sampleRate: number,
  sampleCount: number,
): { markers: Marker[]; outside: number } {
  const all = timeline.annotations.map(({ onset, duration, text }) => ({
    code: text,
    sample: samples(Math.round((onset - timeline.origin) * sampleRate)),
    ...(duration === undefined ? {} : { duration: seconds(duration) }),
  }))
  const markers = all.filter(({ sample }) => sample >= 0 && sample < sampleCount).sort((a, b) => a.sample - b.sample)
  return { markers, outside: all.length - markers.length }
}

const toChannel = ({ signal, electrode, calibration }: PlacedSignal): Channel => ({
  label: signal.label,
  electrode,
  unit: calibration.unit,
})

/**
 * Reads EDF and EDF+. Signals in volts of any prefix become µV; what is not sound is left out and named in `problems`.
 * Throws AppError: `file/empty`, `file/web-page`, `file/not-eeg`, `file/unsupported`, `file/truncated-header`,
 * `file/truncated-data` (not one whole record), `file/no-eeg-channels`.
 */
export function readEdf(bytes: Uint8Array, fileName = ''): Recording {
  requireFormat(fileName, bytes)
  const header = readEdfHeader(bytes)
  const signals = placeSignals(header).filter(({ signal }) => !isAnnotation(signal))
  requireEeg(signals, header)
  const extent = recordsIn(bytes, header)
  const timeline = readTimeline(bytes, header, extent.records)
  const kept = ofCommonestRate(signals)
  const perRecord = kept[0]!.signal.samplesPerRecord
  const sampleRate = hertz(perRecord / header.recordDuration)
  const sampleCount = samples(perRecord * timeline.records)
  const { markers, outside } = toMarkers(timeline, sampleRate, sampleCount)
  const cut: RecordingProblem[] = truncation(extent, header, timeline.records, markers.length)
  const problems = problemsOf({ header, signals, kept, extent, records: timeline.records, bad: timeline.bad + outside })
  const code = header.variant === 'edf' ? undefined : header.patient.split(' ')[0]
  return {
    format: header.variant === 'edf' ? 'edf' : 'edf+',
    ...{ sampleRate, sampleCount, markers, problems: [...cut, ...problems] },
    channels: kept.map(toChannel),
    data: kept.map((placed) => readSignal(bytes, header, placed, timeline.records)),
    ...(header.startedAt === undefined ? {} : { startedAt: header.startedAt }),
    ...(code && code !== 'X' ? { subjectCode: code } : {}),
  }
}
