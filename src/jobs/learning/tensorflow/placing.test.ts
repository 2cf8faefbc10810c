import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { flush, previousOf, putInPlace, tidy } from './placing'

let all: string
let place: string
beforeEach(() => {
  all = mkdtempSync(join(tmpdir(), 'placing-'))
  place = join(all, '4.22.0')
})
afterEach(() => rmSync(all, { recursive: true, force: true }))

function make(folder: string, text: string): string {
  mkdirSync(folder)
  writeFileSync(join(folder, 'file'), text)
  return folder
}
const textIn = (folder: string): string => readFileSync(join(folder, 'file'), 'utf8')

test('what was built replaces what was there, and nothing else stays', () => {
  putInPlace(make(join(all, 'built'), 'first'), place)
  putInPlace(make(join(all, 'built'), 'second'), place)
  expect(textIn(place)).toBe('second')
  expect(readdirSync(all)).toEqual(['4.22.0'])
})

test('killed between the two renames, the one before comes back', () => {
  make(place, 'first')
  // The second rename cannot be done: as far as a process gets that is killed there.
  expect(() => putInPlace(join(all, 'missing'), place)).toThrow('ENOENT')
  expect(existsSync(place)).toBe(false)
  make(join(all, '.unfinished-7'), 'half')
  tidy(place)
  expect(textIn(place)).toBe('first')
  expect(readdirSync(all)).toEqual(['4.22.0'])
})

test('killed before the one before was deleted, the new one stays', () => {
  make(place, 'second')
  make(previousOf(place), 'first')
  tidy(place)
  expect(textIn(place)).toBe('second')
  expect(readdirSync(all)).toEqual(['4.22.0'])
})

test('a file is brought to the disk as it is', async () => {
  make(place, 'text')
  const { signal } = new AbortController()
  await flush(join(place, 'file'), signal)
  expect(textIn(place)).toBe('text')
  await expect(flush(join(place, 'none'), signal)).rejects.toThrow('ENOENT')
  await expect(flush(join(place, 'file'), AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough')
})
