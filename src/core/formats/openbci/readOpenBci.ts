import type { Channel, RecordingProblem } from '../../domain/recording'
import { hertz, samples } from '../../domain/units'
import { truncatedData } from '../fields'
import { readPlaced } from '../pieces'
import { lossesOf, notRead, unknownLabels } from '../problems'
import type { RecordingReader } from '../reader'
import type { ByteSource } from '../source'
import { decodeText } from '../text'
import { readTableLayout, type TableLayout } from './header'
import { eachLine } from './rows'
import { scanTable, type SampleTable } from './table'

/**
 * Opens the text files of the OpenBCI GUI (version 1 to 6) and the tables that BrainFlow's file streamer writes. EXG values
 * are µV. Packets that were lost on the air are found by their numbers and by time, held at the last value and listed in
 * `gaps`. Throws AppError `file/not-eeg`, `file/unsupported`, `file/truncated-data` (no row).
 */
export function openOpenBci(source: ByteSource): RecordingReader {
  const layout = readTableLayout(source)
  const table = scanTable(source, layout)
  const { placement, markers } = table
  if (placement.sampleCount === 0) throw truncatedData(1, 0)
  // An input of the board is no site: where each electrode went is told by the person.
  const channels = layout.exg.map((_, i): Channel => ({ label: `Channel ${i + 1}`, electrode: null, unit: 'µV' }))
  const all = channels.map((_, i) => i)
  const startedAt = startOf(table, clockOf(source, layout))
  return {
    info: {
      format: layout.format,
      sampleRate: hertz(layout.sampleRate),
      sampleCount: samples(placement.sampleCount),
      ...{ channels, markers, gaps: placement.gaps },
      ...(startedAt === undefined ? {} : { startedAt }),
      ...(layout.guessed ? { device: layout.guessed.board } : {}),
      problems: problemsOf(layout, table, channels),
    },
    companions: [],
    read: (from, to, wanted = all) => readPlaced(placement, table.readRows, { from, to, channels: wanted }),
  }
}

function problemsOf(layout: TableLayout, table: SampleTable, channels: readonly Channel[]): RecordingProblem[] {
  const { guessed, others, sampleRate } = layout
  const list = guessed?.others.join(', ') || '–'
  return [
    ...lossesOf(table.placement, sampleRate),
    ...(table.unreadable === 0
      ? []
      : [
          {
            code: 'bad-annotation' as const,
            message: `Lines that are no row of samples, and were left out: ${table.unreadable}.`,
            values: { count: table.unreadable },
          },
        ]),
    ...(guessed === undefined
      ? []
      : [
          {
            code: 'board-assumed' as const,
            message: `The file does not name its board. It was read as ${guessed.board}; as likely: ${list}.`,
            values: { got: guessed.board, labels: list },
          },
        ]),
    ...notRead(others),
    ...unknownLabels(channels),
  ]
}

const dayMs = 86_400_000

/** Local date and time of the first row: the file's own clock where it has one, else the board computer's in UTC. */
function startOf({ startedAtMs }: SampleTable, clock: string): string | undefined {
  const date = /(\d{4})-(\d{2})-(\d{2})[ T](\d{2}:\d{2}:\d{2})/.exec(clock)
  if (date) return `${date[1]}-${date[2]}-${date[3]}T${date[4]}`
  if (!(startedAtMs > 0 && startedAtMs < 1e13)) return undefined
  const time = /(\d{1,2}):(\d{2}):(\d{2})/.exec(clock)
  if (!time) return isoOf(startedAtMs)
  // The stamp is in UTC and the clock is not: their difference is the zone, at most half a day.
  const local = ((Number(time[1]) * 60 + Number(time[2])) * 60 + Number(time[3])) * 1000
  const zone = ((((local - (startedAtMs % dayMs) + 1.5 * dayMs) % dayMs) + dayMs) % dayMs) - dayMs / 2
  return isoOf(startedAtMs + zone)
}

const isoOf = (ms: number): string => new Date(ms).toISOString().slice(0, 19)

function clockOf(source: ByteSource, { clock, start, delimiter }: TableLayout): string {
  let found = ''
  if (clock === null) return found
  eachLine(source, start, (bytes, at, end) => {
    found = decodeText(bytes.subarray(at, end)).split(String.fromCharCode(delimiter))[clock] ?? ''
    return false
  })
  return found
}
