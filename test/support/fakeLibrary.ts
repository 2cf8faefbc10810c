/** The bytes of a shared library for Linux that has these sections and nothing in them. */
export function fakeElf(sections: readonly string[]): Uint8Array {
  const names = Buffer.from(['', ...sections, '.shstrtab'].map((name) => `${name}\0`).join(''), 'latin1')
  const count = sections.length + 2
  const header = Buffer.alloc(64)
  header.writeUInt32BE(0x7f454c46, 0)
  header.set([2, 1, 1], 4)
  header.writeBigUInt64LE(BigInt(64 + names.length), 40)
  header.writeUInt16LE(64, 58)
  header.writeUInt16LE(count, 60)
  header.writeUInt16LE(count - 1, 62)
  const table = Buffer.alloc(64 * count)
  let place = 1
  for (const [i, name] of [...sections, '.shstrtab'].entries()) {
    table.writeUInt32LE(place, 64 * (i + 1))
    place += name.length + 1
  }
  table.writeBigUInt64LE(64n, 64 * (count - 1) + 24)
  table.writeBigUInt64LE(BigInt(names.length), 64 * (count - 1) + 32)
  return Buffer.concat([header, names, table])
}

/** The same for Windows. */
export function fakePe(sections: readonly string[]): Uint8Array {
  const bytes = Buffer.alloc(64 + 24 + 16 + 40 * sections.length)
  bytes.write('MZ', 0, 'latin1')
  bytes.writeUInt32LE(64, 0x3c)
  bytes.write('PE\0\0', 64, 'latin1')
  bytes.writeUInt16LE(sections.length, 64 + 6)
  bytes.writeUInt16LE(16, 64 + 20)
  for (const [i, name] of sections.entries()) bytes.write(name.slice(0, 8), 64 + 24 + 16 + 40 * i, 'latin1')
  return bytes
}
