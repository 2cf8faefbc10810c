import { AppError } from '../../domain/error'
import type { Channel, Marker, RecordingProblem } from '../../domain/recording'
import { hertz, samples, seconds, type Samples } from '../../domain/units'
import { toElectrodeNames } from '../../montage/names'
import { voltageFactor } from '../edf/calibration'
import { hintCopy, noEeg, truncatedData } from '../fields'
import type { RecordingReader } from '../reader'
import { bytesOf, decode, readRecords, type RecordSignal } from '../records'
import type { ByteSource, FileNeighbours } from '../source'
import { baseOf, readBrainVisionHeader, type BrainVisionHeader } from './header'
import { fieldsOf, numbered, readSections } from './sections'

/**
 * Opens a BrainVision recording by its header, or by the data or marker file beside it. Data and marker files that were
 * renamed are found beside the header, and said. Throws AppError `file/not-found` when there is no data file or header,
 * `file/not-eeg`, `file/unsupported`, `file/truncated-data`, `file/no-eeg-channels`.
 */
export function openBrainVision(source: ByteSource, neighbours: FileNeighbours): RecordingReader {
  const headerFile = /\.a?vhdr$/i.test(source.name) ? source : findHeader(source, neighbours)
  const header = readBrainVisionHeader(headerFile)
  const data = locate(headerFile.name, neighbours, { wanted: header.dataFile, endings: ['eeg', 'dat', 'avg', 'seg'] })
  if (!data) throw missing(header.dataFile, headerFile.name)
  const marks = header.markerFile
    ? locate(headerFile.name, neighbours, { wanted: header.markerFile, endings: ['vmrk', 'amrk'] })
    : null
  const { channels, signals, problems } = placeChannels(header)
  const rowBytes = header.channels.length * bytesOf(header.type)
  const sampleCount = samples(Math.floor(data.size / rowBytes))
  if (sampleCount === 0) throw truncatedData(rowBytes, data.size)
  const events = marks ? readMarkers(marks, header.sampleRate, sampleCount) : { markers: [], bad: 0 }
  const lost: RecordingProblem[] =
    header.markerFile && !marks
      ? [
          {
            code: 'companion-missing',
            message: `${header.markerFile} is not there: no events were read.`,
            values: { expected: header.markerFile, lost: 'events' },
          },
        ]
      : []
  const layout = { start: 0, recordBytes: rowBytes, records: sampleCount, signals }
  const of = (wanted?: readonly number[]) => wanted?.map((channel) => signals[channel]!) ?? signals
  const readInto = (target: readonly Float32Array[], from: Samples, wanted?: readonly number[]): void => {
    const to = samples(from + (target[0]?.length ?? 0))
    readRecords(data, layout, { from, to, signals: of(wanted), into: [...target] })
  }
  return {
    info: {
      format: 'brainvision',
      sampleRate: hertz(header.sampleRate),
      ...{ sampleCount, channels, markers: events.markers },
      ...(events.startedAt === undefined ? {} : { startedAt: events.startedAt }),
      problems: [
        ...lost,
        ...renamed([
          [header.dataFile, data],
          [header.markerFile, marks],
        ]),
        ...problems,
        ...badMarkers(events.bad),
      ],
    },
    companions: [headerFile, data, marks].flatMap((file) => (file && file.name !== source.name ? [file.name] : [])),
    read(from, to, wanted) {
      const list = of(wanted)
      if (header.isVectorized)
        return readVectorized(data, { from, to: samples(Math.min(to, sampleCount)), list, sampleCount })
      return readRecords(data, layout, { from, to, signals: list })
    },
    ...(header.isVectorized ? {} : { readInto }),
  }
}

/** All channels stand one after the other, each whole. */
function readVectorized(
  data: ByteSource,
  { from, to, list, sampleCount }: { from: Samples; to: Samples; list: readonly RecordSignal[]; sampleCount: Samples },
): Float32Array[] {
  const length = Math.max(0, to - from)
  return list.map((signal) => {
    const width = bytesOf(signal.type)
    const result = new Float32Array(length)
    decode(data.read((signal.at / width) * sampleCount * width + from * width, length * width), 0, signal, result)
    return result
  })
}

