import { statfsSync } from 'node:fs'
import { dirname } from 'node:path'
import { AppError, type ErrorData } from '../core/domain/error'

const full = new Set(['ENOSPC', 'EDQUOT', 'EFBIG', 'SQLITE_FULL'])
const readOnly = new Set(['EROFS', 'EACCES', 'EPERM'])

/**
 * What a failed write to `path` means to a person. The one place that knows the codes of file systems and SQLite.
 * An AppError passes through unchanged.
 */
export function toDiskError(thrown: unknown, path: string): AppError {
  if (thrown instanceof AppError) return thrown
  const code = errorCode(thrown)
  const detail = thrown instanceof Error ? thrown.message : String(thrown)
  if (full.has(code) || (code.startsWith('SQLITE_IOERR') && hasNoSpace(path)))
    return new AppError(diskFull(path, detail))
  if (readOnly.has(code) || code.startsWith('SQLITE_READONLY')) return new AppError(diskReadOnly(path, detail))
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB') return new AppError(studyDamaged(path, detail))
  if (code.startsWith('SQLITE_BUSY')) return new AppError(catalogueBusy(path, detail))
  return new AppError(diskFailed(path, detail))
}

/** SQLite fails with I/O errors, too, where a file cannot grow; the file system knows whether it is full. */
function hasNoSpace(path: string): boolean {
  try {
    return statfsSync(dirname(path)).bavail === 0
  } catch {
    return false
  }
}

function errorCode(thrown: unknown): string {
  const code = thrown !== null && typeof thrown === 'object' && 'code' in thrown ? thrown.code : undefined
  return typeof code === 'string' ? code : ''
}

const diskFull = (path: string, detail: string): ErrorData => ({
  code: 'disk/full',
  message: `The disk is full: ${path} could not be written`,
  hint: 'Free some space on that disk and try again. What was saved before is unharmed.',
  detail,
  values: { path },
})

const diskReadOnly = (path: string, detail: string): ErrorData => ({
  code: 'disk/read-only',
  message: `${path} cannot be written: the folder or the disk is read-only, or belongs to someone else`,
  hint: 'Copy the study to a folder of your own and open it there, or change the rights of this one.',
  detail,
  values: { path },
})

const studyDamaged = (path: string, detail: string): ErrorData => ({
  code: 'study/damaged',
  message: `The study's catalogue ${path} is damaged`,
  hint: 'Restore study.sqlite from a backup, or make a new study and import the files in the folder “recordings”: they are unharmed originals.',
  detail,
  values: { path },
})

const catalogueBusy = (path: string, detail: string): ErrorData => ({
  code: 'disk/failed',
  message: `${path} was kept busy by another program for more than five seconds`,
  hint: 'Close other programs that have this file open, such as a database viewer or a backup, and try again.',
  detail,
  values: { path },
})

const diskFailed = (path: string, detail: string): ErrorData => ({
  code: 'disk/failed',
  message: `${path} could not be read or written: ${detail}`,
  hint: 'Check that the disk is connected and sound, and try again.',
  detail,
  values: { path },
})
