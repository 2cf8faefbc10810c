import type { ElectrodeName } from '../../domain/electrode'
import type { Channel, RecordingProblem } from '../../domain/recording'
import type { TableRow } from './table'

export interface BidsChannels {
  readonly channels: readonly Channel[]
  readonly bad: readonly ElectrodeName[]
  readonly problems: readonly RecordingProblem[]
}

/**
 * Channels by what `channels.tsv` says: only those of type EEG are electrodes, whatever their label looks like; `status` bad makes a
 * bad channel. A channel that the table does not name is left as the file has it.
 */
export function applyChannels(channels: readonly Channel[], rows: readonly TableRow[]): BidsChannels {
  const key = (name: string): string => name.trim().replace(/\.+$/, '').toLowerCase()
  const byName = new Map(rows.flatMap((row) => (row['name'] ? [[key(row['name']), row] as const] : [])))
  const known = new Set(channels.map(({ label }) => key(label)))
  const typed = channels.map((channel) => {
    const type = byName.get(key(channel.label))?.['type']?.toUpperCase()
    return type === undefined || type === 'EEG' ? channel : { ...channel, electrode: null }
  })
  const bad = typed.flatMap(({ label, electrode }) =>
    electrode && byName.get(key(label))?.['status']?.toLowerCase() === 'bad' ? [electrode] : [],
  )
  const lacking = rows.flatMap(({ name }) => (name && !known.has(key(name)) ? [name] : []))
  return { channels: typed, bad, problems: lacking.length > 0 ? [notInFile(lacking)] : [] }
}

/** Labels that the table calls by another type than EEG: that they are no site is no problem. */
export const isOtherType = (label: string, rows: readonly TableRow[]): boolean => {
  const type = rows.find(({ name }) => name === label)?.['type']?.toUpperCase()
  return type !== undefined && type !== 'EEG'
}

const notInFile = (names: readonly string[]): RecordingProblem => ({
  code: 'sidecar-differs',
  message: `channels.tsv names channels that the recording does not have: ${names.join(', ')}.`,
  values: { file: 'channels.tsv', what: names.join(', ') },
})
