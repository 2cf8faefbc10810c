import { realpathSync } from 'node:fs'
import { isAbsolute, relative, resolve } from 'node:path'
import { AppError } from '../core/domain/error'

/**
 * Refuses paths outside the given folders, so that a page can point the file manager at nothing but a person's own work.
 * Throws `input/invalid`; also for a path that does not exist.
 */
export function requireOwnPath(path: string, folders: readonly (string | undefined)[]): void {
  const real = realPath(path)
  const owned = folders.some((folder) => {
    const base = folder === undefined ? null : realPath(folder)
    return real !== null && base !== null && isInside(base, real)
  })
  if (owned) return
  throw new AppError({
    code: 'input/invalid',
    message: `${path} is not in the open study`,
    hint: 'Open the study that it belongs to first.',
    values: { path },
  })
}

function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path)
  return way === '' || (!isAbsolute(way) && way.split(/[/\\]/)[0] !== '..')
}

/** Without links, which could lead out of a folder. */
function realPath(path: string): string | null {
  if (!isAbsolute(path)) return null
  try {
    return realpathSync(resolve(path))
  } catch {
    return null
  }
}
