import type { RecordingProblem } from '../../domain/recording'
import { hertz } from '../../domain/units'
import { badMarkers, unknownLabels } from '../problems'
import { samplesOf, type RecordingReader } from '../reader'
import type { FileNeighbours } from '../source'
import { applyChannels, isOtherType } from './channels'
import { isBidsRecording, sidecarsOf, type SidecarKind } from './entities'
import { toEvents } from './events'
import { readJson, readTable, type JsonObject, type TableRow } from './table'

type Info = RecordingReader['info']

/** What is known beside a recording, and by which files. */
interface Beside {
  readonly name: string
  readonly neighbours: FileNeighbours
  readonly used: Set<string>
  readonly problems: RecordingProblem[]
}

/**
 * A recording of a BIDS data set with what lies beside it: `events.tsv` in place of the file's own events, types and bad channels
 * of `channels.tsv`, reference and line frequency of `eeg.json`. Those files are its companions then. Another recording is returned
 * as it is.
 */
export function applyBids(reader: RecordingReader, name: string, neighbours: FileNeighbours): RecordingReader {
  if (!isBidsRecording(name)) return reader
  const beside: Beside = { name, neighbours, used: new Set(), problems: [] }
  const described = withDescription(reader.info, beside)
  const info = withEvents(withChannels(described, beside), beside)
  notePositions(beside)
  if (beside.used.size === 0 && beside.problems.length === 0) return reader
  return {
    info: { ...info, problems: [...info.problems, ...beside.problems] },
    companions: [...reader.companions, ...[...beside.used].filter((one) => !reader.companions.includes(one))],
    ...samplesOf(reader),
  }
}

function withEvents(info: Info, beside: Beside): Info {
  const rows = tableOf(beside, 'events.tsv')
  if (!rows) return info
  const { markers, bad } = toEvents(rows, info.sampleRate, info.sampleCount)
  // What the file's own events were not sound in is of no matter where they are replaced.
  const problems = markers.length > 0 ? info.problems.filter(({ code }) => code !== 'bad-annotation') : info.problems
  beside.problems.push(...badMarkers(bad))
  return markers.length > 0 ? { ...info, markers, problems } : info
}

function withChannels(info: Info, beside: Beside): Info {
  const rows = tableOf(beside, 'channels.tsv')
  if (!rows) return info
  const { channels, bad, problems } = applyChannels(info.channels, rows)
  beside.problems.push(...problems)
  const strange = channels.filter(({ label }) => !isOtherType(label, rows))
  return {
    ...info,
    channels,
    ...(bad.length > 0 ? { badElectrodes: bad } : {}),
    problems: [...info.problems.filter(({ code }) => code !== 'unknown-label'), ...unknownLabels(strange)],
  }
}

function withDescription(info: Info, beside: Beside): Info {
  const json: JsonObject = Object.assign(
    {},
    ...sidecarsOf(beside.name, 'eeg.json', beside.neighbours.names).map((one) => jsonOf(beside, one)),
  )
  const { EEGReference: reference, PowerLineFrequency: line, SamplingFrequency: rate, RecordingType: type } = json
  const device = wordsOf(json['Manufacturer'], json['ManufacturersModelName'])
  if (typeof rate === 'number' && Math.abs(rate - info.sampleRate) > 0.01 * info.sampleRate)
    beside.problems.push(differs('eeg.json', `SamplingFrequency ${rate} Hz`, `${info.sampleRate} Hz`))
  if (type === 'epoched')
    beside.problems.push({ code: 'epoched', message: 'Its eeg.json says that the recording was cut into epochs.' })
  return {
    ...info,
    ...(typeof reference === 'string' && reference !== 'n/a' ? { reference } : {}),
    ...(device ? { device } : {}),
    ...(typeof line === 'number' && line > 0 ? { powerLine: hertz(line) } : {}),
  }
}

const wordsOf = (...values: readonly unknown[]): string =>
  values.filter((value) => typeof value === 'string' && !/^(n\/a)?$/i.test(value)).join(' ')

/** Measured places: the study knows the places of 10-05 alone. */
function notePositions(beside: Beside): void {
  const rows = tableOf(beside, 'electrodes.tsv', false)
  const count = rows?.filter((row) => ['x', 'y', 'z'].every((axis) => Number.isFinite(Number(row[axis])))).length ?? 0
  if (count === 0) return
  const [file] = sidecarsOf(beside.name, 'coordsystem.json', beside.neighbours.names).slice(-1)
  const system = (file && jsonOf(beside, file, false)?.['EEGCoordinateSystem']) ?? 'unknown'
  beside.problems.push({
    code: 'positions-not-kept',
    message: `Measured positions of ${count} electrodes (${String(system)}) are not used; sites of the 10-05 system have their standard places.`,
    values: { count, system: String(system) },
  })
}

function tableOf(beside: Beside, kind: SidecarKind, keep = true): TableRow[] | null {
  const name = sidecarsOf(beside.name, kind, beside.neighbours.names).at(-1)
  const source = name === undefined ? null : beside.neighbours.open(name)
  if (!source) return null
  if (keep) beside.used.add(source.name)
  const rows = readTable(source)
  if (!rows) beside.problems.push(unreadable(source.name))
  return rows
}

function jsonOf(beside: Beside, name: string, keep = true): JsonObject | null {
  const source = beside.neighbours.open(name)
  if (!source) return null
  if (keep) beside.used.add(source.name)
  const json = readJson(source)
  if (!json) beside.problems.push(unreadable(source.name))
  return json
}

const unreadable = (file: string): RecordingProblem => ({
  code: 'sidecar-unreadable',
  message: `${file} cannot be read and was not used.`,
  values: { file },
})

const differs = (file: string, what: string, is: string): RecordingProblem => ({
  code: 'sidecar-differs',
  message: `${file} says ${what}, the recording has ${is}; the recording counts.`,
  values: { file, what: `${what} ≠ ${is}` },
})
