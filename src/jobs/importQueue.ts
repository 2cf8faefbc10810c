import { statSync } from 'node:fs'
import { basename, dirname, join, parse } from 'node:path'
import type { FoundFile } from './importFiles'
import { openedOrNull, type OpenFile } from './openFile'

/** The files of an import in their order; what belongs to a recording comes with it and is not asked for again. */
export interface ImportQueue {
  /** Files that are recordings, as far as is known. */
  readonly total: number
  /** Of all files that were found, bytes. */
  readonly bytes: number
  next(): FoundFile | null
  /** Claims the files of a recording; `false`: it came in by another of its files. */
  take(opened: OpenFile): boolean
}

export function createQueue(files: readonly FoundFile[]): ImportQueue {
  const waiting = [...files]
  const taken = new Set<string>()
  const owners = createOwners(files)
  let total = files.length
  const isPart = ({ path, error }: FoundFile): boolean => taken.has(path) || (!error && owners.hasOwner(path))
  return {
    get total() {
      return total
    },
    bytes: files.reduce((sum, { path }) => sum + (statSync(path, { throwIfNoEntry: false })?.size ?? 0), 0),
    next() {
      for (let file = waiting.shift(); file; file = waiting.shift()) {
        if (!isPart(file)) return file
        total--
      }
      return null
    },
    take({ path, companions }) {
      if (taken.has(path)) {
        total--
        return false
      }
      for (const name of [path, ...companions.map((companion) => join(dirname(path), companion))]) taken.add(name)
      return true
    },
  }
}

/**
 * Splits and data files have names that begin like that of their recording: `x_raw-1.fif` belongs to `x_raw.fif`. Only files
 * with such a name in the same folder are asked, since asking is opening.
 */
function createOwners(files: readonly FoundFile[]) {
  const byFolder = new Map<string, string[]>()
  for (const { path, error } of files) {
    const folder = byFolder.get(dirname(path)) ?? []
    if (!error) byFolder.set(dirname(path), folder)
    folder.push(path)
  }
  const companions = new Map<string, readonly string[]>()
  const belongs = (part: string, whole: string): boolean => {
    const known = companions.get(whole) ?? askCompanions(whole)
    companions.set(whole, known)
    return known.includes(basename(part))
  }
  return {
    hasOwner(path: string): boolean {
      const { name } = parse(path)
      const alike = (byFolder.get(dirname(path)) ?? []).filter((other) => name.startsWith(parse(other).name))
      // Where each names the other, as header and data file do, either will do to open both.
      return alike.some((other) => other !== path && belongs(path, other) && !belongs(other, path))
    },
  }
}

/** Of the file as it is opened by this name. */
function askCompanions(path: string): readonly string[] {
  const opened = openedOrNull(path)
  opened?.close()
  return opened ? [opened.fileName, ...opened.companions].filter((name) => name !== basename(path)) : []
}
