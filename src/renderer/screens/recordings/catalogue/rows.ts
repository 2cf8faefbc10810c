import type { RecordingView } from '../../../../ipc/views'
import { groupBy } from '../../../lib/groupBy'
import { cuesOf, secondsOf } from '../groups'
import { countQuality, type SearchContext } from './search'

export const sortKeys = ['name', 'imported', 'duration', 'quality', 'trials'] as const
export type SortKey = (typeof sortKeys)[number]
export interface SortOrder {
  readonly key: SortKey
  /** The small, the old, the bad first; `false` turns it about. */
  readonly ascending: boolean
}

/** One line of the list. Groups stand over their runs while the order is by name; else runs stand alone, with their subject. */
export type CatalogueRow =
  | {
      readonly kind: 'subject' | 'session'
      readonly key: string
      readonly name: string
      readonly open: boolean
      readonly recordings: readonly RecordingView[]
    }
  | {
      readonly kind: 'run'
      readonly key: string
      readonly recording: RecordingView
      /** 1: stands alone; 2: below its subject; 3: below its session. */
      readonly level: 1 | 2 | 3
    }

export interface RowsRequest {
  readonly recordings: readonly RecordingView[]
  readonly order: SortOrder
  /** Keys of groups that are closed. */
  readonly closed: ReadonlySet<string>
}

const collator = new Intl.Collator('en', { numeric: true })
const byRun = (a: RecordingView, b: RecordingView): number =>
  collator.compare(a.summary.run, b.summary.run) || a.summary.id - b.summary.id

/** The whole list as it stands on the screen, one row after the other. */
export function toRows({ recordings, order, closed }: RowsRequest, context: SearchContext): CatalogueRow[] {
  if (order.key !== 'name') return sorted(recordings, order, context).map((recording) => toRun(recording, 1))
  const turn = order.ascending ? 1 : -1
  return [...groupBy(recordings, ({ summary }) => summary.subject)]
    .sort(([a], [b]) => turn * collator.compare(a, b))
    .flatMap(([subject, members]) => subjectRows(subject, members, closed))
}

const toRun = (recording: RecordingView, level: 1 | 2 | 3): CatalogueRow => ({
  ...{ kind: 'run', key: `r${recording.summary.id}`, recording, level },
})

function subjectRows(subject: string, members: readonly RecordingView[], closed: ReadonlySet<string>): CatalogueRow[] {
  const key = `s${subject}`
  const open = !closed.has(key)
  const head: CatalogueRow = { kind: 'subject', key, name: subject, open, recordings: members.toSorted(byRun) }
  if (!open) return [head]
  const sessions = groupBy(members, ({ summary }) => summary.session ?? '')
  // A subject whose runs have no sessions needs no second level; those outside of any session come first.
  if (sessions.size === 1 && sessions.has('')) return [head, ...members.toSorted(byRun).map((one) => toRun(one, 2))]
  const inside = [...sessions]
    .sort(([a], [b]) => collator.compare(a, b))
    .flatMap(([session, runs]) => sessionRows({ subject, session, runs: runs.toSorted(byRun) }, closed))
  return [head, ...inside]
}

function sessionRows(
  { subject, session, runs }: { subject: string; session: string; runs: readonly RecordingView[] },
  closed: ReadonlySet<string>,
): CatalogueRow[] {
  if (session === '') return runs.map((one) => toRun(one, 2))
  const key = `s${subject}\n${session}`
  const open = !closed.has(key)
  const head: CatalogueRow = { kind: 'session', key, name: session, open, recordings: runs }
  return open ? [head, ...runs.map((one) => toRun(one, 3))] : [head]
}

/** What is not known stands last, whichever way the order goes; equals stay by subject and run. */
function sorted(recordings: readonly RecordingView[], order: SortOrder, context: SearchContext): RecordingView[] {
  const values = new Map(recordings.map((one) => [one, valueOf(one, order.key, context)]))
  const turn = order.ascending ? 1 : -1
  return recordings.toSorted((a, b) => {
    const [x, y] = [values.get(a) ?? null, values.get(b) ?? null]
    if (x !== y) return x === null ? 1 : y === null ? -1 : turn * (x - y)
    return collator.compare(a.summary.subject, b.summary.subject) || byRun(a, b)
  })
}

function valueOf(recording: RecordingView, key: SortKey, { qualityOf }: SearchContext): number | null {
  if (key === 'imported') return recording.summary.importedAtMs
  if (key === 'duration') return secondsOf(recording)
  if (key === 'trials') return cuesOf(recording)
  const found = countQuality(recording, qualityOf(recording.summary.id))
  // Sound channels of all, a channel to look at counting half: short montages and long ones can be held against each other.
  return found && (found.good + found.fair / 2) / Math.max(1, found.good + found.fair + found.bad)
}

/** All recordings from one row to another, both included. */
export const recordingsBetween = (rows: readonly CatalogueRow[], from: number, to: number): number[] =>
  rows
    .slice(Math.min(from, to), Math.max(from, to) + 1)
    .flatMap((row) => (row.kind === 'run' ? [row.recording.summary.id] : []))
