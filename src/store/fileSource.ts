import {
  closeSync,
  constants,
  existsSync,
  fstatSync,
  openSync,
  readdirSync,
  readSync,
  statSync,
  type Stats,
} from 'node:fs'
import { basename, join } from 'node:path'
import { AppError } from '../core/domain/error'
import type { ByteSource, FileNeighbours } from '../core/formats/source'

/** A file on disk, read where it is asked for. */
export interface FileSource extends ByteSource {
  readonly path: string
  /** Gives the file back to the system. Reading after that opens it anew, so that nobody has to know who closed it. */
  close(): void
}

/** Small, since headers and annotations stand far apart in large files; longer reads go past the cache. */
const blockBytes = 16 << 10
const keptBlocks = 64

/**
 * Memory: 1 MB a file, and what is asked for. Throws `file/not-found` or `file/unreadable`, also while reading, and for a
 * file that has become shorter than it was.
 */
export function openFileSource(path: string, name = basename(path)): FileSource {
  const blocks = new Map<number, Uint8Array<ArrayBuffer>>()
  let handle: number | null = told(path, () => openPlain(path))
  let size: number
  try {
    size = told(path, () => requireFile(fstatSync(handle!), path).size)
  } catch (thrown) {
    closeSync(handle)
    throw thrown
  }

  const readPast = (bytes: Uint8Array, offset: number): void => {
    handle ??= told(path, () => openPlain(path))
    for (let done = 0; done < bytes.length;) {
      const got = told(path, () => readSync(handle!, bytes, done, bytes.length - done, offset + done))
      if (got === 0) throw shortened(path, size, offset + done)
      done += got
    }
  }
  const block = (index: number): Uint8Array<ArrayBuffer> => {
    const known = blocks.get(index)
    // The order of a Map is the order of use here: the first is the longest unused.
    blocks.delete(index)
    const bytes = known ?? new Uint8Array(Math.min(blockBytes, size - index * blockBytes))
    if (!known) readPast(bytes, index * blockBytes)
    blocks.set(index, bytes)
    if (blocks.size > keptBlocks) blocks.delete(blocks.keys().next().value!)
    return bytes
  }
  const fill = (bytes: Uint8Array, from: number): void => {
    if (bytes.length > blockBytes) return readPast(bytes, from)
    for (let done = 0; done < bytes.length;) {
      const index = Math.floor((from + done) / blockBytes)
      const at = from + done - index * blockBytes
      const part = block(index).subarray(at, at + bytes.length - done)
      bytes.set(part, done)
      done += part.length
    }
  }
  return {
    ...{ name, path, size },
    read(offset, length) {
      const from = Math.max(0, offset)
      const bytes = new Uint8Array(Math.max(0, Math.min(length, size - from)))
      fill(bytes, from)
      return bytes
    },
    readInto(target, offset) {
      const length = Math.max(0, Math.min(target.length, size - offset))
      readPast(target.subarray(0, length), offset)
      return length
    },
    close() {
      if (handle !== null) closeSync(handle)
      handle = null
      blocks.clear()
    },
  }
}

/** The files of one folder. */
export interface FolderNeighbours extends FileNeighbours {
  /** Closes all that were opened through it. */
  close(): void
}

/** `more`: files of other folders that are taken for neighbours too, where the folder has none of their name. */
export function openFolder(folder: string, more: readonly string[] = []): FolderNeighbours {
  const opened = new Map<string, FileSource>()
  let listed: readonly string[] | null = null
  const names = (): readonly string[] =>
    (listed ??= told(folder, () => [...new Set([...filesIn(folder), ...more.map((path) => basename(path))])].sort()))
  return {
    get names() {
      return names()
    },
    open(wanted) {
      const name =
        names().find((one) => one === wanted) ?? names().find((one) => one.toLowerCase() === wanted.toLowerCase())
      if (name === undefined) return null
      const source = opened.get(name) ?? openFileSource(pathIn(folder, name, more))
      opened.set(name, source)
      return source
    },
    close: () => opened.forEach((source) => source.close()),
  }
}

const pathIn = (folder: string, name: string, more: readonly string[]): string =>
  existsSync(join(folder, name))
    ? join(folder, name)
    : (more.find((path) => basename(path) === name) ?? join(folder, name))

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() || entry.isSymbolicLink())
    .map(({ name }) => name)
    .sort()

/** For opening files of a person: a pipe that takes a file's place must not be waited for. */
export const readFlags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)

/** A pipe is not even opened: that waits for whoever writes into it, and a device may act on it. */
function openPlain(path: string): number {
  requireFile(statSync(path), path)
  return openSync(path, readFlags)
}

/** Throws `file/unreadable` for what is no regular file. */
export function requireFile(stat: Stats, path: string): Stats {
  if (stat.isFile()) return stat
  const got = kindOf(stat)
  throw new AppError({
    code: 'file/unreadable',
    message: `${path} is ${got}; expected a file. It was not opened`,
    hint: 'Save the recording as a file and import that.',
    detail: `It is ${got}, no file that holds bytes`,
    values: { path, file: basename(path), expected: 'a file', got },
  })
}

const kindOf = (stat: Stats): string =>
  stat.isDirectory() ? 'a folder' : stat.isFIFO() ? 'a named pipe' : stat.isSocket() ? 'a socket' : 'a device'

function told<T>(path: string, body: () => T): T {
  try {
    return body()
  } catch (thrown) {
    throw toReadError(thrown, path)
  }
}

/** Why a file of a person cannot be read. */
export function toReadError(thrown: unknown, path: string): AppError {
  if (thrown instanceof AppError) return thrown
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined
  const detail = thrown instanceof Error ? thrown.message : String(thrown)
  const values = { path, file: basename(path) }
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    const hint = 'It may have been moved or renamed, or its disk is not connected. Choose it again.'
    return new AppError({ code: 'file/not-found', message: `There is no file or folder ${path}`, hint, detail, values })
  }
  const hint =
    'Check that you may read the file and that its disk is connected, or copy it elsewhere and import the copy.'
  return new AppError({ code: 'file/unreadable', message: `${path} cannot be read`, hint, detail, values })
}

const shortened = (path: string, size: number, end: number): AppError =>
  toReadError(new Error(`It had ${size} bytes when it was opened and now ends at ${end}`), path)
