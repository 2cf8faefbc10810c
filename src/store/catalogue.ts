import Database from 'libsql'
import { toDiskError } from './diskError'

export type Value = string | number | null

/** The SQLite file of a study, with every failure told in the words of `toDiskError`. */
export interface Catalogue {
  readonly path: string
  /** Returns the row id of an insert. */
  run(sql: string, ...values: Value[]): number
  get<Row>(sql: string, ...values: Value[]): Row | undefined
  all<Row>(sql: string, ...values: Value[]): Row[]
  exec(sql: string): void
  pragma(name: 'user_version' | 'application_id'): number
  /** All of it or nothing; one inside another joins the outer. */
  transaction<T>(body: () => T): T
  close(): void
}

/**
 * Opens or makes the file. Several processes may hold it at once: write-ahead log, waiting up to five seconds for
 * each other, and nothing counts as written before it is flushed.
 */
export function openCatalogue(path: string): Catalogue {
  const told = <T>(body: () => T): T => {
    try {
      return body()
    } catch (thrown) {
      throw toDiskError(thrown, path)
    }
  }
  const database = told(() => connect(path))
  return { path, ...statements(database, told), ...transactions(database, told) }
}

function connect(path: string): Database.Database {
  const database = new Database(path, { timeout: 5000 })
  try {
    database.exec('PRAGMA busy_timeout = 5000')
    database.pragma('journal_mode = WAL')
    database.exec('PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON')
  } catch (thrown) {
    database.close()
    throw thrown
  }
  return database
}

type Told = <T>(body: () => T) => T

function statements(
  database: Database.Database,
  told: Told,
): Pick<Catalogue, 'run' | 'get' | 'all' | 'exec' | 'pragma'> {
  return {
    run: (sql, ...values) => told(() => Number(database.prepare(sql).run(...values).lastInsertRowid)),
    get: <Row>(sql: string, ...values: Value[]) => told(() => database.prepare(sql).get(...values)) as Row | undefined,
    all: <Row>(sql: string, ...values: Value[]) => told(() => database.prepare(sql).all(...values)) as Row[],
    exec: (sql) => told(() => void database.exec(sql)),
    pragma: (name) => told(() => (database.pragma(name) as Record<string, number>[])[0]?.[name] ?? 0),
  }
}

function transactions(database: Database.Database, told: Told): Pick<Catalogue, 'transaction' | 'close'> {
  let depth = 0
  return {
    transaction(body) {
      if (depth > 0) return body()
      // Immediate: two processes that read and then write would otherwise both read the same last audit entry.
      told(() => database.exec('BEGIN IMMEDIATE'))
      depth++
      try {
        const result = body()
        told(() => database.exec('COMMIT'))
        return result
      } catch (thrown) {
        if (database.inTransaction) database.exec('ROLLBACK')
        throw thrown
      } finally {
        depth--
      }
    },
    close() {
      if (database.open) database.close()
    },
  }
}
