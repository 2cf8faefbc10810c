import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { errorCodes } from '../../core/domain/error'
import { toKey } from '../lib/keys'
import { placeholders } from '../lib/placeholders'

const folder = import.meta.dirname
const read = (area: string, locale: string): Record<string, string> =>
  JSON.parse(readFileSync(join(folder, `${area}.${locale}.json`), 'utf8')) as Record<string, string>
const areas = readdirSync(folder)
  .filter((name) => name.endsWith('.en.json'))
  .map((name) => name.replace('.en.json', ''))

describe.each(areas)('messages of %s', (area) => {
  const english = read(area, 'en')
  const chinese = read(area, 'zh-CN')
  test('have the same keys in both languages', () => {
    expect(Object.keys(chinese).sort()).toEqual(Object.keys(english).sort())
  })
  test('are never empty', () => {
    for (const [key, text] of [...Object.entries(english), ...Object.entries(chinese)])
      expect(text.trim(), key).not.toBe('')
  })
  test('of a translation need no value that the English one does not have', () => {
    // Errors may say less than the English message that comes along, and so may use other values.
    if (area === 'errors') return
    for (const [key, text] of Object.entries(english))
      expect(placeholders(chinese[key] ?? ''), key).toEqual(placeholders(text))
  })
})

test('no two files have the same key', () => {
  const all = areas.flatMap((area) => Object.keys(read(area, 'en')))
  expect(new Set(all).size).toBe(all.length)
})

test.each(errorCodes)('the error %s has a title, a message and a way out', (code) => {
  for (const locale of ['en', 'zh-CN']) {
    const texts = read('errors', locale)
    for (const part of ['title', 'message', 'hint'])
      expect(texts[`error_${part}_${toKey(code)}`], `${part} in ${locale}`).toBeTruthy()
  }
})
