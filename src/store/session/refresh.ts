import { AppError } from '../../core/domain/error'
import type { Study } from '../study'
import { summariseSession } from './contents'
import { readSession } from './reader'

/** Brings the rows of sessions whose process died to what their files hold. Only while nothing is recorded. */
export function refreshOpenSessions(study: Study): void {
  for (const { id, closed } of study.sessions.list()) if (!closed) refreshSession(study, id)
}

/** From the file itself, so that the catalogue says what can be read back. */
export function refreshSession(study: Study, id: string): void {
  try {
    const summary = summariseSession(readSession(study.sessions.path(id)))
    if (JSON.stringify(summary) !== JSON.stringify(study.sessions.get(id))) study.sessions.update(summary)
  } catch (thrown) {
    // A full disk has no room for the row either, and a lost file cannot be told from here: the row stays open.
    if (!(thrown instanceof AppError)) throw thrown
  }
}
