import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '../core/domain/error'
import type { UnfinishedImport } from '../core/domain/import'
import { syncFolder } from './atomicWrite'
import { toDiskError } from './diskError'
import { lockFile } from './lock'
import { stampOf, type Stamp } from './recordingRows'

/**
 * Where the files of a recording are gathered before they are the study's. What an import has half done lies here and
 * nowhere else: after a crash it is found, named, and taken away.
 */
export interface Staging {
  /** Where to write a file of the recording, by its own name. */
  pathOf(name: string): string
  /** Throws `disk/…` for a file that was not written. */
  stampOf(name: string): Stamp
  /** Moves the files to `target`: the single file itself, or the folder of several. */
  moveTo(target: string, single: string | null): void
  /** Takes away what is left. To be called in the end, whatever happened. */
  discard(): void
}

const prefix = '.importing-'
const noteName = 'import.json'
const lockSuffix = '.lock'
let counter = 0

/** Throws `disk/…`. */
export function openStaging(recordings: string, note: UnfinishedImport): Staging {
  const folder = join(recordings, `${prefix}${process.pid}-${Date.now().toString(36)}-${++counter}`)
  // The lock comes first and goes last: a folder without one belongs to a process that has died.
  const release = lockFile(folder + lockSuffix, held)
  const files = join(folder, 'files')
  const discard = (): void => {
    rmSync(folder, { recursive: true, force: true })
    release()
  }
  try {
    mkdirSync(files, { recursive: true })
    writeFileSync(join(folder, noteName), JSON.stringify(note))
  } catch (thrown) {
    discard()
    throw toDiskError(thrown, folder)
  }
  return {
    pathOf: (name) => join(files, name),
    stampOf(name) {
      try {
        return stampOf(join(files, name))
      } catch (thrown) {
        throw toDiskError(thrown, name)
      }
    },
    moveTo(target, single) {
      try {
        // Left there by a process that died between moving and cataloguing: the content is the same, by its name.
        rmSync(target, { recursive: true, force: true })
        syncFolder(files)
        renameSync(single === null ? files : join(files, single), target)
        syncFolder(recordings)
      } catch (thrown) {
        throw toDiskError(thrown, target)
      }
    },
    discard,
  }
}

/** Imports whose process is gone. */
export const findUnfinished = (recordings: string): UnfinishedImport[] => visitUnfinished(recordings, () => {})

/** Takes away what they left, and says what they were; those of one path alone, where one is named. */
export const clearUnfinished = (recordings: string, path?: string): UnfinishedImport[] =>
  visitUnfinished(
    recordings,
    (folder) => rmSync(folder, { recursive: true, force: true }),
    (found) => path === undefined || found.some((one) => one.path === path),
  )

function visitUnfinished(
  recordings: string,
  visit: (folder: string) => void,
  wanted: (found: readonly UnfinishedImport[]) => boolean = () => true,
): UnfinishedImport[] {
  try {
    const names = new Set(
      readdirSync(recordings).flatMap((name) => /^(\.importing-\d+-\w+-\d+)(?:\.lock)?$/.exec(name)?.[1] ?? []),
    )
    return [...names].sort().flatMap((name) => {
      const folder = join(recordings, name)
      const release = claim(folder + lockSuffix)
      if (!release) return []
      try {
        const found = readNote(folder)
        if (!wanted(found)) return []
        visit(folder)
        return found
      } finally {
        release()
      }
    })
  } catch (thrown) {
    throw toDiskError(thrown, recordings)
  }
}

/** Null: the process that imports is alive. */
function claim(path: string): (() => void) | null {
  try {
    return lockFile(path, held)
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === 'study/locked') return null
    throw thrown
  }
}

function readNote(folder: string): UnfinishedImport[] {
  try {
    return [JSON.parse(readFileSync(join(folder, noteName), 'utf8')) as UnfinishedImport]
  } catch {
    // It died while it wrote the note: before the first byte of the recording, so there is nothing to tell.
    return []
  }
}

const held = (path: string): AppError =>
  new AppError({
    code: 'study/locked',
    message: `Another process is importing: ${path}`,
    hint: 'Wait until its import is done.',
    values: { path },
  })
