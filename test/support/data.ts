import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'

const projectRoot = resolve(import.meta.dirname, '../..')

/** Folder of real recordings: `$SPARSECAP_DATA`, else `../shared/data` beside the project. Null when there is none. */
export function dataFolder(): string | null {
  const folder = process.env['SPARSECAP_DATA'] ?? resolve(projectRoot, '../shared/data')
  return existsSync(folder) ? folder : null
}

let told = false

/** Full path of a real recording, or null with one clear notice: such tests use `test.skipIf(path === null)`. */
export function requireData(path: string): string | null {
  const folder = dataFolder()
  const full = folder && resolve(folder, path)
  if (full && existsSync(full)) return full
  if (!told)
    console.warn(`Tests on real recordings are skipped: ${path} not found. Set SPARSECAP_DATA to their folder.`)
  told = true
  return null
}

export const readData = (path: string): Uint8Array => new Uint8Array(readFileSync(path))
