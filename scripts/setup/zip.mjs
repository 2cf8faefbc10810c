import { chmodSync, closeSync, fstatSync, mkdirSync, openSync, readSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, isAbsolute, join, normalize, sep } from 'node:path'
import zlib from 'node:zlib'
import { SetupError } from './say.mjs'

// Layout: PKWARE APPNOTE 6.3.10, sections 4.3.7 (local header), 4.3.12 (central directory), 4.3.16 (its end).
const END = 0x06054b50
const CENTRAL = 0x02014b50
const LOCAL = 0x04034b50
const TYPE_MASK = 0o170000
const SYMLINK = 0o120000

function readAt(fd, position, length) {
  const bytes = Buffer.alloc(length)
  for (let done = 0; done < length;) {
    const count = readSync(fd, bytes, done, length - done, position + done)
    if (count === 0) throw new SetupError('A zip file ends in the middle.', 'Delete it and run the set-up again.')
    done += count
  }
  return bytes
}

function findEnd(fd) {
  const size = fstatSync(fd).size
  const length = Math.min(size, 22 + 0xffff)
  const tail = readAt(fd, size - length, length)
  for (let at = length - 22; at >= 0; at--) {
    if (tail.readUInt32LE(at) === END) return tail.subarray(at)
  }
  throw new SetupError('A file that should be a zip file is none.', 'Delete it and run the set-up again.')
}

function parseEntry(directory, at) {
  if (directory.readUInt32LE(at) !== CENTRAL) throw new SetupError('The directory of a zip file is damaged.')
  const nameLength = directory.readUInt16LE(at + 28)
  const madeOnUnix = directory.readUInt16LE(at + 4) >>> 8 === 3
  const mode = madeOnUnix ? directory.readUInt32LE(at + 38) >>> 16 : 0
  const name = directory.toString('utf8', at + 46, at + 46 + nameLength)
  return {
    name,
    mode: mode & 0o777,
    isFolder: name.endsWith('/'),
    isSymlink: (mode & TYPE_MASK) === SYMLINK,
    method: directory.readUInt16LE(at + 10),
    crc: directory.readUInt32LE(at + 16),
    packedSize: directory.readUInt32LE(at + 20),
    size: directory.readUInt32LE(at + 24),
    position: directory.readUInt32LE(at + 42),
    next: at + 46 + nameLength + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32),
  }
}

/**
 * Opens a zip file (stored and deflated entries, no zip64, no encryption).
 * `entries` are in the order of the directory; `read(entry)` gives its bytes, checked against its CRC.
 */
export function openZip(file) {
  const fd = openSync(file, 'r')
  try {
    const end = findEnd(fd)
    const count = end.readUInt16LE(10)
    const directory = readAt(fd, end.readUInt32LE(16), end.readUInt32LE(12))
    const entries = []
    for (let at = 0; entries.length < count; at = entries.at(-1).next) entries.push(parseEntry(directory, at))
    return { entries, read: (entry) => readEntry(fd, entry), close: () => closeSync(fd) }
  } catch (error) {
    closeSync(fd)
    throw error
  }
}

function readEntry(fd, entry) {
  const header = readAt(fd, entry.position, 30)
  if (header.readUInt32LE(0) !== LOCAL) throw new SetupError(`The zip entry ${entry.name} is damaged.`)
  const start = entry.position + 30 + header.readUInt16LE(26) + header.readUInt16LE(28)
  const packed = readAt(fd, start, entry.packedSize)
  if (entry.method !== 0 && entry.method !== 8) {
    throw new SetupError(`The zip entry ${entry.name} is packed by method ${entry.method}, which is not supported.`)
  }
  const bytes = entry.method === 0 ? packed : zlib.inflateRawSync(packed, { maxOutputLength: entry.size || 1 })
  if (bytes.length !== entry.size || zlib.crc32(bytes) !== entry.crc) {
    throw new SetupError(`The zip entry ${entry.name} is damaged (its checksum differs).`)
  }
  return bytes
}

function isInside(path) {
  const normal = normalize(path)
  return !isAbsolute(normal) && normal !== '..' && !normal.startsWith(`..${sep}`)
}

function writeEntry(place, entry, bytes) {
  mkdirSync(dirname(place), { recursive: true })
  if (entry.isSymlink) {
    symlinkSync(bytes.toString('utf8'), place)
  } else {
    writeFileSync(place, bytes)
    if (entry.mode) chmodSync(place, entry.mode | 0o600)
  }
}

/**
 * Unpacks into `folder`, with executable bits and symbolic links.
 * `rename(name)` gives an entry's path inside the folder, or undefined to leave it out.
 * @returns the paths written. @throws {SetupError} for an entry or a link that points out of the folder.
 */
export function unzip(file, folder, rename = (name) => name) {
  const zip = openZip(file)
  try {
    const written = []
    for (const entry of zip.entries) {
      const path = rename(entry.name)
      if (path === undefined || entry.isFolder) continue
      const bytes = zip.read(entry)
      const target = entry.isSymlink ? join(dirname(path), bytes.toString('utf8')) : path
      if (!isInside(path) || !isInside(target)) throw new SetupError(`The zip entry ${entry.name} points outside.`)
      writeEntry(join(folder, path), entry, bytes)
      written.push(path)
    }
    return written
  } finally {
    zip.close()
  }
}
