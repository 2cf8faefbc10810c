import { movementClasses, type EventMap, type MarkerMeaning } from '../domain/trial'
import { datasetEventMap } from './datasetRules'

const known: ReadonlySet<string> = new Set(movementClasses)

/** Nothing is known of the codes: a person has to say what they mean. */
export const noEventMap = (codes: readonly string[]): EventMap => ({
  meanings: codes.map((code) => ({ code, classId: null })),
  source: 'none',
  confirmed: false,
})

/**
 * For files whose markers are the names of the classes themselves. `rest` is known and not used. Null when no code is a class;
 * confirmed when all codes are known.
 */
export function namedEventMap(codes: readonly string[]): EventMap | null {
  if (!codes.some((code) => known.has(code))) return null
  const meanings: MarkerMeaning[] = codes.map((code) => ({ code, classId: known.has(code) ? code : null }))
  const confirmed = codes.every((code) => known.has(code) || code === 'rest')
  return { meanings, source: 'rule:names', confirmed }
}

/** What the codes of a file mean as far as its name and the codes tell. */
export const eventMapFor = (fileName: string, codes: readonly string[]): EventMap =>
  datasetEventMap(fileName, codes) ?? namedEventMap(codes) ?? noEventMap(codes)
