import { readdir, stat } from 'node:fs/promises'
import { basename, extname, join, resolve } from 'node:path'
import type { ErrorData } from '../core/domain/error'
import { readableEndings } from '../core/formats/sniff'
import { toReadError } from '../store/fileSource'

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
    const files = await search(path)
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
        if (entry.isDirectory()) return search(path)
        return hasOurEnding(entry.name) ? [path] : []
      }),
  )
  return nested.flat()
}

const hasOurEnding = (name: string): boolean => readableEndings.includes(extname(name).slice(1).toLowerCase())

const endings = readableEndings.map((ending) => `.${ending}`).join(', ')

const nothingIn = (path: string): ErrorData => ({
  code: 'folder/no-eeg',
  message: `The folder ${path} holds no EEG recording: expected files ending in ${endings}, also in the folders within it`,
  hint: 'Choose the folder that holds the recordings, or the files themselves.',
  values: { path, expected: endings },
})
