import { AppError } from '../../domain/error'
import type { RecordingGap, RecordingProblem } from '../../domain/recording'
import { toElectrodeName } from '../../montage/names'
import { withoutRange } from '../problems'
import type { EdfHeader } from './header'
import type { PlacedSignal } from './placement'

/** How much of what the header promises is there. */
export interface Extent {
  /** Whole records in the file. */
  readonly records: number
  /** The header's count, or null where it leaves it open. */
  readonly promised: number | null
  /** Bytes after the last whole record. */
  readonly rest: number
}

const list = (signals: readonly PlacedSignal[]): string => signals.map(({ signal }) => signal.label).join(', ')
const round = (value: number): number => Math.round(value * 1000) / 1000

/** Counts whole records. Throws AppError `file/truncated-data` when there is not one. */
export function recordsIn(fileBytes: number, header: EdfHeader): Extent {
  const available = fileBytes - header.headerBytes
  const records = header.recordBytes > 0 ? Math.floor(available / header.recordBytes) : 0
  const promised = header.recordCount > 0 ? header.recordCount : null
  if (records > 0) return { records, promised, rest: available - records * header.recordBytes }
  throw new AppError({
    code: 'file/truncated-data',
    message: `The file ends before its first whole record: ${Math.max(0, available)} of ${header.recordBytes} bytes. Nothing was imported.`,
    hint: 'Copy or download the file again from where it came.',
    values: { expected: header.recordBytes, got: Math.max(0, available) },
  })
}

/** Says in which second the file breaks off, and what was kept. */
export function truncation(extent: Extent, header: EdfHeader, records: number, events: number): RecordingProblem[] {
  const short = extent.promised === null ? extent.rest > 0 : extent.records < extent.promised
  if (!short || records < extent.records) return []
  const kept = round(records * header.recordDuration)
  const second = Math.floor((records + extent.rest / header.recordBytes) * header.recordDuration) + 1
  const total = extent.promised === null ? null : round(extent.promised * header.recordDuration)
  const message = `The file ends inside second ${second}${total === null ? '' : ` of ${total}`}. The first ${kept} seconds could be kept.`
  return [{ code: 'truncated', message, values: { second, total: total ?? second, kept, events } }]
}

interface Findings {
  readonly header: EdfHeader
  readonly signals: readonly PlacedSignal[]
  readonly kept: readonly PlacedSignal[]
  readonly extent: Extent
  /** Records kept. */
  readonly records: number
  readonly gaps: readonly RecordingGap[]
  /** Annotations that could not be read or lie outside the kept stretch. */
  readonly bad: number
}

/** Whole records are kept until a pause is longer than anyone would wait for, or time goes backwards. */
function discontinuity({ header, extent, records }: Findings): RecordingProblem[] {
  if (records === extent.records) return []
  const kept = round(records * header.recordDuration)
  const lost = round((extent.records - records) * header.recordDuration)
  const message = `The recording has a gap of more than an hour, or goes back in time, after ${kept} seconds. These were kept, ${lost} seconds after the gap were not.`
  return [{ code: 'discontinuous', message, values: { kept, lost } }]
}

function pauses({ gaps }: Findings): RecordingProblem[] {
  if (gaps.length === 0) return []
  const count = gaps.reduce((sum, { length }) => sum + length, 0)
  const message = `${count} samples were not recorded, in ${gaps.length} places. There the last value is held, and no trial is cut from it.`
  return [{ code: 'lost-samples', message, values: { count, places: gaps.length } }]
}

function excess({ extent }: Findings): RecordingProblem[] {
  if (extent.promised === null || extent.records <= extent.promised) return []
  const message = `The header counts ${extent.promised} records, the file has ${extent.records}. All of them were kept.`
  return [{ code: 'record-count', message, values: { expected: extent.promised, got: extent.records } }]
}

function unevenRate({ header, signals, kept }: Findings): RecordingProblem[] {
  const left = signals.filter((signal) => !kept.includes(signal))
  if (left.length === 0) return []
  const rate = round(kept[0]!.signal.samplesPerRecord / header.recordDuration)
  const message = `Not all channels have ${rate} Hz. Left out: ${list(left)}.`
  return [{ code: 'uneven-rate', message, values: { rate, count: left.length, labels: list(left) } }]
}

function labels({ kept }: Findings): RecordingProblem[] {
  const seen = new Set<string>()
  const named = new Set(kept.map(({ electrode }) => electrode))
  const twice: PlacedSignal[] = []
  const unknown: PlacedSignal[] = []
  for (const placed of kept) {
    const name = toElectrodeName(placed.signal.label)
    const repeated = seen.has(placed.signal.label) || (name !== null && named.has(name))
    seen.add(placed.signal.label)
    if (placed.electrode !== null || !placed.calibration.isVoltage) continue
    ;(repeated ? twice : unknown).push(placed)
  }
  const problems: RecordingProblem[] = []
  const push = (code: RecordingProblem['code'], found: readonly PlacedSignal[], message: string) => {
    if (found.length > 0) problems.push({ code, message, values: { count: found.length, labels: list(found) } })
  }
  push('duplicate-label', twice, `Named more than once, the first channel has the name: ${list(twice)}.`)
  push('unknown-label', unknown, `Not a site of the 10-05 system: ${list(unknown)}.`)
  const assumed = kept.filter(({ calibration }) => calibration.assumed)
  push('unknown-unit', assumed, `The file names no unit, microvolts were taken: ${list(assumed)}.`)
  return problems
}

function rangeless({ signals }: Findings): RecordingProblem[] {
  const lost = signals.filter(({ calibration }) => calibration.rangeless).map(({ signal }) => signal.label)
  return withoutRange(lost)
}

function annotations({ bad }: Findings): RecordingProblem[] {
  if (bad === 0) return []
  const message = `Annotations that could not be read, or lie outside the recording: ${bad}.`
  return [{ code: 'bad-annotation', message, values: { count: bad } }]
}

/** All that is not sound, most serious first. */
export const problemsOf = (findings: Findings): RecordingProblem[] =>
  [discontinuity, rangeless, pauses, excess, unevenRate, labels, annotations].flatMap((find) => find(findings))
