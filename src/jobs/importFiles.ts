import { readdir, stat } from 'node:fs/promises'
import { basename, extname, join, resolve } from 'node:path'
import type { ErrorData } from '../core/domain/error'
import { formatOf, headBytes, readableEndings, readableFormats } from '../core/formats/sniff'
import { findBidsRecordings, isBidsRoot } from './bids/bidsPlace'
import { openFileSource, toReadError } from '../store/fileSource'

/** A file to import, or a path that gives none, with the reason. */
export interface FoundFile {
  readonly path: string
  readonly fileName: string
  readonly error?: ErrorData
}

/**
 * Files behind the paths that a person named, each once. A file that was named is taken whatever it is called; a folder
 * is searched to its depths for files with an ending that we read.
 */
export async function findFiles(paths: readonly string[]): Promise<FoundFile[]> {
  const found = new Map<string, FoundFile>()
  for (const named of paths) {
    const path = resolve(named)
    for (const file of await filesBehind(path)) if (!found.has(file.path)) found.set(file.path, file)
  }
  return [...found.values()]
}

async function filesBehind(path: string): Promise<FoundFile[]> {
  try {
    if (!(await stat(path)).isDirectory()) return [toFile(path)]
    const files = isBidsRoot(path) ? findBidsRecordings(path) : await search(path)
    return files.length > 0 ? files.map(toFile) : [{ ...toFile(path), error: nothingIn(path) }]
  } catch (thrown) {
    return [{ ...toFile(path), error: toReadError(thrown, path).data }]
  }
}

const toFile = (path: string): FoundFile => ({ path, fileName: basename(path) })

/** Sorted as a person sorts: R2 before R10. Links to folders are not followed, they may lead in a circle. */
async function search(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  const nested = await Promise.all(
    entries
      .filter(({ name }) => !name.startsWith('.'))
      .sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }))
      .map((entry) => {
        const path = join(folder, entry.name)
        if (entry.isDirectory()) return isBidsRoot(path) ? findBidsRecordings(path) : search(path)
        return isOffered(path) ? [path] : []
      }),
  )
  return nested.flat()
}

/** Many other things are called so: in a folder they count only when they begin like a recording. */
const commonEndings = ['txt', 'csv']

/** A file that a person did not name, but its folder: is it meant as a recording? */
function isOffered(path: string): boolean {
  const ending = extname(path).slice(1).toLowerCase()
  if (!readableEndings.includes(ending)) return false
  if (!commonEndings.includes(ending)) return true
  try {
    const source = openFileSource(path)
    const format = formatOf(source.name, source.read(0, headBytes))
    source.close()
    return readableFormats.some((readable) => readable === format)
  } catch {
    // It has an outcome of its own, which says why it cannot be read.
    return true
  }
}

const endings = readableEndings.map((ending) => `.${ending}`).join(', ')

const nothingIn = (path: string): ErrorData => ({
  code: 'folder/no-eeg',
  message: `The folder ${path} holds no EEG recording: expected files ending in ${endings}, also in the folders within it`,
  hint: 'Choose the folder that holds the recordings, or the files themselves.',
  values: { path, expected: endings },
})
