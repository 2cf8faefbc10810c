import { createHash } from 'node:crypto'
import type { Catalogue } from './catalogue'

export interface AuditEntry {
  readonly sequence: number
  readonly atMs: number
  readonly who: string
  /** `area.verb subject`, e.g. `eventMap.set 3`. */
  readonly what: string
  /** JSON of the value before and after; null for none. */
  readonly before: string | null
  readonly after: string | null
  readonly previousHash: string
  /** sha-256 over the entry and the hash of the one before: a changed past breaks the chain. */
  readonly hash: string
}

export interface Change {
  readonly what: string
  readonly before?: unknown
  readonly after?: unknown
}

export interface Audit {
  /** Call it in the transaction of the change itself. */
  append(change: Change): void
  list(): AuditEntry[]
  /** Sequence of the first entry that does not fit the chain, or null. */
  firstBroken(): number | null
}

interface Row {
  sequence: number
  at_ms: number
  who: string
  what: string
  before: string | null
  after: string | null
  previous_hash: string
  hash: string
}

const genesis = '0'.repeat(64)

/** Append-only record of who changed what. `now` in milliseconds. */
export function createAudit(catalogue: Catalogue, who: string, now: () => number): Audit {
  const list = (): AuditEntry[] => catalogue.all<Row>('SELECT * FROM audit ORDER BY sequence').map(toEntry)
  return {
    append: ({ what, before, after }) =>
      catalogue.transaction(() => {
        const last = catalogue.get<Row>('SELECT * FROM audit ORDER BY sequence DESC LIMIT 1')
        const entry = {
          sequence: (last?.sequence ?? 0) + 1,
          atMs: now(),
          who,
          what,
          before: toJson(before),
          after: toJson(after),
          previousHash: last?.hash ?? genesis,
        }
        insert(catalogue, { ...entry, hash: hashOf(entry) })
      }),
    list,
    firstBroken() {
      let previous = genesis
      for (const [index, entry] of list().entries()) {
        const sound = entry.sequence === index + 1 && entry.previousHash === previous && hashOf(entry) === entry.hash
        if (!sound) return entry.sequence
        previous = entry.hash
      }
      return null
    },
  }
}

function insert(catalogue: Catalogue, e: AuditEntry): void {
  const values = [e.sequence, e.atMs, e.who, e.what, e.before, e.after, e.previousHash, e.hash]
  catalogue.run('INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?, ?)', ...values)
}

const toJson = (value: unknown): string | null => (value === undefined || value === null ? null : JSON.stringify(value))

const hashOf = (e: Omit<AuditEntry, 'hash'>): string =>
  createHash('sha256')
    .update(JSON.stringify([e.sequence, e.atMs, e.who, e.what, e.before, e.after, e.previousHash]))
    .digest('hex')

const toEntry = (row: Row): AuditEntry => ({
  sequence: row.sequence,
  atMs: row.at_ms,
  who: row.who,
  what: row.what,
  before: row.before,
  after: row.after,
  previousHash: row.previous_hash,
  hash: row.hash,
})
