import { rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '../core/domain/error'
import type { SessionSummary } from '../core/domain/session'
import type { StoreContext } from './context'
import { toDiskError } from './diskError'

export interface Sessions {
  /** Newest first. */
  list(): SessionSummary[]
  /** Throws `session/not-found`. */
  get(id: string): SessionSummary
  add(summary: SessionSummary): void
  update(summary: SessionSummary): void
  /** With its file. */
  remove(id: string): void
  /** Where the samples lie: see `session/`. */
  path(id: string): string
}

interface Row {
  summary: string
}

export function createSessions({ folder, catalogue, audit }: StoreContext): Sessions {
  const path = (id: string): string => join(folder, 'sessions', `${id}.session`)
  const find = (id: string): SessionSummary | undefined => {
    const row = catalogue.get<Row>('SELECT summary FROM sessions WHERE id = ?', id)
    return row && toSummary(row)
  }
  const get = (id: string): SessionSummary => find(id) ?? missing(id)
  return {
    list: () => catalogue.all<Row>('SELECT summary FROM sessions ORDER BY started_at_ms DESC, id').map(toSummary),
    get,
    path,
    add: (summary) =>
      catalogue.transaction(() => {
        catalogue.run('INSERT INTO sessions VALUES (?, ?, ?)', summary.id, summary.startedAtMs, JSON.stringify(summary))
        audit.append({ what: `session.add ${summary.id}`, after: summary })
      }),
    update: (summary) =>
      catalogue.transaction(() => {
        const before = get(summary.id)
        catalogue.run('UPDATE sessions SET summary = ? WHERE id = ?', JSON.stringify(summary), summary.id)
        audit.append({ what: `session.update ${summary.id}`, before, after: summary })
      }),
    remove(id) {
      const before = get(id)
      catalogue.transaction(() => {
        catalogue.run('DELETE FROM sessions WHERE id = ?', id)
        audit.append({ what: `session.remove ${id}`, before })
      })
      removeFile(path(id))
    },
  }
}

const toSummary = (row: Row): SessionSummary => JSON.parse(row.summary) as SessionSummary

function removeFile(path: string): void {
  try {
    if (statSync(path, { throwIfNoEntry: false })) rmSync(path)
  } catch (thrown) {
    throw toDiskError(thrown, path)
  }
}

function missing(id: string): never {
  throw new AppError({
    code: 'session/not-found',
    message: `The study has no session named ${id}`,
    hint: 'It may have been removed meanwhile. Choose another one from the list.',
    values: { id },
  })
}
