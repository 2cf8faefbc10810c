import { closeSync, existsSync, openSync, readdirSync, readSync } from 'node:fs'
import { join } from 'node:path'

/** What NVIDIA's compiler puts the code for the card into: `.nv_fatbin`; eight letters of it where names have no more. */
const cardCode = '.nv_fatb'
const library = /^(lib)?tensorflow[\w.-]*?\.(so(\.[\d.]+)?|dll)$/

/** Whether the library that was put in place has code for a graphics card: what it was called does not say so, since a
 *  mirror may give another. */
export function isCudaBuild(libraryFolder: string): boolean {
  if (!existsSync(libraryFolder)) return false
  return readdirSync(libraryFolder)
    .filter((name) => library.test(name))
    .some((name) => sectionNames(join(libraryFolder, name)).some((section) => section.startsWith(cardCode)))
}

const largestTable = 8 * 2 ** 20

type Read = (position: number, length: number) => Buffer

/** Names of the sections of a library for Linux (64 bit) or Windows; none for other files. Reads its tables alone. */
export function sectionNames(path: string): string[] {
  const file = openSync(path, 'r')
  try {
    const read: Read = (position, length) => {
      const bytes = Buffer.alloc(Math.min(length, largestTable))
      return bytes.subarray(0, readSync(file, bytes, 0, length, position))
    }
    const start = read(0, 64)
    if (start.length < 64) return []
    if (start.readUInt32BE(0) === 0x7f454c46 && start[4] === 2 && start[5] === 1) return elfSections(start, read)
    return start.readUInt16BE(0) === 0x4d5a ? peSections(start.readUInt32LE(0x3c), read) : []
  } finally {
    closeSync(file)
  }
}

/** ELF-64 (Tool Interface Standard, Executable and Linking Format 1.2): a table of headers, and one section with names. */
function elfSections(header: Buffer, read: Read): string[] {
  const [position, size, count, namesAt] = [
    Number(header.readBigUInt64LE(40)),
    header.readUInt16LE(58),
    header.readUInt16LE(60),
    header.readUInt16LE(62),
  ]
  const table = read(position, size * count)
  if (size < 64 || table.length < size * count || namesAt >= count) return []
  const at = size * namesAt
  const names = read(Number(table.readBigUInt64LE(at + 24)), Number(table.readBigUInt64LE(at + 32)))
  return Array.from({ length: count }, (_, section) => textAt(names, table.readUInt32LE(size * section)))
}

/** Microsoft's Portable Executable: 40 bytes a section, the first eight its name. */
function peSections(position: number, read: Read): string[] {
  const header = read(position, 24)
  if (header.length < 24 || header.readUInt32BE(0) !== 0x50450000) return []
  const count = header.readUInt16LE(6)
  const table = read(position + 24 + header.readUInt16LE(20), 40 * count)
  return Array.from({ length: Math.floor(table.length / 40) }, (_, section) =>
    textAt(table.subarray(40 * section, 40 * section + 8), 0),
  )
}

function textAt(bytes: Buffer, start: number): string {
  const end = bytes.indexOf(0, start)
  return bytes.toString('latin1', start, end < 0 ? bytes.length : end)
}
