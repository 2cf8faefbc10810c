/** `The file ends inside second {at}.` → `['at']`. */
export const placeholders = (pattern: string): string[] =>
  [...pattern.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!).sort()

/** Whether all that a pattern needs is there: a sentence with a hole says less than none. */
export const fits = (pattern: string, values: Readonly<Record<string, unknown>>): boolean =>
  placeholders(pattern).every((name) => values[name] !== undefined)