function placeChannels(header: BrainVisionHeader): {
  channels: Channel[]
  signals: RecordSignal[]
  problems: RecordingProblem[]
} {
  const electrodes = toElectrodeNames(header.channels.map(({ label }) => label))
  const factors = header.channels.map(({ unit }) => voltageFactor(unit))
  if (!factors.some((factor) => typeof factor === 'number')) throw noEeg(header.channels.map(({ label }) => label))
  const isVoltage = (i: number): boolean => typeof factors[i] === 'number'
  const channels = header.channels.map(({ label, unit }, i): Channel => ({
    ...{ label, electrode: isVoltage(i) ? electrodes[i]! : null, unit: isVoltage(i) ? 'µV' : unit },
  }))
  const signals = header.channels.map(({ resolution }, i): RecordSignal => {
    const factor = factors[i]
    const gain = resolution * (typeof factor === 'number' ? factor : 1)
    return { at: i * bytesOf(header.type), type: header.type, samplesPerRecord: 1, gain, offset: 0 }
  })
  const unknown = channels.filter((channel, i) => isVoltage(i) && channel.electrode === null).map(({ label }) => label)
  const problems: RecordingProblem[] =
    unknown.length === 0
      ? []
      : [
          {
            code: 'unknown-label',
            message: `Not a site of the 10-05 system: ${unknown.join(', ')}.`,
            values: { count: unknown.length, labels: unknown.join(', ') },
          },
        ]
  return { channels, signals, problems }
}

interface MarkerList {
  readonly markers: readonly Marker[]
  readonly bad: number
  readonly startedAt?: string
}

/** The description is the code; the first `New Segment` is no event but tells when the recording began. */
function readMarkers(source: ByteSource, sampleRate: number, sampleCount: number): MarkerList {
  const markers: Marker[] = []
  let [bad, startedAt]: [number, string | undefined] = [0, undefined]
  const list = numbered(readSections(source.read(0, source.size)).get('marker infos'), 'Mk')
  for (const [i, entry] of list.entries()) {
    const [type = '', description = '', position = '', size = '', , date = ''] = fieldsOf(entry)
    startedAt ??= /^new segment$/i.test(type) ? toDate(date) : undefined
    if (i === 0 && /^new segment$/i.test(type)) continue
    const sample = Number(position) - 1
    if (position === '' || !(sample >= 0 && sample < sampleCount)) bad++
    else {
      const length = Number(size)
      const duration = length > 1 ? { duration: seconds(length / sampleRate) } : {}
      markers.push({ code: description || type, sample: samples(Math.round(sample)), ...duration })
    }
  }
  markers.sort((a, b) => a.sample - b.sample)
  return { markers, bad, ...(startedAt === undefined ? {} : { startedAt }) }
}

/** `YYYYMMDDhhmmssuuuuuu` */
function toDate(text: string): string | undefined {
  const match = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})/.exec(text)
  return match && match[1] !== '0000'
    ? `${match[1]}-${match[2]}-${match[3]}T${match[4]}:${match[5]}:${match[6]}`
    : undefined
}

interface Wanted {
  readonly wanted: string
  readonly endings: readonly string[]
}

/** The file that the header names, else one of the header's own name, else the only one of its kind. */
function locate(headerName: string, neighbours: FileNeighbours, { wanted, endings }: Wanted): ByteSource | null {
  const named = wanted ? neighbours.open(wanted) : null
  if (named) return named
  for (const ending of endings) {
    const beside = neighbours.open(`${baseOf(headerName)}.${ending}`)
    if (beside) return beside
  }
  const alike = neighbours.names.filter((name) => endings.some((ending) => name.toLowerCase().endsWith(`.${ending}`)))
  return alike.length === 1 ? neighbours.open(alike[0]!) : null
}

function findHeader(source: ByteSource, neighbours: FileNeighbours): ByteSource {
  const own = neighbours.open(`${baseOf(source.name)}.vhdr`)
  if (own) return own
  const headers = neighbours.names.filter((name) => /\.vhdr$/i.test(name))
  const naming = headers.map((name) => neighbours.open(name)).find((file) => file !== null && names(file, source.name))
  if (naming) return naming
  throw missing(`${baseOf(source.name)}.vhdr`, source.name)
}

/** Whether a header names this file. One that cannot be read names nothing. */
function names(header: ByteSource, name: string): boolean {
  try {
    const { dataFile, markerFile } = readBrainVisionHeader(header)
    return dataFile === name || markerFile === name
  } catch (thrown) {
    if (thrown instanceof AppError) return false
    throw thrown
  }
}

const renamed = (pairs: readonly (readonly [string, ByteSource | null])[]): RecordingProblem[] =>
  pairs.flatMap(([expected, file]) =>
    file === null || file.name.toLowerCase() === expected.toLowerCase()
      ? []
      : [
          {
            code: 'companion-renamed' as const,
            message: `The header names ${expected}, which is not there; ${file.name} beside it was read.`,
            values: { expected, got: file.name },
          },
        ],
  )

const badMarkers = (count: number): RecordingProblem[] =>
  count === 0
    ? []
    : [
        {
          code: 'bad-annotation',
          message: `Markers that could not be read, or lie outside the recording: ${count}.`,
          values: { count },
        },
      ]

const missing = (expected: string, beside: string): AppError =>
  new AppError({
    code: 'file/not-found',
    message: `${expected || 'The data file'} should lie beside ${beside}, and does not. Nothing was imported.`,
    hint: `A BrainVision recording is three files (.vhdr, .eeg, .vmrk): keep them in one folder. ${hintCopy}`,
    values: { path: expected, file: expected },
  })
