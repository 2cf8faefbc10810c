import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { fakeElf, fakePe } from '../../../../test/support/fakeLibrary'
import { isCudaBuild, sectionNames } from './cudaBuild'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cuda-build-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))
const put = (name: string, bytes: Uint8Array | string): string => {
  const path = join(folder, name)
  writeFileSync(path, bytes)
  return path
}

test('the sections of libraries are read for Linux and Windows', () => {
  expect(sectionNames(put('a.so', fakeElf(['.text', '.nv_fatbin'])))).toEqual(['', '.text', '.nv_fatbin', '.shstrtab'])
  expect(sectionNames(put('a.dll', fakePe(['.text', '.nv_fatbin'])))).toEqual(['.text', '.nv_fatb'])
  expect(sectionNames(process.execPath)).toEqual(
    expect.arrayContaining(process.platform === 'linux' ? ['.text', '.rodata'] : []),
  )
})

test.each([
  ['libtensorflow.so.2.9.1', fakeElf(['.text', '.nv_fatbin']), true],
  ['libtensorflow_cc.so.2', fakeElf(['.nv_fatbin']), true],
  ['tensorflow.dll', fakePe(['.nv_fatbin']), true],
  ['libtensorflow.so.2.9.1', fakeElf(['.text']), false],
  // The parts of CUDA beside it have code for the card in any case.
  ['libcurand.so.10', fakeElf(['.nv_fatbin']), false],
])('%s is a build for the card by what is in it', (name, bytes, expected) => {
  put(name, bytes)
  expect(isCudaBuild(folder)).toBe(expected)
})

test.each([
  ['nothing', ''],
  ['text', 'library'.repeat(20)],
  ['a library that was cut', fakeElf(['.text', '.nv_fatbin']).subarray(0, 90)],
  ['one whose table lies elsewhere', Buffer.concat([fakeElf([]).subarray(0, 62), Buffer.from([0xff, 0xff])])],
  ['a cut one for Windows', fakePe(['.nv_fatbin']).subarray(0, 80)],
])('%s is none', (_, bytes) => {
  put('libtensorflow.so.2', bytes)
  expect(isCudaBuild(folder)).toBe(false)
})
