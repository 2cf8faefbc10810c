import { linkSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { AppError } from '../core/domain/error'
import { toDiskError } from './diskError'

export interface LockHolder {
  readonly pid: number
  readonly host: string
  readonly startedAtMs: number
  /** Start of the process in the system's own ticks where it tells them: a reused pid is another process. */
  readonly processStart: string | null
}

const lockName = 'study.lock'

/**
 * Claims a study for one program (the window or the command line) until the returned function is called. The
 * program's own further processes open the study without it. A lock whose process has died is taken over.
 * Throws `study/locked`, `disk/read-only`, `disk/full`.
 */
export const lockStudy = (folder: string): (() => void) => lockFile(join(folder, lockName), locked)

/** The same for any lock; `refuse` makes the error for one that is held, from its text. */
export function lockFile(path: string, refuse: (path: string, held: string) => AppError): () => void {
  const holder: LockHolder = {
    pid: process.pid,
    host: hostname(),
    startedAtMs: Date.now(),
    processStart: processStart(process.pid),
  }
  const text = JSON.stringify(holder)
  for (let attempt = 0; attempt < 3; attempt++) {
    if (claim(path, text)) return () => release(path, text)
    const held = readText(path)
    if (held !== null && !isStale(path, held)) throw refuse(path, held)
    if (held !== null) discard(path, held)
  }
  throw refuse(path, readText(path) ?? '')
}

/** A link appears whole or not at all, so nobody ever reads half a lock. False: somebody has it. */
function claim(path: string, text: string): boolean {
  const mine = `${path}.${process.pid}.tmp`
  try {
    writeFileSync(mine, text)
    try {
      linkSync(mine, path)
    } catch (thrown) {
      if (isCode(thrown, 'EEXIST')) return false
      // Some network and memory-card file systems have no links.
      writeFileSync(path, text, { flag: 'wx' })
    }
    return true
  } catch (thrown) {
    if (isCode(thrown, 'EEXIST')) return false
    throw toDiskError(thrown, path)
  } finally {
    rmSync(mine, { force: true })
  }
}

/** Moves a dead lock away. If another program was quicker and the moved one is its, it gets it back. */
function discard(path: string, judged: string): void {
  const aside = `${path}.${process.pid}.stale`
  try {
    renameSync(path, aside)
    if (readText(aside) !== judged) linkSync(aside, path)
  } catch (thrown) {
    if (!isCode(thrown, 'ENOENT') && !isCode(thrown, 'EEXIST')) throw toDiskError(thrown, path)
  } finally {
    rmSync(aside, { force: true })
  }
}

function release(path: string, text: string): void {
  if (readText(path) === text) rmSync(path, { force: true })
}

function isStale(path: string, text: string): boolean {
  const holder = parseLock(text)
  // Half a lock is of a program in the act of writing it, or of one that died then.
  if (!holder) return Date.now() - modifiedAtMs(path) > 5000
  if (holder.host !== hostname()) return false
  if (!isAlive(holder.pid)) return true
  const start = processStart(holder.pid)
  return holder.processStart !== null && start !== null && start !== holder.processStart
}

const modifiedAtMs = (path: string): number => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (thrown) {
    return isCode(thrown, 'EPERM')
  }
}

/** Linux: field 22 of /proc/PID/stat, after the name in brackets; and a zombie has ended. Elsewhere null. */
function processStart(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return fields[0] === 'Z' ? 'ended' : (fields[19] ?? null)
  } catch {
    return null
  }
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}

/** Who holds a lock, from its text; null where that cannot be read. */
export function parseLock(text: string): LockHolder | null {
  try {
    const value = JSON.parse(text) as Partial<LockHolder> | null
    return value && typeof value.pid === 'number' && typeof value.host === 'string' ? (value as LockHolder) : null
  } catch {
    return null
  }
}

function locked(path: string, text: string): AppError {
  const holder = parseLock(text)
  const who = holder
    ? `process ${holder.pid} on ${holder.host}, since ${new Date(holder.startedAtMs).toISOString()}`
    : 'another program'
  return new AppError({
    code: 'study/locked',
    message: `The study is open elsewhere: ${who}`,
    hint: `Go on in the window that has it open, or close that one first. If that computer is gone for good, delete ${path}.`,
    values: holder ? { path, pid: holder.pid, host: holder.host, since: holder.startedAtMs } : { path },
  })
}

const isCode = (thrown: unknown, code: string): boolean =>
  thrown instanceof Error && 'code' in thrown && thrown.code === code
