import { decodeText } from '../text'
import type { ByteSource } from '../source'

/** Rows of a tab-separated table by the names in its first row; `n/a` and nothing are absent. */
export type TableRow = Readonly<Record<string, string>>

/** A table of more bytes than a week of events has is none. */
const mostBytes = 64 << 20

/** Null where there is no header, or the file is larger than such a table can be. */
export function readTable(source: ByteSource): TableRow[] | null {
  if (source.size === 0 || source.size > mostBytes) return null
  const [head, ...lines] = decodeText(source.read(0, source.size))
    .replace(/^\ufeff/, '')
    .split(/\r\n|\n|\r/)
  const names = head!.split('\t').map((name) => name.trim())
  if (names.length === 0 || names.every((name) => name === '')) return null
  return lines.filter((line) => line.trim() !== '').map((line) => toRow(names, line.split('\t')))
}

function toRow(names: readonly string[], cells: readonly string[]): TableRow {
  const row: Record<string, string> = {}
  names.forEach((name, i) => {
    const cell = cells[i]?.trim() ?? ''
    if (cell !== '' && cell.toLowerCase() !== 'n/a') row[name] = cell
  })
  return row
}

export type JsonObject = Readonly<Record<string, unknown>>

/** Null where it is no JSON object, or is larger than a sidecar can be. */
export function readJson(source: ByteSource): JsonObject | null {
  if (source.size > mostBytes) return null
  try {
    const value: unknown = JSON.parse(decodeText(source.read(0, source.size)).replace(/^\ufeff/, ''))
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : null
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return null
    throw thrown
  }
}

/** Whether a `dataset_description.json` is the description of a BIDS data set. */
export const isBidsDescription = (source: ByteSource): boolean => typeof readJson(source)?.['BIDSVersion'] === 'string'
