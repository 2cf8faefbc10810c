import type { ClassId } from '../../core/domain/trial'
import { movementClasses } from '../../core/domain/trial'
import { lookUp } from './catalogue'

/** Name of a class in the person's language; a class of one's own is its own name. */
export const className = (classId: ClassId): string => lookUp('class', classId) ?? classId

const known: readonly string[] = movementClasses
const others = ['var(--cat-6)', 'var(--cat-4)']

/** A class keeps its colour in every screen: the four movements their own, others one of two neutral ones. */
export function classColour(classId: ClassId): string {
  const at = known.indexOf(classId)
  if (at >= 0) return `var(--c-${at + 1})`
  if (classId === 'rest') return 'var(--axis)'
  let sum = 0
  for (const letter of classId) sum = (sum * 31 + letter.codePointAt(0)!) % 997
  return others[sum % others.length]!
}

/** Path of a class's glyph in a square of 16: ‹ left, › right, ︿ both fists, ﹀ both feet; null for others. */
export const classGlyph = (classId: ClassId): string | null =>
  ({
    'left-fist': 'M9.5 4.5 6 8l3.5 3.5',
    'right-fist': 'M6.5 4.5 10 8l-3.5 3.5',
    'both-fists': 'M4.5 9.5 8 6l3.5 3.5',
    'both-feet': 'M4.5 6.5 8 10l3.5-3.5',
  })[classId] ?? null

/** The four movements in their order, then others as they come: the same in every list. */
export const inClassOrder = (classes: readonly ClassId[]): ClassId[] =>
  classes.toSorted((a, b) => placeOf(a) - placeOf(b))
const placeOf = (classId: ClassId): number => (known.includes(classId) ? known.indexOf(classId) : known.length)

/** The classes that a person can choose from, in their order. */
export const knownClasses: readonly ClassId[] = [...movementClasses, 'rest']
