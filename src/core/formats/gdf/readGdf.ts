import type { Channel, RecordingProblem } from '../../domain/recording'
import { hertz, samples } from '../../domain/units'
import { toElectrodeNames } from '../../montage/names'
import { toCalibrations } from '../edf/calibration'
import { badDuration, isRate, noEeg, truncatedData } from '../fields'
import { bytesOf, readRecords, type RecordSignal } from '../records'
import type { RecordingReader } from '../reader'
import { withoutRange } from '../problems'
import type { ByteSource } from '../source'
import { readGdfEvents } from './events'
import { readGdfHeader, type GdfHeader } from './header'

interface Placed {
  readonly channel: Channel
  readonly signal: RecordSignal
  readonly isVoltage: boolean
  readonly assumed: boolean
  readonly rangeless: boolean
}

/**
 * Opens GDF 1.x and 2.x. Signals in volts of any prefix become µV; what is not sound is left out and named in `problems`.
 * Throws AppError: `file/truncated-header`, `file/truncated-data` (not one whole record), `file/not-eeg` for a field that
 * cannot be right, `file/no-eeg-channels`.
 */
export function openGdf(source: ByteSource): RecordingReader {
  const header = readGdfHeader(source)
  const placed = placeSignals(header)
  const voltages = placed.filter(({ isVoltage, signal }) => isVoltage && signal.samplesPerRecord > 0)
  if (voltages.length === 0) throw noEeg(header.signals.map(({ label }) => label))
  const records = recordsIn(source, header)
  const perRecord = commonest(voltages.map(({ signal }) => signal.samplesPerRecord))
  const kept = placed.filter(({ signal }) => signal.samplesPerRecord === perRecord)
  const sampleRate = hertz(perRecord / header.recordDuration)
  if (!isRate(sampleRate)) throw badDuration('byte 244', header.recordDuration, perRecord)
  const sampleCount = samples(perRecord * records)
  const { markers, bad } = readGdfEvents(source, header, { records, sampleRate, sampleCount })
  const layout = { start: header.headerBytes, recordBytes: header.recordBytes, records, signals: [] }
  const of = (channels?: readonly number[]) => (channels?.map((c) => kept[c]!) ?? kept).map(({ signal }) => signal)
  return {
    info: {
      format: 'gdf',
      ...{ sampleRate, sampleCount, markers },
      channels: kept.map(({ channel }) => channel),
      ...(header.startedAt === undefined ? {} : { startedAt: header.startedAt }),
      ...(header.patient && !/^X+$/i.test(header.patient) ? { subjectCode: header.patient } : {}),
      problems: [...truncation(header, records, markers.length), ...partsLeft({ placed, kept, sampleRate, bad })],
    },
    companions: [],
    read: (from, to, channels) => readRecords(source, layout, { from, to, signals: of(channels) }),
    readInto(target, from, channels) {
      const to = samples(from + (target[0]?.length ?? 0))
      readRecords(source, layout, { from, to, signals: of(channels), into: [...target] })
    },
  }
}

function placeSignals(header: GdfHeader): Placed[] {
  const electrodes = toElectrodeNames(header.signals.map(({ label }) => label))
  const calibrations = toCalibrations(header.signals, electrodes)
  let at = 0
  return header.signals.map(({ label, samplesPerRecord, type }, i) => {
    const { gain, offset, unit, isVoltage, assumed, rangeless } = calibrations[i]!
    const signal = { at, type, samplesPerRecord, gain, offset }
    at += samplesPerRecord * bytesOf(type)
    return {
      channel: { label, electrode: isVoltage ? electrodes[i]! : null, unit },
      signal,
      isVoltage,
      assumed,
      rangeless,
    }
  })
}

/** The record count that a closed file promises, as far as the file goes; an open one counts to its end. */
function recordsIn(source: ByteSource, header: GdfHeader): number {
  const available = Math.max(0, source.size - header.headerBytes)
  const whole = Math.floor(available / header.recordBytes)
  const records = header.recordCount >= 0 ? Math.min(header.recordCount, whole) : whole
  if (!(records > 0)) throw truncatedData(header.recordBytes, available)
  return records
}

function truncation(header: GdfHeader, records: number, events: number): RecordingProblem[] {
  if (header.recordCount <= records) return []
  const [kept, total] = [records * header.recordDuration, header.recordCount * header.recordDuration].map(round)
  const second = Math.floor(kept!) + 1
  const message = `The file ends inside second ${second} of ${total}. The first ${kept} seconds could be kept.`
  return [{ code: 'truncated', message, values: { second, total: total!, kept: kept!, events } }]
}

interface Parts {
  readonly placed: readonly Placed[]
  readonly kept: readonly Placed[]
  readonly sampleRate: number
  readonly bad: number
}

function partsLeft({ placed, kept, sampleRate, bad }: Parts): RecordingProblem[] {
  const list = (some: readonly Placed[]): string => some.map(({ channel }) => channel.label).join(', ')
  const problem = (code: RecordingProblem['code'], some: readonly Placed[], say: (labels: string) => string) =>
    some.length === 0
      ? []
      : [
          {
            code,
            message: say(list(some)),
            values: { rate: round(sampleRate), count: some.length, labels: list(some) },
          },
        ]
  const left = placed.filter((one) => !kept.includes(one))
  const unknown = kept.filter(({ channel, isVoltage }) => isVoltage && channel.electrode === null)
  return [
    ...withoutRange(placed.filter((one) => one.rangeless).map(({ channel }) => channel.label)),
    ...problem('uneven-rate', left, (labels) => `Not all channels have ${round(sampleRate)} Hz. Left out: ${labels}.`),
    ...problem('unknown-label', unknown, (labels) => `Not a site of the 10-05 system: ${labels}.`),
    ...problem(
      'unknown-unit',
      kept.filter(({ assumed }) => assumed),
      (labels) => `The file names no unit, microvolts were taken: ${labels}.`,
    ),
    ...(bad > 0
      ? [
          {
            code: 'bad-annotation' as const,
            message: `Events that could not be read, or lie outside the recording: ${bad}.`,
            values: { count: bad },
          },
        ]
      : []),
  ]
}

const round = (value: number): number => Math.round(value * 1000) / 1000

/** The value that most have; the higher one wins a tie. */
function commonest(values: readonly number[]): number {
  const votes = new Map<number, number>()
  for (const value of values) votes.set(value, (votes.get(value) ?? 0) + 1)
  return [...votes].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0]![0]
}
