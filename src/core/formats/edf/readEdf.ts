import { AppError } from '../../domain/error'
import type { Channel, Marker, Recording, RecordingFormat } from '../../domain/recording'
import { hertz, samples, seconds, type Hertz } from '../../domain/units'
import { badDuration, isRate } from '../fields'
import type { RecordingReader } from '../reader'
import { requireFormat } from '../sniff'
import { memorySource, readInto, type ByteSource } from '../source'
import { readAnnotations, type EdfAnnotation } from './annotations'
import { edfFacts } from './facts'
import { headerBytesOf, isAnnotation, isStatus, readEdfHeader, type EdfHeader } from './header'
import { ofCommonestRate, placeSignals, toLayout, toRecordSignal, type PlacedSignal } from './placement'
import { problemsOf, recordsIn, truncation } from './soundness'
import { readTriggers } from './status'
import { placeStretches, readTimeline, sampleOfRecord, trackStretches, type Stretch, type Timeline } from './stretches'

function requireEeg(placed: readonly PlacedSignal[]): void {
  const sound = placed.some(({ signal, calibration }) => calibration.isVoltage && signal.samplesPerRecord > 0)
  if (sound) return
  const labels = placed.map(({ signal }) => signal.label).join(', ')
  throw new AppError({
    code: 'file/no-eeg-channels',
    message: `The file has no EEG channel. Expected signals in µV, got: ${labels || 'annotations only'}. Nothing was imported.`,
    hint: 'Choose the file that holds the signals, not the one with events alone.',
    values: { expected: 'signals in µV', got: labels },
  })
}

function requireRate({ recordDuration }: EdfHeader, perRecord: number): Hertz {
  const rate = perRecord / recordDuration
  if (isRate(rate)) return hertz(rate)
  throw badDuration('byte 244', recordDuration, perRecord)
}

/** What the annotation signals say: of events, and of when each record begins. */
interface Annotations {
  /** Records that count, from the first; those after too long a pause do not. */
  readonly records: number
  readonly stretches: readonly Stretch[]
  readonly annotations: readonly EdfAnnotation[]
  /** Start of the first record, seconds. */
  readonly origin: number
  readonly bad: number
}

/** Small records are read with their neighbours; between the annotations of large ones lies too much. */
function pieceReader(source: ByteSource, recordBytes: number): (offset: number, length: number) => Uint8Array {
  if (recordBytes < 4096) return source.read
  let buffer = new Uint8Array(256)
  return (offset, length) => {
    if (length > buffer.length) buffer = new Uint8Array(length)
    return buffer.subarray(0, readInto(source, buffer.subarray(0, length), offset))
  }
}

/** Reads the annotations of each record; in a file with pauses they say where a stretch ends. */
function readRecordAnnotations(source: ByteSource, header: EdfHeader, records: number): Annotations {
  const signals = placeSignals(header).filter(({ signal }) => isAnnotation(signal))
  const annotations: EdfAnnotation[] = []
  const track = trackStretches(header.recordDuration)
  const readBytes = pieceReader(source, header.recordBytes)
  let [record, origin, bad] = [0, 0, 0]
  for (; signals.length > 0 && record < records; record++) {
    const base = header.headerBytes + record * header.recordBytes
    const read = signals.map(({ signal, at }) =>
      readAnnotations(readBytes(base + at, header.sampleBytes * signal.samplesPerRecord)),
    )
    const start = read[0]?.start ?? null
    if (record === 0) origin = start ?? 0
    if (header.variant === 'plus-d' && start !== null && !track.begins(record, start - origin)) break
    for (const list of read) {
      annotations.push(...list.annotations)
      bad += list.bad
    }
  }
  const kept = signals.length > 0 ? record : records
  return { records: kept, stretches: track.end(kept), annotations, origin, bad }
}

function toMarkers(
  timeline: Annotations,
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
function statusMarkers(source: ByteSource, header: EdfHeader, { stretches, perRecord }: Timeline): Marker[] {
  const status = placeSignals(header).find(({ signal }) => isStatus(signal, header))
  if (!status) return []
  const signal = toRecordSignal(status, header)
  const last = stretches.at(-1)!
  const layout = toLayout(header, last.first + last.count, [signal])
  return readTriggers(source, layout, signal).map((marker) => {
    const record = Math.floor(marker.sample / signal.samplesPerRecord)
    const within = ((marker.sample % signal.samplesPerRecord) * perRecord) / signal.samplesPerRecord
    return { ...marker, sample: samples(Math.round(sampleOfRecord({ stretches, perRecord }, record) + within)) }
  })
}

/**
 * Opens EDF, EDF+, BDF and BDF+. Signals in volts of any prefix become µV; between the stretches of a discontinuous file
 * the last value is held, and `gaps` says where; what is not sound is left out and named in `problems`. Throws AppError:
 * `file/truncated-header`, `file/truncated-data` (not one whole record), `file/not-eeg` for a field that is no number,
 * `file/no-eeg-channels`.
 */
export function openEdf(source: ByteSource): RecordingReader {
  const header = readEdfHeader(headerBytesOf(source))
  const all = placeSignals(header)
  const signals = all.filter(({ signal }) => !isAnnotation(signal) && !isStatus(signal, header))
  requireEeg(signals)
  const extent = recordsIn(source.size, header)
  const kept = ofCommonestRate(signals)
  const perRecord = kept[0]!.signal.samplesPerRecord
  const sampleRate = requireRate(header, perRecord)
  const said = readRecordAnnotations(source, header, extent.records)
  const timeline = placeStretches(said.stretches, perRecord, sampleRate)
  const { sampleCount, gaps } = timeline
  const annotated = toMarkers(said, sampleRate, sampleCount)
  const markers = [...annotated.markers, ...statusMarkers(source, header, timeline)].sort((a, b) => a.sample - b.sample)
  const bad = said.bad + annotated.outside
  const problems = [
    ...truncation(extent, header, said.records, markers.length),
    ...problemsOf({ header, signals, kept, extent, records: said.records, gaps, bad }),
  ]
  const code = header.variant === 'plain' ? undefined : header.patient.split(' ')[0]
  const recordSignals = kept.map((placed) => toRecordSignal(placed, header))
  const layout = toLayout(header, said.records, recordSignals)
  const of = (channels?: readonly number[]) => channels?.map((channel) => recordSignals[channel]!) ?? recordSignals
  return {
    info: {
      format: formatOf(header),
      ...{ sampleRate, sampleCount, markers, problems },
      channels: kept.map(toChannel),
      ...(gaps.length > 0 ? { gaps } : {}),
      ...(header.startedAt === undefined ? {} : { startedAt: header.startedAt }),
      ...(code && code !== 'X' ? { subjectCode: code } : {}),
      ...edfFacts(
        header,
        kept.map(({ signal }) => signal),
      ),
    },
    companions: [],
    read: (from, to, channels) => readTimeline(source, { layout, timeline }, { from, to, signals: of(channels) }),
    readInto(target, from, channels) {
      const to = samples(from + (target[0]?.length ?? 0))
      readTimeline(source, { layout, timeline }, { from, to, signals: of(channels), into: [...target] })
    },
  }
}

/** All of a file that is in memory; see `openEdf`, and `file/…` for what is no EDF or BDF. */
export function readEdf(bytes: Uint8Array, fileName = ''): Recording {
  requireFormat(fileName, bytes)
  const reader = openEdf(memorySource(fileName, bytes))
  return { ...reader.info, data: reader.read(samples(0), reader.info.sampleCount) }
}
