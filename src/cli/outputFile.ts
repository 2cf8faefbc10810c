import { closeSync, openSync, rmSync, statSync, type Stats } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { AppError } from '../core/domain/error'
import { toDiskError } from '../store/diskError'

/**
 * The full path of a file that a command will write. Throws `input/invalid` or `disk/…` when it could not be written: before
 * long work, not after it.
 */
export function outputFile(named: string, force: boolean): string {
  const path = resolve(named)
  const folder = dirname(path)
  const within = lookAt(folder)
  if (!within)
    throw invalid(`${path} cannot be written: there is no folder ${folder}.`, 'Make the folder, or name another.')
  if (!within.isDirectory()) throw invalid(`${path} cannot be written: ${folder} is a file.`, 'Name another folder.')
  const present = lookAt(path)
  if (present?.isDirectory()) throw invalid(`Expected a file to write, got the folder ${path}.`, 'Name a file in it.')
  if (present && !force) throw invalid(`${path} exists already.`, '--force replaces it.')
  tryToWrite(folder, basename(path))
  return path
}

function lookAt(path: string): Stats | null {
  try {
    return statSync(path)
  } catch {
    // Nothing there, or nothing that we may see.
    return null
  }
}

/** Rights alone do not tell: a disk may be read-only, full or gone. */
function tryToWrite(folder: string, name: string): void {
  const trial = join(folder, `.${name}.${process.pid}.tmp`)
  try {
    closeSync(openSync(trial, 'wx'))
  } catch (thrown) {
    throw toDiskError(thrown, join(folder, name))
  } finally {
    rmSync(trial, { force: true })
  }
}

const invalid = (message: string, hint: string): AppError => new AppError({ code: 'input/invalid', message, hint })
