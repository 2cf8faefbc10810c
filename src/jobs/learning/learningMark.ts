import { readdirSync, rmSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import * as v from 'valibot'
import { backendNames } from '../../core/domain/backend'
import { AppError, type ErrorData } from '../../core/domain/error'
import { programHome, readHomeJson, writeHomeJson } from '../../store/home'
import type { Announce } from './announceBackends'

/** A backend computes in this process. Where nobody watches the process, its mark is what is left when it dies. */
const mark = v.object({
  backend: v.picklist(backendNames),
  pid: v.number(),
  host: v.string(),
  startedAtMs: v.number(),
})
export type LearningMark = v.InferOutput<typeof mark>

const pattern = /^learning-\d+\.json$/

/** Keeps the mark of this process while a backend computes in it. A disk that takes none is no reason not to learn:
 *  `onNotKept` hears of it, once. */
export function markLearning(home = programHome(), onNotKept?: (error: ErrorData) => void): Announce {
  let told = false
  const path = join(home, `learning-${process.pid}.json`)
  const remove = (): void => discard(path)
  process.once('exit', remove)
  return (backend) => {
    if (!backend) return remove()
    try {
      const own: LearningMark = { backend, pid: process.pid, host: hostname(), startedAtMs: Date.now() }
      writeHomeJson(path, own)
    } catch (thrown) {
      if (!(thrown instanceof AppError)) throw thrown
      if (!told) onNotKept?.(thrown.data)
      told = true
    }
  }
}

/** Learnings of this machine that ended without a word: their process is gone and its mark is not. Each is told once. */
export function takeUnfinished(home = programHome()): LearningMark[] {
  return marksIn(home).flatMap((path) => {
    const found = readMark(path)
    if (found && (found.host !== hostname() || isAlive(found.pid))) return []
    discard(path)
    return found ?? []
  })
}

/** What cannot be read says nothing: it must not keep anyone from learning. */
function readMark(path: string): LearningMark | null {
  try {
    return readHomeJson(path, (value) => {
      const parsed = v.safeParse(mark, value)
      return parsed.success ? parsed.output : null
    })
  } catch (thrown) {
    if (thrown instanceof AppError) return null
    throw thrown
  }
}

/** Also where the home is none: `force` passes over what is missing alone. */
function discard(path: string): void {
  try {
    rmSync(path, { force: true })
  } catch (thrown) {
    if (!(thrown instanceof Error && 'syscall' in thrown)) throw thrown
  }
}

function marksIn(home: string): string[] {
  try {
    return readdirSync(home).flatMap((name) => (pattern.test(name) ? join(home, name) : []))
  } catch {
    // There is no home yet.
    return []
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (thrown) {
    // It is there, and another person's.
    return thrown instanceof Error && 'code' in thrown && thrown.code === 'EPERM'
  }
}
