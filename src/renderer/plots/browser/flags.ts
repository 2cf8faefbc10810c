/** An event as a flag: its line stands at `x`, its label to the right of it, in a row of its own where labels would meet. */
export interface Flag<Event> {
  readonly event: Event
  /** Column of the recording. */
  readonly x: number
  /** Null: no row had room; the line alone is drawn, and the label is told on pointing at it. */
  readonly row: number | null
  readonly width: number
}

export interface FlagLayout {
  readonly samplesPerColumn: number
  readonly rows: number
  /** Columns that a label needs, with the space behind it. */
  widthOf(code: string): number
}

/**
 * Rows for the labels of all events, in order of time: none overlaps another. From the start of the recording, so that a label
 * keeps its row while the view moves.
 */
export function layoutFlags<Event extends { readonly sample: number; readonly code: string }>(
  events: readonly Event[],
  { samplesPerColumn, rows, widthOf }: FlagLayout,
): Flag<Event>[] {
  const ends = new Array<number>(rows).fill(-Infinity)
  return events.map((event) => {
    const x = Math.floor(event.sample / samplesPerColumn)
    const width = widthOf(event.code)
    const row = ends.findIndex((end) => end <= x)
    if (row >= 0) ends[row] = x + width
    return { event, x, row: row < 0 ? null : row, width }
  })
}

/** Flags whose line or label is in columns `from … to − 1`. `flags` are in order. */
export function flagsIn<Event>(flags: readonly Flag<Event>[], from: number, to: number): Flag<Event>[] {
  let [low, high] = [0, flags.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (flags[middle]!.x < from) low = middle + 1
    else high = middle
  }
  // Labels of some lines left of the view reach into it.
  const reaching = flags
    .slice(Math.max(0, low - 12), low)
    .filter(({ x, width, row }) => row !== null && x + width > from)
  let end = low
  while (end < flags.length && flags[end]!.x < to) end++
  return [...reaching, ...flags.slice(low, end)]
}
