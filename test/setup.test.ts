import { mkdtempSync, readFileSync, readlinkSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32, deflateRawSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createAsar } from '../scripts/setup/asar.mjs'
import { digest } from '../scripts/setup/files.mjs'
import { setFuses } from '../scripts/setup/fuses.mjs'
import { isNodeSupported } from '../scripts/setup/nodeVersion.mjs'
import { agreesWithLock } from '../scripts/setup/packages.mjs'
import { unpackNatives, unpackWheel } from '../scripts/setup/wheels.mjs'
import { openZip, unzip } from '../scripts/setup/zip.mjs'
import { createTally, toSkipReport } from '../scripts/testing/tally.mjs'
import { addReport } from '../scripts/testing/vitest.mjs'

interface ZipFile {
  name: string
  content: string
  mode?: number
  stored?: boolean
}

/** One local header or, with `position`, one directory entry (PKWARE APPNOTE 4.3.7 and 4.3.12). */
function zipHeader(file: ZipFile, packed: Buffer, position?: number): Buffer {
  const isCentral = position !== undefined
  const header = Buffer.alloc(isCentral ? 46 : 30)
  const shift = isCentral ? 2 : 0
  header.writeUInt32LE(isCentral ? 0x02014b50 : 0x04034b50, 0)
  header.writeUInt16LE(file.stored ? 0 : 8, 8 + shift)
  header.writeUInt32LE(crc32(file.content), 14 + shift)
  header.writeUInt32LE(packed.length, 18 + shift)
  header.writeUInt32LE(Buffer.byteLength(file.content), 22 + shift)
  header.writeUInt16LE(Buffer.byteLength(file.name), 26 + shift)
  if (isCentral) {
    header.writeUInt16LE(3 << 8, 4)
    header.writeUInt32LE(((file.mode ?? 0o100644) << 16) >>> 0, 38)
    header.writeUInt32LE(position, 42)
  }
  return Buffer.concat([header, Buffer.from(file.name)])
}

function makeZip(files: ZipFile[]): Buffer {
  const bodies: Buffer[] = []
  const directory: Buffer[] = []
  let position = 0
  for (const file of files) {
    const packed = file.stored ? Buffer.from(file.content) : deflateRawSync(file.content)
    const local = Buffer.concat([zipHeader(file, packed), packed])
    directory.push(zipHeader(file, packed, position))
    bodies.push(local)
    position += local.length
  }
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(files.length, 10)
  end.writeUInt32LE(Buffer.concat(directory).length, 12)
  end.writeUInt32LE(position, 16)
  return Buffer.concat([...bodies, ...directory, end])
}

