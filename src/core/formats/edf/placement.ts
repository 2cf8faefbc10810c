import type { ElectrodeName } from '../../domain/electrode'
import { toElectrodeNames } from '../../montage/names'
import { toCalibrations, type Calibration } from './calibration'
import type { RecordLayout, RecordSignal } from '../records'
import { isAnnotation, isStatus, type EdfHeader, type EdfSignal } from './header'

/** A signal with its place in the record, its meaning and its scale. */
export interface PlacedSignal {
  readonly signal: EdfSignal
  /** Offset in a record, bytes. */
  readonly at: number
  readonly electrode: ElectrodeName | null
  readonly calibration: Calibration
}

/** All signals of a file in its order. */
export function placeSignals(header: EdfHeader): PlacedSignal[] {
  const isMarks = (signal: EdfSignal): boolean => isAnnotation(signal) || isStatus(signal, header)
  const electrodes = toElectrodeNames(header.signals.map((signal) => (isMarks(signal) ? '' : signal.label)))
  const calibrations = toCalibrations(header.signals, electrodes)
  let at = 0
  return header.signals.map((signal, i) => {
    const calibration = calibrations[i]!
    const placed = { signal, at, electrode: calibration.isVoltage ? electrodes[i]! : null, calibration }
    at += header.sampleBytes * signal.samplesPerRecord
    return placed
  })
}

/** The signals of the rate that most electrodes have; where none is an electrode, most voltages. The higher rate wins a tie. */
export function ofCommonestRate(placed: readonly PlacedSignal[]): PlacedSignal[] {
  const electrodes = placed.filter(({ electrode }) => electrode !== null)
  const voters = electrodes.length > 0 ? electrodes : placed.filter(({ calibration }) => calibration.isVoltage)
  const votes = new Map<number, number>()
  for (const { signal } of voters) votes.set(signal.samplesPerRecord, (votes.get(signal.samplesPerRecord) ?? 0) + 1)
  const [winner] = [...votes].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0] ?? [0]
  return placed.filter(({ signal }) => signal.samplesPerRecord === winner)
}

/** Where the samples of a signal lie in each record, and what they mean. */
export const toRecordSignal = (
  { signal, at, calibration }: PlacedSignal,
  { sampleBytes }: Pick<EdfHeader, 'sampleBytes'>,
): RecordSignal => ({
  at,
  type: sampleBytes === 3 ? 'int24' : 'int16',
  samplesPerRecord: signal.samplesPerRecord,
  gain: calibration.gain,
  offset: calibration.offset,
})

export const toLayout = (
  { headerBytes, recordBytes }: EdfHeader,
  records: number,
  signals: readonly RecordSignal[],
): RecordLayout => ({ start: headerBytes, recordBytes, records, signals })
