import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { errorCodes } from '../../core/domain/error'
import { toKey } from '../lib/keys'
import { placeholders } from '../lib/placeholders'

const folder = import.meta.dirname
/** A sentence, or one for each number that a language tells apart. */
type Message = string | readonly { readonly match: Readonly<Record<string, string>> }[]
const read = (area: string, locale: string): Record<string, Message> =>
  JSON.parse(readFileSync(join(folder, `${area}.${locale}.json`), 'utf8')) as Record<string, Message>
const textsOf = (message: Message | undefined): string[] =>
  typeof message === 'string' ? [message] : (message ?? []).flatMap(({ match }) => Object.values(match))
/** All values that a message needs, whichever of its sentences is said. */
const needed = (message: Message | undefined): string[] => [...new Set(textsOf(message).flatMap(placeholders))].sort()
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
    for (const [key, message] of [...Object.entries(english), ...Object.entries(chinese)]) {
      expect(textsOf(message), key).not.toEqual([])
      for (const text of textsOf(message)) expect(text.trim(), key).not.toBe('')
    }
  })
  test('of a translation need no value that the English one does not have', () => {
    // Errors may say less than the English message that comes along, and so may use other values.
    if (area === 'errors') return
    for (const [key, message] of Object.entries(english)) expect(needed(chinese[key]), key).toEqual(needed(message))
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
