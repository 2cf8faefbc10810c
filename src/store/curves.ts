import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import type { CurveFinding, CurvePlan } from '../core/domain/curve'
import { AppError } from '../core/domain/error'
import { atomicWrite, syncFolder } from './atomicWrite'
import type { StoreContext } from './context'
import { toDiskError } from './diskError'

/** Answers over N, a folder each: `units.jsonl` while one is sought, `selection.json` when it is found. */
export interface Curves {
  /** Finished ones, newest first. */
  list(): CurveFinding[]
  /** Throws `file/not-found` when there is none of this name, or it is not finished. */
  get(id: string): CurveFinding
  has(id: string): boolean
  /** Those that were begun and not finished, with how many units are done. */
  unfinished(): { readonly id: string; readonly plan: CurvePlan; readonly done: number }[]
  /** Continues a journal of this name, or begins one. Throws `disk/…`. */
  journal(id: string, plan: CurvePlan): CurveJournal
  /** Forgets units of a run that was not finished. */
  discard(id: string): void
  folder(id: string): string
}

/** Results a line each; what was appended is there after a kill, and half a line at the end is cut off. */
export interface CurveJournal {
  readonly lines: readonly string[]
  append(line: string): void
  /** Writes the finding and drops the journal. */
  finish(finding: CurveFinding): void
  close(): void
}

const journalName = 'units.jsonl'
const findingName = 'selection.json'
const planName = 'plan.json'

export function createCurves({ folder: study, audit }: StoreContext): Curves {
  const root = join(study, 'curves')
  const folder = (id: string): string => join(root, id)
  const names = (): string[] => (existsSync(root) ? readdirSync(root).filter((name) => /^[\w.-]+$/.test(name)) : [])
  const has = (id: string): boolean => existsSync(join(folder(id), findingName))
  const read = (id: string): CurveFinding => parseFinding(readFileSync(join(folder(id), findingName), 'utf8'), id)
  return {
    folder,
    has,
    list: () =>
      names()
        .filter(has)
        .map(read)
        .sort((a, b) => b.createdAtMs - a.createdAtMs),
    get(id) {
      if (names().includes(id) && has(id)) return read(id)
      throw new AppError({
        code: 'file/not-found',
        message: `The study has no finished answer ${id}`,
        hint: 'See which answers there are, or ask again.',
        values: { path: id },
      })
    },
    unfinished: () =>
      names()
        .filter((id) => !has(id) && existsSync(join(folder(id), planName)))
        .map((id) => ({
          id,
          plan: JSON.parse(readFileSync(join(folder(id), planName), 'utf8')) as CurvePlan,
          done: wholeLines(join(folder(id), journalName)).length,
        })),
    discard(id) {
      if (names().includes(id) && !has(id)) rmSync(folder(id), { recursive: true, force: true })
    },
    journal(id, plan) {
      try {
        mkdirSync(folder(id), { recursive: true })
        const planPath = join(folder(id), planName)
        if (!existsSync(planPath)) atomicWrite(planPath, JSON.stringify(plan))
        return openJournal(folder(id), (finding) => {
          audit.append({ what: `curve.add ${id}`, after: { plan: finding.plan, recommended: finding.recommendation } })
        })
      } catch (thrown) {
        throw toDiskError(thrown, folder(id))
      }
    },
  }
}

function openJournal(folder: string, onFinish: (finding: CurveFinding) => void): CurveJournal {
  const path = join(folder, journalName)
  const lines = wholeLines(path)
  const length = lines.reduce((sum, line) => sum + Buffer.byteLength(line) + 1, 0)
  if (existsSync(path) && statSync(path).size > length) truncateSync(path, length)
  const file = openSync(path, 'a')
  syncFolder(folder)
  return {
    lines,
    append(line) {
      try {
        writeSync(file, `${line}\n`)
        fsyncSync(file)
      } catch (thrown) {
        throw toDiskError(thrown, path)
      }
    },
    finish(finding) {
      atomicWrite(join(folder, findingName), `${JSON.stringify(finding, null, 1)}\n`)
      onFinish(finding)
      rmSync(path, { force: true })
      rmSync(join(folder, planName), { force: true })
    },
    close: () => closeSync(file),
  }
}

/** Half a line at the end is none. */
function wholeLines(path: string): string[] {
  if (!existsSync(path)) return []
  return readFileSync(path, 'utf8').split('\n').slice(0, -1)
}

/** Throws `study/damaged` for text that is no finding, `study/newer` for one of a later program. */
export function parseFinding(text: string, name: string): CurveFinding {
  const finding = parse(text)
  const newer = finding !== null && typeof finding.schemaVersion === 'number' && finding.schemaVersion > 1
  if (finding?.schemaVersion === 1 && finding.plan && Array.isArray(finding.points)) return finding
  throw new AppError({
    code: newer ? 'study/newer' : 'file/unreadable',
    message: newer ? `${name} was saved by a newer Sparsecap` : `${name} is not an answer of Sparsecap`,
    hint: newer
      ? 'Install the newest Sparsecap.'
      : 'Expected a selection.json with plan and points; ask again to get one.',
    values: { path: name },
  })
}

function parse(text: string): CurveFinding | null {
  try {
    return JSON.parse(text) as CurveFinding | null
  } catch {
    return null
  }
}
