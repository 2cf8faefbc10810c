import { decodeText } from '../text'

/** Entries of an INI file by section; keys keep their case, comments and free text are left out. */
export type Sections = ReadonlyMap<string, ReadonlyMap<string, string>>

/** A header or marker file. Text is UTF-8 where it says or is so, else Latin-1. */
export function readSections(bytes: Uint8Array): Sections {
  const sections = new Map<string, Map<string, string>>()
  let current = new Map<string, string>()
  for (const line of decodeText(bytes).split(/\r\n|\r|\n/)) {
    const heading = /^\s*\[(.+)\]\s*$/.exec(line)?.[1]
    if (heading) {
      current = sections.get(heading.toLowerCase()) ?? new Map<string, string>()
      sections.set(heading.toLowerCase(), current)
      continue
    }
    const at = line.indexOf('=')
    if (at > 0 && !line.trimStart().startsWith(';')) current.set(line.slice(0, at).trim(), line.slice(at + 1).trim())
  }
  return sections
}

/** Fields of an entry; a comma inside one is written `\1`. */
export const fieldsOf = (entry: string): string[] =>
  entry.split(',').map((field) => field.replaceAll('\\1', ',').trim())

/** Entries `Prefix1 … PrefixN` in the order of their numbers. */
export function numbered(section: ReadonlyMap<string, string> | undefined, prefix: string): string[] {
  const pattern = new RegExp(`^${prefix}(\\d+)$`, 'i')
  return [...(section ?? [])]
    .flatMap(([key, value]) => {
      const number = pattern.exec(key)?.[1]
      return number ? [{ number: Number(number), value }] : []
    })
    .sort((a, b) => a.number - b.number)
    .map(({ value }) => value)
}
