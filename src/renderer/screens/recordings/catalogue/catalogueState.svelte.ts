import type { RecordingView } from '../../../../ipc/views'
import { quality, recordings } from '../../../lib/state'
import { taskName } from '../taskName'
import { recordingsBetween, toRows, type SortOrder } from './rows'
import { setOf, withItems } from './sets'
import { choicesIn, findRecordings, isFiltering, noFilter, type CatalogueFilter } from './search'

const context = { taskName, qualityOf: (id: number) => quality.of(id) }

/** How the list of recordings is looked at: what is searched for, in which order, what is closed and what is picked. */
export class Catalogue {
  filter = $state.raw<CatalogueFilter>(noFilter)
  order = $state.raw<SortOrder>({ key: 'name', ascending: true })
  #closed = $state.raw(setOf<string>())
  #picked = $state.raw(setOf<number>())
  /** Key of the row that the keyboard is at. */
  cursor = $state<string | null>(null)
  #anchor: string | null = null

  found = $derived.by(() => findRecordings(recordings.all, this.filter, context))
  /** A search looks into closed groups too. */
  rows = $derived.by(() =>
    toRows(
      { recordings: this.found, order: this.order, closed: this.filter.text.trim() ? setOf() : this.#closed },
      context,
    ),
  )
  choices = $derived.by(() => choicesIn(recordings.all))
  /** In the order of the study; those that are gone meanwhile are not among them. */
  picked = $derived.by((): readonly RecordingView[] =>
    recordings.all.filter(({ summary }) => this.#picked.has(summary.id)),
  )
  /** Whether quality must be known of all of them, and not only of those in sight. */
  needsQuality = $derived.by(() => this.order.key === 'quality' || this.filter.quality !== null)

  get filtering(): boolean {
    return isFiltering(this.filter)
  }
  isPicked(id: number): boolean {
    return this.#picked.has(id)
  }
  get cursorIndex(): number {
    return this.rows.findIndex(({ key }) => key === this.cursor)
  }

  change(change: Partial<CatalogueFilter>): void {
    this.filter = { ...this.filter, ...change }
  }
  clearFilter(): void {
    this.filter = noFilter
  }
  setOpen(key: string, open: boolean): void {
    this.#closed = withItems(this.#closed, [key], !open)
  }
  setAllOpen(open: boolean): void {
    this.#closed = setOf(open ? [] : recordings.all.map(({ summary }) => `s${summary.subject}`))
  }

  /** Moves the keyboard; `extend` picks everything from where it stood when extending began. */
  moveTo(index: number, extend = false): void {
    const row = this.rows[Math.max(0, Math.min(this.rows.length - 1, index))]
    if (!row) return
    if (!extend) this.#anchor = row.key
    else this.#pickTo(row.key)
    this.cursor = row.key
  }
  #pickTo(key: string): void {
    const at = (wanted: string | null): number => this.rows.findIndex((row) => row.key === wanted)
    this.#anchor ??= this.cursor
    const from = at(this.#anchor)
    if (from >= 0) this.#picked = setOf(recordingsBetween(this.rows, from, at(key)))
  }
  /** Picks one, or gives it back. */
  toggle(id: number): void {
    this.pick([id], !this.#picked.has(id))
  }
  pick(ids: readonly number[], on: boolean): void {
    this.#picked = withItems(this.#picked, ids, on)
  }
  pickAll(): void {
    this.pick(
      this.found.map(({ summary }) => summary.id),
      true,
    )
  }
  pickNone(): void {
    this.#picked = setOf()
  }
  /** Another study: nothing that was said of the last one holds. */
  reset(): void {
    this.clearFilter()
    this.pickNone()
    this.#closed = setOf()
    this.cursor = null
    this.#anchor = null
  }
}

export const catalogue = new Catalogue()
