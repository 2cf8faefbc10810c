import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { AppError } from '../core/domain/error'
import { createRandom } from '../core/domain/random'
import { memorySource } from '../core/formats/source'
import { openFileSource, openFolder } from './fileSource'

const folder = mkdtempSync(join(tmpdir(), 'sparsecap-source-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const codeOf = (body: () => unknown): string => {
  try {
    body()
  } catch (thrown) {
    if (thrown instanceof AppError) return thrown.code
  }
  return 'none'
}

test('a file gives the bytes that memory gives, wherever and however long it is asked', () => {
  const dice = createRandom(5)
  const bytes = Uint8Array.from({ length: 3_000_001 }, () => dice.integer(256))
  const path = join(folder, 'bytes.bin')
  writeFileSync(path, bytes)
  const [file, memory] = [openFileSource(path), memorySource('bytes.bin', bytes)]
  expect([file.name, file.size]).toEqual([memory.name, memory.size])
  for (let turn = 0; turn < 500; turn++) {
    const offset = dice.integer(bytes.length + 100) - 50
    const length = turn % 3 === 0 ? dice.integer(200_000) : dice.integer(40)
    expect(Buffer.compare(file.read(offset, length), memory.read(offset, length))).toBe(0)
  }
  const own = file.read(0, 4)
  own.fill(0)
  expect(file.read(0, 4)).toEqual(bytes.slice(0, 4))
  file.close()
  file.close()
  expect(file.read(99, 3)).toEqual(bytes.slice(99, 102))
  file.close()
})

test('an empty file has nothing; a folder, a missing file and one that was cut meanwhile are told', () => {
  writeFileSync(join(folder, 'empty'), '')
  expect(openFileSource(join(folder, 'empty')).read(0, 100)).toHaveLength(0)
  mkdirSync(join(folder, 'sub'))
  expect(codeOf(() => openFileSource(join(folder, 'sub')))).toBe('file/unreadable')
  expect(codeOf(() => openFileSource(join(folder, 'gone')))).toBe('file/not-found')
  const path = join(folder, 'cut')
  writeFileSync(path, new Uint8Array(100_000))
  const source = openFileSource(path)
  truncateSync(path, 50_000)
  expect(codeOf(() => source.read(49_990, 20_000))).toBe('file/unreadable')
  expect(codeOf(() => source.read(90_000, 10))).toBe('file/unreadable')
  source.close()
})

test('neighbours are found by name, letter case aside; folders are none', () => {
  writeFileSync(join(folder, 'A.EEG'), 'data')
  const beside = openFolder(folder)
  expect(beside.names).toEqual([...beside.names].sort())
  expect(beside.names).not.toContain('sub')
  expect(beside.open('a.eeg')!.name).toBe('A.EEG')
  expect(beside.open('a.eeg')).toBe(beside.open('A.EEG'))
  expect(beside.open('../A.EEG')).toBeNull()
  expect(beside.open('sub')).toBeNull()
  beside.close()
})

test.skipIf(process.platform === 'win32')('a pipe and a device are refused at once, and never opened', () => {
  const pipe = join(folder, 'pipe.edf')
  execFileSync('mkfifo', [pipe])
  expect(() => openFileSource(pipe)).toThrow(`${pipe} is a named pipe; expected a file`)
  expect(codeOf(() => openFileSource('/dev/zero'))).toBe('file/unreadable')
  expect(openFolder(folder).names).not.toContain('pipe.edf')
  rmSync(pipe)
})