let folder: string
const write = (name: string, bytes: Buffer) => {
  writeFileSync(join(folder, name), bytes)
  return join(folder, name)
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sparsecap-setup-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('the zip reader', () => {
  test('unpacks stored and deflated entries with their executable bit and symbolic links', () => {
    const zip = write(
      'a.zip',
      makeZip([
        { name: 'app/run', content: 'x'.repeat(5000), mode: 0o100755 },
        { name: 'app/plain.txt', content: 'stored', stored: true },
        { name: 'app/link', content: 'plain.txt', mode: 0o120777, stored: true },
      ]),
    )
    expect(unzip(zip, join(folder, 'out'))).toEqual(['app/run', 'app/plain.txt', 'app/link'])
    expect(readFileSync(join(folder, 'out/app/run'), 'utf8')).toBe('x'.repeat(5000))
    expect(readFileSync(join(folder, 'out/app/plain.txt'), 'utf8')).toBe('stored')
    if (process.platform === 'win32') return
    expect(statSync(join(folder, 'out/app/run')).mode & 0o777).toBe(0o755)
    expect(statSync(join(folder, 'out/app/plain.txt')).mode & 0o111).toBe(0)
    expect(readlinkSync(join(folder, 'out/app/link'))).toBe('plain.txt')
  })

  test('leaves out and renames what it is told to', () => {
    const zip = write('a.zip', makeZip(['keep', 'drop'].map((name) => ({ name, content: name }))))
    expect(unzip(zip, join(folder, 'out'), (name) => (name === 'keep' ? 'kept' : undefined))).toEqual(['kept'])
  })

  test.each([
    ['a path', { name: '../evil', content: 'x' }],
    ['an absolute path', { name: '/evil', content: 'x' }],
    ['a link', { name: 'link', content: '../../evil', mode: 0o120777, stored: true }],
  ])('refuses %s that points out of the folder', (_, file) => {
    expect(() => unzip(write('a.zip', makeZip([file])), join(folder, 'out'))).toThrow('points outside')
  })

  test('refuses an entry whose bytes were altered', () => {
    const bytes = makeZip([{ name: 'file', content: 'hello', stored: true }])
    bytes[bytes.indexOf('hello')] = 'j'.charCodeAt(0)
    const zip = openZip(write('a.zip', bytes))
    expect(() => zip.read(zip.entries[0]!)).toThrow('checksum differs')
    zip.close()
  })

  test('says so when the file is no zip file or is cut short', () => {
    expect(() => openZip(write('a.zip', Buffer.from('a web page that says 404')))).toThrow('should be a zip file')
    expect(() => openZip(write('b.zip', makeZip([{ name: 'file', content: 'x' }]).subarray(0, -10)))).toThrow(
      'zip file',
    )
  })
})

test('an asar archive gives back each file at the offset its header names', () => {
  const archive = createAsar({ 'package.json': '{"main":"main.mjs"}', 'main.mjs': 'export {} // ünïcode' })
  expect(archive.readUInt32LE(0)).toBe(4)
  const start = 8 + archive.readUInt32LE(4)
  const header = JSON.parse(archive.toString('utf8', 16, 16 + archive.readUInt32LE(12)))
  const read = (name: string) => {
    const { offset, size } = header.files[name]
    return archive.toString('utf8', start + Number(offset), start + Number(offset) + size)
  }
  expect(start % 4).toBe(0)
  expect(read('package.json')).toBe('{"main":"main.mjs"}')
  expect(read('main.mjs')).toBe('export {} // ünïcode')
})

describe('fuses', () => {
  const wire = (states: string) =>
    Buffer.concat([
      Buffer.from('code dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'),
      Buffer.from([1, states.length]),
      Buffer.from(`${states} more code`),
    ])

  test('are set where they lie and nothing else changes', () => {
    const executable = wire('10100010')
    expect(setFuses(executable, { browserProcessSpecificV8Snapshot: false, nodeCliInspectArguments: true })).toBe(1)
    expect(executable).toEqual(wire('10110000'))
  })

  test('are set in each half of a universal executable', () => {
    const executable = Buffer.concat([wire('00000000'), wire('00000000')])
    expect(setFuses(executable, { nodeCliInspectArguments: true })).toBe(2)
    expect(executable).toEqual(Buffer.concat([wire('00010000'), wire('00010000')]))
  })

  test('that are removed or missing are refused, and so is a file without any', () => {
    expect(() => setFuses(wire('100r'), { nodeCliInspectArguments: true })).toThrow('no fuse')
    expect(() => setFuses(wire('1000'), { browserProcessSpecificV8Snapshot: true })).toThrow('no fuse')
    expect(() => setFuses(Buffer.from('no Electron'), {})).toThrow('no fuses')
  })
})

describe('native libraries', () => {
  const library = { name: 'brainflow/lib/libBoardController.so', content: 'machine code' }
  const licence = { name: 'brainflow-5.23.0.dist-info/LICENSE', content: 'MIT' }
  const encumbered = { name: 'brainflow/lib/libsimpleble-c.so', content: 'not ours to ship' }

  test('come out of a wheel with their licence, and nothing that is not listed comes with them', () => {
    const wheel = write('brainflow.whl', makeZip([library, encumbered, licence]))
    expect(unpackWheel(wheel, folder, { [library.name]: digest(library.content) })).toEqual([library.name])
    expect(readFileSync(join(folder, 'libBoardController.so'), 'utf8')).toBe('machine code')
    expect(readFileSync(join(folder, 'brainflow.LICENSE.txt'), 'utf8')).toBe('MIT')
    expect(() => statSync(join(folder, 'libsimpleble-c.so'))).toThrow('ENOENT')
  })

  test('are refused when a library is not the pinned one', () => {
    const wheel = write('brainflow.whl', makeZip([library]))
    const pinned = { [library.name]: digest('other machine code') }
    expect(() => unpackWheel(wheel, folder, pinned)).toThrow(digest(library.content))
    expect(() => statSync(join(folder, 'libBoardController.so'))).toThrow('ENOENT')
  })

  test('are refused when the wheel is not the pinned one', async () => {
    write('brainflow-5.23.0-py3-none-any.whl', makeZip([library]))
    const job = { platform: 'linux-x64', folder: join(folder, 'natives'), scratch: folder, wheels: folder }
    await expect(unpackNatives(job)).rejects.toThrow('not one that was pinned')
  })

  test('are refused with a sentence on a platform that they are not built for', async () => {
    const job = { platform: 'linux-arm64', folder, scratch: folder, wheels: folder }
    await expect(unpackNatives(job)).rejects.toThrow('not built for linux-arm64')
  })
})

describe('npm packages', () => {
  const lock = { packages: { '': {}, a: { version: '1.0.0' }, b: { version: '2.0.0', optional: true } } }

  test('count as installed when npm recorded the versions of the lock file, optional ones aside', () => {
    expect(agreesWithLock(lock, { packages: { a: { version: '1.0.0' } } })).toBe(true)
    expect(agreesWithLock(lock, { packages: { a: { version: '1.0.0' }, b: { version: '2.0.0' } } })).toBe(true)
  })

  test('do not when one is missing or has another version', () => {
    expect(agreesWithLock(lock, { packages: {} })).toBe(false)
    expect(agreesWithLock(lock, { packages: { a: { version: '1.0.0' }, b: { version: '1.9.0' } } })).toBe(false)
    expect(agreesWithLock(lock, undefined)).toBe(false)
  })
})

test.each([
  ['18.20.0', false],
  ['20.18.3', false],
  ['20.19.0', true],
  ['21.7.0', false],
  ['22.11.0', false],
  ['22.12.0', true],
  ['24.0.0', true],
])('Node %s is supported: %s', (version, expected) => {
  expect(isNodeSupported(version)).toBe(expected)
})

describe('the tally of a test run', () => {
  const passed = { status: 'passed', fullName: 'works', failureMessages: [] }

  test('counts passed, failed and skipped tests and a file that could not be loaded', () => {
    const tally = createTally()
    addReport(tally, 'unit', {
      testResults: [
        { name: 'a.test.ts', status: 'passed', assertionResults: [passed, { ...passed, status: 'pending' }] },
        { name: 'b.test.ts', status: 'failed', assertionResults: [{ ...passed, status: 'failed' }] },
        { name: 'c.test.ts', status: 'failed', message: 'no such module', assertionResults: [] },
      ],
    })
    expect(tally.line()).toBe('1 passed, 2 failed, 1 skipped')
    expect(tally.failures().at(-1)?.text).toBe('no such module')
    expect(tally.isGood()).toBe(false)
  })

  test('names the files whose tests were skipped, and says nothing where none was', () => {
    const tally = createTally()
    expect(toSkipReport(tally.skips())).toBe('')
    const skipped = { ...passed, status: 'pending' }
    addReport(tally, 'unit', {
      testResults: [{ name: 'a.test.ts', status: 'passed', assertionResults: [skipped, skipped] }],
    })
    expect(toSkipReport(tally.skips())).toMatch(/a\.test\.ts: 2\n$/)
  })

  test('is no success when nothing ran', () => {
    expect(createTally().isGood()).toBe(false)
    expect(createTally().line()).toBe('0 passed, 0 failed')
  })
})
