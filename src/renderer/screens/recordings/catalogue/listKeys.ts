import type { RecordingView } from '../../../../ipc/views'
import { catalogue } from './catalogueState.svelte'

export interface ListActions {
  /** Rows that a page has. */
  readonly page: number
  onselect(id: number): void
  onenter(): void
  ontype(text: string): void
  onremove(ids: readonly number[]): void
  /** Control and Enter: letters belong to the search. */
  onopen(recording: RecordingView): void
}

/** The keyboard of the list: see `RecordingsTable`. */
export function handleListKey(event: KeyboardEvent, actions: ListActions): void {
  const done = event.ctrlKey || event.metaKey ? withControl(event.key, actions) : plainKey(event, actions)
  if (done) event.preventDefault()
}

function withControl(key: string, { onopen }: ListActions): boolean {
  const row = catalogue.rows[catalogue.cursorIndex]
  if (key === 'Enter' && row?.kind === 'run') {
    onopen(row.recording)
    return true
  }
  if (key !== 'a') return false
  catalogue.pickAll()
  return true
}

function plainKey(event: KeyboardEvent, actions: ListActions): boolean {
  const { key, shiftKey, altKey } = event
  if (altKey) return false
  const to = target(key, actions.page)
  if (to !== null) return move(to, shiftKey, actions)
  if (key === 'ArrowLeft' || key === 'ArrowRight') return fold(key === 'ArrowRight')
  if (key === ' ') return pick()
  if (key === 'Enter') return enter(actions)
  if (key === 'Escape') return giveBack()
  if (key === 'Delete') return remove(actions)
  // A letter, a digit: the person looks for something.
  if (key.length !== 1) return false
  actions.ontype(key)
  return true
}

function target(key: string, page: number): number | null {
  const at = catalogue.cursorIndex
  const last = catalogue.rows.length - 1
  const places: Readonly<Record<string, number>> = {
    ...{ ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + page, PageUp: at - page },
    ...{ Home: 0, End: last },
  }
  const place = places[key]
  return place === undefined ? null : Math.max(0, Math.min(last, place))
}

function move(index: number, extend: boolean, { onselect }: ListActions): boolean {
  catalogue.moveTo(index, extend)
  const row = catalogue.rows[index]
  if (row?.kind === 'run') onselect(row.recording.summary.id)
  return true
}

/** Opens or closes a group; from a run, left leads to its group. */
function fold(open: boolean): boolean {
  const { rows, cursorIndex } = catalogue
  const row = rows[cursorIndex]
  if (!row) return false
  if (row.kind !== 'run' && row.open !== open) catalogue.setOpen(row.key, open)
  else if (open) catalogue.moveTo(cursorIndex + 1)
  else {
    const head = rows.slice(0, cursorIndex).findLastIndex(({ kind }) => kind !== 'run')
    if (head >= 0) catalogue.moveTo(head)
  }
  return true
}

function pick(): boolean {
  const row = catalogue.rows[catalogue.cursorIndex]
  if (!row) return false
  if (row.kind === 'run') catalogue.toggle(row.recording.summary.id)
  else {
    const ids = row.recordings.map(({ summary }) => summary.id)
    catalogue.pick(ids, !ids.every((id) => catalogue.isPicked(id)))
  }
  return true
}

function enter({ onselect, onenter }: ListActions): boolean {
  const row = catalogue.rows[catalogue.cursorIndex]
  if (!row) return false
  if (row.kind === 'run') {
    onselect(row.recording.summary.id)
    onenter()
  } else catalogue.setOpen(row.key, !row.open)
  return true
}

function giveBack(): boolean {
  if (catalogue.picked.length > 0) catalogue.pickNone()
  else if (catalogue.filtering) catalogue.clearFilter()
  else return false
  return true
}

function remove({ onremove }: ListActions): boolean {
  const row = catalogue.rows[catalogue.cursorIndex]
  const ids = catalogue.picked.map(({ summary }) => summary.id)
  if (ids.length > 0) onremove(ids)
  else if (row?.kind === 'run') onremove([row.recording.summary.id])
  return true
}
