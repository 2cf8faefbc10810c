import type { RecordingFormat, RecordingSummary } from '../core/domain/recording'
import { eegmmidbIdentity, eegmmidbTask } from '../core/formats/eegmmidb'
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
}

/** Rows that satisfy an SQL condition. */
export const selectRecordings = (catalogue: Catalogue, where: string, ...values: Value[]): RecordingSummary[] =>
  catalogue.all<Row>(`SELECT * FROM recordings WHERE ${where}`, ...values).map(toSummary)

/** Returns the id of the new row. */
export function insertRecording(catalogue: Catalogue, r: Omit<RecordingSummary, 'id'>, storedName: string): number {
  const sql = `INSERT INTO recordings (hash, file_name, stored_name, format, subject, run, sample_rate, sample_count,
    electrodes, channel_labels, marker_counts, problems, imported_at_ms, origin, byte_length)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
  const names = [r.hash, r.fileName, storedName, r.format, r.subject, r.run]
  const lists = [r.electrodes, r.channelLabels, r.markerCounts, r.problems].map((list) => JSON.stringify(list))
  return catalogue.run(sql, ...names, r.sampleRate, r.sampleCount, ...lists, r.importedAtMs, r.origin, r.byteLength)
}

/** The demo's runs have all four movements; other recordings tell their task by their name. */
function taskOf({ file_name: fileName, origin }: Row): string | null {
  if (origin === 'simulator' && /^SIM\d+R\d+\.edf$/i.test(fileName)) return 'simulated-four'
  const identity = eegmmidbIdentity(fileName)
  return identity && eegmmidbTask(identity.run)
}

const toSummary = (row: Row): RecordingSummary => ({
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
