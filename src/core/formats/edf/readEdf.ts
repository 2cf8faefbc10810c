import { AppError } from '../../domain/error'
import type { Channel, Marker, Recording, RecordingFormat } from '../../domain/recording'
import { hertz, samples, seconds } from '../../domain/units'
import type { RecordingReader } from '../reader'
import { readRecords } from '../records'
import { requireFormat } from '../sniff'
import { memorySource, type ByteSource } from '../source'
import { readAnnotations, type EdfAnnotation } from './annotations'
import { headerBytesOf, isAnnotation, isStatus, readEdfHeader, type EdfHeader } from './header'
import { ofCommonestRate, placeSignals, toLayout, toRecordSignal, type PlacedSignal } from './placement'
import { problemsOf, recordsIn, truncation } from './soundness'
import { readTriggers } from './status'

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
function readTimeline(source: ByteSource, header: EdfHeader, records: number): Timeline {
  const signals = placeSignals(header).filter(({ signal }) => isAnnotation(signal))
  const annotations: EdfAnnotation[] = []
  let origin = 0
  let bad = 0
  if (signals.length === 0) return { records, annotations, origin, bad }
  for (let record = 0; record < records; record++) {
    const base = header.headerBytes + record * header.recordBytes
    const read = signals.map(({ signal, at }) =>
      readAnnotations(source.read(base + at, header.sampleBytes * signal.samplesPerRecord)),
    )
    const start = read[0]?.start ?? null
    if (record === 0) origin = start ?? 0
    const expected = origin + record * header.recordDuration
    const gap = start !== null && Math.abs(start - expected) > header.recordDuration / 100
    if (header.variant === 'plus-d' && gap) return { records: record, annotations, origin, bad }
    for (const list of read) {
      annotations.push(...list.annotations)
      bad += list.bad
    }
  }
  return { records, annotations, origin, bad }
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

const formatOf = ({ sampleBytes, variant }: EdfHeader): RecordingFormat =>
  sampleBytes === 3 ? (variant === 'plain' ? 'bdf' : 'bdf+') : variant === 'plain' ? 'edf' : 'edf+'

/** Triggers of a BioSemi status channel, on the clock of the signals. */
function statusMarkers(source: ByteSource, header: EdfHeader, records: number, perRecord: number): Marker[] {
  const status = placeSignals(header).find(({ signal }) => isStatus(signal, header))
  if (!status) return []
  const signal = toRecordSignal(status, header)
  return readTriggers(source, toLayout(header, records, [signal]), signal).map((marker) => ({
    ...marker,
    sample: samples(Math.round((marker.sample * perRecord) / signal.samplesPerRecord)),
  }))
}

/**
 * Opens EDF, EDF+, BDF and BDF+. Signals in volts of any prefix become µV; what is not sound is left out and named in
 * `problems`. Throws AppError: `file/truncated-header`, `file/truncated-data` (not one whole record), `file/not-eeg` for a
 * field that is no number, `file/no-eeg-channels`.
 */
export function openEdf(source: ByteSource): RecordingReader {
  const header = readEdfHeader(headerBytesOf(source))
  const all = placeSignals(header)
  const signals = all.filter(({ signal }) => !isAnnotation(signal) && !isStatus(signal, header))
  requireEeg(signals, header)
  const extent = recordsIn(source.size, header)
  const timeline = readTimeline(source, header, extent.records)
  const kept = ofCommonestRate(signals)
  const perRecord = kept[0]!.signal.samplesPerRecord
  const sampleRate = hertz(perRecord / header.recordDuration)
  const sampleCount = samples(perRecord * timeline.records)
  const annotated = toMarkers(timeline, sampleRate, sampleCount)
  const markers = [...annotated.markers, ...statusMarkers(source, header, timeline.records, perRecord)].sort(
    (a, b) => a.sample - b.sample,
  )
  const bad = timeline.bad + annotated.outside
  const problems = [
    ...truncation(extent, header, timeline.records, markers.length),
    ...problemsOf({ header, signals, kept, extent, records: timeline.records, bad }),
  ]
  const code = header.variant === 'plain' ? undefined : header.patient.split(' ')[0]
  const recordSignals = kept.map((placed) => toRecordSignal(placed, header))
  const layout = toLayout(header, timeline.records, recordSignals)
  return {
    info: {
      format: formatOf(header),
      ...{ sampleRate, sampleCount, markers, problems },
      channels: kept.map(toChannel),
      ...(header.startedAt === undefined ? {} : { startedAt: header.startedAt }),
      ...(code && code !== 'X' ? { subjectCode: code } : {}),
    },
    companions: [],
    read(from, to, channels) {
      const wanted = channels?.map((channel) => recordSignals[channel]!) ?? recordSignals
      return readRecords(source, layout, { from, to, signals: wanted })
    },
  }
}

/** All of a file that is in memory; see `openEdf`, and `file/…` for what is no EDF or BDF. */
export function readEdf(bytes: Uint8Array, fileName = ''): Recording {
  requireFormat(fileName, bytes)
  const reader = openEdf(memorySource(fileName, bytes))
  return { ...reader.info, data: reader.read(samples(0), reader.info.sampleCount) }
}
