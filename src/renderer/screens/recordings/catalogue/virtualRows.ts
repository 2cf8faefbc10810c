/** Rows of one height, of which only those in sight are drawn. Pixels. */
export interface Viewport {
  readonly scrollTop: number
  readonly height: number
  readonly rowHeight: number
}

export interface RowRange {
  /** First row that is drawn, and the one after the last. */
  readonly from: number
  readonly to: number
}

/** Drawn beyond the edge, so that a quick turn of the wheel meets rows. */
const beyond = 6
/** The range moves by so many rows: most scroll events then change nothing. */
const step = 4

export function rowsInSight({ scrollTop, height, rowHeight }: Viewport, count: number): RowRange {
  const first = Math.floor(Math.max(0, scrollTop) / rowHeight)
  const last = Math.ceil((Math.max(0, scrollTop) + Math.max(0, height)) / rowHeight)
  const from = Math.max(0, Math.floor((first - beyond) / step) * step)
  const to = Math.min(count, Math.ceil((last + beyond) / step) * step)
  // A list that became shorter than where it is scrolled to shows its end.
  return from < to ? { from, to } : { from: Math.max(0, count - (last - first) - beyond), to: count }
}

/** Where to scroll so that a row is in sight, below `head` pixels of a header that stays; null where it is already. */
export function scrollToRow(index: number, { scrollTop, height, rowHeight }: Viewport, head = 0): number | null {
  const [top, bottom] = [index * rowHeight, (index + 1) * rowHeight]
  if (top < scrollTop) return top
  if (bottom > scrollTop + height - head) return bottom - height + head
  return null
}
