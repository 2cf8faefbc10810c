import type { Marker } from '../../domain/recording'
import { samples, seconds, type Hertz } from '../../domain/units'
import type { TableRow } from './table'

export interface BidsEvents {
  /** In time. */
  readonly markers: readonly Marker[]
  /** Rows without a time or a name, and those outside the recording. */
  readonly bad: number
}

/** Names of an event in the order in which they are believed; `trial_type` is BIDS's own word. */
const codeColumns = ['trial_type', 'value', 'event_type', 'event_code'] as const

/** Events of `events.tsv`: `onset` and `duration` in seconds from the first sample. */
export function toEvents(rows: readonly TableRow[], sampleRate: Hertz, sampleCount: number): BidsEvents {
  const markers: Marker[] = []
  for (const row of rows) {
    const code = codeColumns.map((name) => row[name]).find((value) => value !== undefined)
    const onset = Number(row['onset'])
    const sample = Math.round(onset * sampleRate)
    if (code === undefined || !(sample >= 0 && sample < sampleCount)) continue
    const duration = Number(row['duration'])
    markers.push({
      ...{ code, sample: samples(sample) },
      ...(duration > 0 && Number.isFinite(duration) ? { duration: seconds(duration) } : {}),
    })
  }
  return { markers: markers.sort((a, b) => a.sample - b.sample), bad: rows.length - markers.length }
}
