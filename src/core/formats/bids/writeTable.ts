export type Cell = string | number | undefined

/** A tab-separated table with its names in the first row; what is not known is `n/a` (BIDS, “Tabular files”). */
export const writeTable = (columns: readonly string[], rows: readonly (readonly Cell[])[]): string =>
  [columns, ...rows.map((row) => row.map(toText))].map((row) => `${row.join('\t')}\n`).join('')

function toText(cell: Cell): string {
  if (typeof cell === 'number') return Number.isFinite(cell) ? String(Number(cell.toFixed(7))) : 'n/a'
  return cell?.replace(/[\t\r\n]+/g, ' ').trim() || 'n/a'
}

export const writeJson = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`
