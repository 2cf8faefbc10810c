/**
 * An asar archive of a flat set of files. The format: two Chromium pickles (the size of the header, then the header as
 * JSON text padded to four bytes), then the files' bytes; offsets count from the end of the header.
 * @param {Record<string, Buffer | string>} files name → content
 */
export function createAsar(files) {
  const header = { files: {} }
  const bodies = []
  let offset = 0
  for (const [name, content] of Object.entries(files)) {
    const body = Buffer.from(content)
    header.files[name] = { size: body.length, offset: String(offset) }
    bodies.push(body)
    offset += body.length
  }
  const json = Buffer.from(JSON.stringify(header))
  const padded = Math.ceil(json.length / 4) * 4
  const head = Buffer.alloc(16 + padded)
  head.writeUInt32LE(4, 0)
  head.writeUInt32LE(8 + padded, 4)
  head.writeUInt32LE(4 + padded, 8)
  head.writeUInt32LE(json.length, 12)
  json.copy(head, 16)
  return Buffer.concat([head, ...bodies])
}
