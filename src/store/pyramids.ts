import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { syncFolder } from './atomicWrite'
import type { StoreContext } from './context'
import { toDiskError } from './diskError'
import { openPyramid, writePyramid, type PyramidFile, type PyramidWriter } from './pyramidFile'
import type { PyramidShape } from './pyramidHeader'

/** Overviews of recordings for the signal browser, `pyramids/HASH.pyramid`: derived, and built anew where one is missing. */
export interface Pyramids {
  /** Null: it has to be built. The file stays open for the next look. */
  open(shape: PyramidShape): PyramidFile | null
  /** A place for one that is being built. Throws `disk/…`. */
  write(shape: PyramidShape): PyramidWriter
  /** Makes what was written and finished the recording's own. */
  keep(hash: string): void
  remove(hash: string): void
  /** Takes away what this process has written and not kept. */
  discard(): void
  /** Takes away what processes that died had half built. */
  clearUnfinished(): void
  close(): void
}

/** Open at once: who compares two runs goes to and fro. */
const keptOpen = 2

export function createPyramids({ folder: study }: Pick<StoreContext, 'folder'>): Pyramids {
  const folder = join(study, 'pyramids')
  const opened = new Map<string, PyramidFile>()
  const path = (hash: string): string => join(folder, `${hash}.pyramid`)
  const temporary = (hash: string): string => `${path(hash)}.${process.pid}.tmp`
  const forget = (hash: string): void => {
    opened.get(hash)?.close()
    opened.delete(hash)
  }
  return {
    open(shape) {
      const { hash } = shape
      const file = opened.get(hash) ?? openPyramid(path(hash), shape)
      opened.delete(hash)
      if (!file) return null
      opened.set(hash, file)
      if (opened.size > keptOpen) forget(opened.keys().next().value!)
      return file
    },
    write(shape) {
      prepare(folder)
      return writePyramid(temporary(shape.hash), shape)
    },
    keep(hash) {
      forget(hash)
      try {
        renameSync(temporary(hash), path(hash))
        syncFolder(folder)
      } catch (thrown) {
        throw toDiskError(thrown, path(hash))
      }
    },
    remove(hash) {
      forget(hash)
      rmSync(path(hash), { force: true })
    },
    discard: () => clearOf(folder, (builder) => builder === process.pid),
    clearUnfinished: () => clearOf(folder, (builder) => builder !== process.pid && !isAlive(builder)),
    close: () => [...opened.keys()].forEach(forget),
  }
}

function prepare(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true })
  } catch (thrown) {
    throw toDiskError(thrown, folder)
  }
}

function clearOf(folder: string, isWanted: (builder: number) => boolean): void {
  if (!existsSync(folder)) return
  for (const name of readdirSync(folder)) {
    const builder = /\.pyramid\.(\d+)\.tmp$/.exec(name)?.[1]
    if (builder && isWanted(Number(builder))) rmSync(join(folder, name), { force: true })
  }
}

function isAlive(id: number): boolean {
  try {
    return process.kill(id, 0)
  } catch (thrown) {
    return thrown instanceof Error && 'code' in thrown && thrown.code === 'EPERM'
  }
}
