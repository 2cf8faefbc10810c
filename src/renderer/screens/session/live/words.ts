import type { ClassId } from '../../../../core/domain/trial'
import { className, knownClasses } from '../../../lib/classes'
import { getLocale } from '../../../lib/paraglide/runtime.js'

/** A class as it stands inside a sentence: `both fists`. A name of one's own stays as it was written. */
export const classInSentence = (classId: ClassId): string =>
  knownClasses.includes(classId) ? className(classId).toLocaleLowerCase(getLocale()) : className(classId)

/** `left fist, right fist and both feet` in the person's language. */
export function listOf(items: readonly string[], type: 'conjunction' | 'disjunction' = 'conjunction'): string {
  // British English has no comma before the last "and".
  const locale = getLocale() === 'en' ? 'en-GB' : getLocale()
  return new Intl.ListFormat(locale, { type }).format(items)
}
