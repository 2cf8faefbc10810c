import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { AppError } from '../core/domain/error'
import { outputFile } from './outputFile'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'output-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function refusal(named: string, force = false) {
  try {
    outputFile(named, force)
  } catch (thrown) {
    if (thrown instanceof AppError) return thrown.data
    throw thrown
  }
  throw new Error('It was not refused')
}

test('a file that can be written is named in full, and nothing of the trial stays', () => {
  expect(outputFile(join(folder, 'a', '..', 'b.onnx'), false)).toBe(join(folder, 'b.onnx'))
  expect(readdirSync(folder)).toEqual([])
})

test('one that is there is replaced only on demand', () => {
  const file = join(folder, 'b.onnx')
  writeFileSync(file, 'mine')
  expect(refusal(file)).toMatchObject({ message: `${file} exists already.`, hint: '--force replaces it.' })
  expect(outputFile(file, true)).toBe(file)
})

test('a folder, a missing folder and a file in its place are told apart', () => {
  expect(refusal(folder, true).message).toBe(`Expected a file to write, got the folder ${folder}.`)
  expect(refusal(join(folder, 'none', 'b.onnx')).message).toContain(`there is no folder ${join(folder, 'none')}`)
  writeFileSync(join(folder, 'file'), '')
  expect(refusal(join(folder, 'file', 'b.onnx')).message).toContain(`${join(folder, 'file')} is a file`)
})

// The superuser may write anywhere.
test.skipIf(process.getuid?.() === 0 || process.platform === 'win32')('a folder without the right to write', () => {
  const closed = join(folder, 'closed')
  mkdirSync(closed)
  chmodSync(closed, 0o555)
  expect(refusal(join(closed, 'b.onnx')).code).toBe('disk/read-only')
})

test.runIf(process.platform === 'linux')('a place where nothing can be made is refused', () => {
  expect(refusal('/proc/b.onnx').code).toMatch(/^disk\//)
})
