import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream, mkdirSync } from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createInflateRaw } from 'node:zlib'
import { toDiskError } from '../../store/diskError'
import { AppError } from '../../core/domain/error'

// Layout: PKWARE APPNOTE 6.3.10, sections 4.3.7 (local header), 4.3.12 (central directory), 4.3.16 (its end).
const endSignature = 0x06054b50
const centralSignature = 0x02014b50
const localSignature = 0x04034b50

export interface ZipEntry {
  readonly name: string
  readonly isDeflated: boolean
  readonly packedBytes: number
  readonly bytes: number
  readonly position: number
}

export interface UnpackedFile {
  readonly path: string
  readonly bytes: number
  readonly sha256: string
}

/** What an archive holds (zip; a Python wheel is one). The file has been proven by its hash before. */
export async function readZip(file: string): Promise<ZipEntry[]> {
  const handle = await open(file)
  try {
    const { size } = await handle.stat()
    const tail = await readAt(handle, Math.max(0, size - 65_557), Math.min(size, 65_557))
    let at = tail.length - 22
    while (at >= 0 && tail.readUInt32LE(at) !== endSignature) at--
    if (at < 0) throw damaged(file)
    const count = tail.readUInt16LE(at + 10)
    const directory = await readAt(handle, tail.readUInt32LE(at + 16), tail.readUInt32LE(at + 12))
    return readDirectory(directory, count, file)
  } finally {
    await handle.close()
  }
}

function readDirectory(directory: Buffer, count: number, file: string): ZipEntry[] {
  const entries: ZipEntry[] = []
  for (let at = 0; entries.length < count;) {
    if (directory.readUInt32LE(at) !== centralSignature) throw damaged(file)
    const nameLength = directory.readUInt16LE(at + 28)
    entries.push({
      name: directory.toString('utf8', at + 46, at + 46 + nameLength),
      isDeflated: directory.readUInt16LE(at + 10) === 8,
      packedBytes: directory.readUInt32LE(at + 20),
      bytes: directory.readUInt32LE(at + 24),
      position: directory.readUInt32LE(at + 42),
    })
    at += 46 + nameLength + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32)
  }
  return entries
}

export interface Unpacking {
  readonly zip: string
  readonly folder: string
  readonly signal: AbortSignal
  onBytes(count: number): void
}

/** Unpacks one entry to `path` in the folder, a piece at a time: libraries are larger than what memory is to be spent. */
export async function unpack(entry: ZipEntry, path: string, options: Unpacking): Promise<UnpackedFile> {
  const { zip, folder, signal, onBytes } = options
  const start = await dataStart(zip, entry)
  const target = join(folder, path)
  if (!target.startsWith(join(folder, '/'))) throw new Error(`${path} would lie outside of ${folder}`)
  const hash = createHash('sha256')
  let bytes = 0
  async function* count(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const piece of pieces) {
      bytes += piece.length
      hash.update(piece)
      onBytes(piece.length)
      yield piece
    }
  }
  try {
    mkdirSync(dirname(target), { recursive: true })
    if (entry.packedBytes > 0) {
      const source = createReadStream(zip, { start, end: start + entry.packedBytes - 1, highWaterMark: 1 << 18 })
      const file = createWriteStream(target)
      if (entry.isDeflated) {
        await pipeline(source, createInflateRaw({ chunkSize: 1 << 18 }), count, file, { signal })
      } else await pipeline(source, count, file, { signal })
    } else await pipeline([], createWriteStream(target), { signal })
  } catch (thrown) {
    throw signal.aborted ? thrown : toDiskError(thrown, target)
  }
  if (bytes !== entry.bytes) throw damaged(zip)
  return { path, bytes, sha256: hash.digest('hex') }
}

async function dataStart(zip: string, entry: ZipEntry): Promise<number> {
  const handle = await open(zip)
  try {
    const header = await readAt(handle, entry.position, 30)
    if (header.readUInt32LE(0) !== localSignature) throw damaged(zip)
    return entry.position + 30 + header.readUInt16LE(26) + header.readUInt16LE(28)
  } finally {
    await handle.close()
  }
}

async function readAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, position)
  return buffer.subarray(0, bytesRead)
}

const damaged = (file: string): AppError =>
  new AppError({
    code: 'file/unreadable',
    message: `${file} is no sound archive`,
    hint: 'Delete it and try again.',
    values: { path: file, file },
  })
