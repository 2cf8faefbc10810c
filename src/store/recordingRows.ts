import { statSync } from 'node:fs'
import type { RecordingFormat, RecordingSummary, StreamChoice } from '../core/domain/recording'
import { datasetIdentity } from '../core/formats/datasetRules'
import { hertz, samples } from '../core/domain/units'
import type { Catalogue, Value } from './catalogue'

interface Row {
  id: number
  hash: string
  file_name: string
  format: string
  subject: string
  run: string
  sample_rate: number
  sample_count: number
  electrodes: string
  channel_labels: string
  marker_counts: string
  problems: string
  imported_at_ms: number
  origin: string
  byte_length: number
  companions: string
  streams: string | null
  session: string | null
}

/** Rows that satisfy an SQL condition. */
export const selectRecordings = (catalogue: Catalogue, where: string, ...values: Value[]): RecordingSummary[] =>
  catalogue.all<Row>(`SELECT * FROM recordings WHERE ${where}`, ...values).map(toSummary)

export type NewRow = Omit<RecordingSummary, 'id'> & { readonly storedName: string; readonly stamps: readonly Stamp[] }

/** Returns the id of the new row. */
export function insertRecording(catalogue: Catalogue, r: NewRow): number {
  const json = JSON.stringify
  const row: Readonly<Record<keyof Omit<Row, 'id'> | 'stored_name' | 'stamps', Value>> = {
    ...{ hash: r.hash, file_name: r.fileName, stored_name: r.storedName, format: r.format, subject: r.subject },
    ...{ run: r.run, sample_rate: r.sampleRate, sample_count: r.sampleCount, electrodes: json(r.electrodes) },
    ...{ channel_labels: json(r.channelLabels), marker_counts: json(r.markerCounts), problems: json(r.problems) },
    ...{ imported_at_ms: r.importedAtMs, origin: r.origin, byte_length: r.byteLength },
    ...{ companions: json(r.companions ?? []), streams: r.streams ? json(r.streams) : null, stamps: json(r.stamps) },
    session: r.session ?? null,
  }
  const names = Object.keys(row)
  const places = names.map(() => '?').join(', ')
  return catalogue.run(`INSERT INTO recordings (${names.join(', ')}) VALUES (${places})`, ...Object.values(row))
}

/** Size and time of a stored file, by which one sees without reading it that nobody wrote to it. */
export interface Stamp {
  readonly size: number
  readonly mtimeMs: number
}

/** Throws what the file system throws. */
export function stampOf(path: string): Stamp {
  const { size, mtimeMs } = statSync(path)
  return { size, mtimeMs }
}

/** Of the original and its companions, in this order; empty in a study that an older program made. */
export const selectStamps = (catalogue: Catalogue, id: number): readonly Stamp[] =>
  JSON.parse(
    catalogue.get<{ stamps: string }>('SELECT stamps FROM recordings WHERE id = ?', id)?.stamps ?? '[]',
  ) as Stamp[]

export const updateStamps = (catalogue: Catalogue, id: number, stamps: readonly Stamp[]): void =>
  void catalogue.run('UPDATE recordings SET stamps = ? WHERE id = ?', JSON.stringify(stamps), id)

/** The demo's runs have all four movements; other recordings tell their task by their name. */
function taskOf({ file_name: fileName, origin }: Row): string | null {
  if (origin === 'simulator' && /^SIM\d+R\d+\.edf$/i.test(fileName)) return 'simulated-four'
  return datasetIdentity(fileName)?.task ?? null
}

const toSummary = (row: Row): RecordingSummary => ({
  ...(row.companions === '[]' ? {} : { companions: JSON.parse(row.companions) as string[] }),
  ...(row.streams === null ? {} : { streams: JSON.parse(row.streams) as StreamChoice }),
  ...(row.session === null ? {} : { session: row.session }),
  task: taskOf(row),
  id: row.id,
  hash: row.hash,
  fileName: row.file_name,
  format: row.format as RecordingFormat,
  subject: row.subject,
  run: row.run,
  sampleRate: hertz(row.sample_rate),
  sampleCount: samples(row.sample_count),
  electrodes: JSON.parse(row.electrodes) as string[],
  channelLabels: JSON.parse(row.channel_labels) as string[],
  markerCounts: JSON.parse(row.marker_counts) as Record<string, number>,
  problems: JSON.parse(row.problems) as RecordingSummary['problems'],
  importedAtMs: row.imported_at_ms,
  origin: row.origin as RecordingSummary['origin'],
  byteLength: row.byte_length,
})
