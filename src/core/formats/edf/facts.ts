import type { PersonalField, Recording } from '../../domain/recording'
import type { EdfHeader, EdfSignal } from './header'

/** What EDF+ writes for “not known”, and what anonymisers leave behind. */
const isNothing = (word: string | undefined): boolean =>
  word === undefined || /^(x+|anonymous|anonymized|anonymised|none|unknown|n\/a|-|0)?$/i.test(word)

/** `_` stands for a space within a word (EDF+ 2003, 2.1.3.3). */
const spaced = (words: readonly string[]): string => words.join(' ').replaceAll('_', ' ').trim()

/** `Startdate DD-MMM-YYYY code technician equipment …`, of EDF+. */
const recordingWords = ({ recordingId }: EdfHeader): string[] | null => {
  const words = recordingId.split(/\s+/)
  return words[0] === 'Startdate' ? words : null
}

/** Device, filters and personal fields of a header. `signals`: those whose filters count. */
export function edfFacts(
  header: EdfHeader,
  signals: readonly Pick<EdfSignal, 'prefilter'>[],
): Pick<Recording, 'device' | 'filters' | 'personal'> {
  const equipment = recordingWords(header)?.slice(4)
  const filters = [...new Set(signals.map(({ prefilter }) => prefilter.trim()).filter(Boolean))]
  return {
    ...(equipment && !isNothing(equipment[0]) ? { device: spaced(equipment) } : {}),
    ...(filters.length > 0 ? { filters } : {}),
    personal: personalIn(header),
  }
}

/** EDF+ has `code sex birthdate name` in its patient field; plain EDF has any words. */
function personalIn(header: EdfHeader): PersonalField[] {
  const words = header.patient.split(/\s+/)
  if (header.variant === 'plain') return words.every(isNothing) ? [] : ['text']
  const [, sex, birthdate, ...name] = words
  const technician = recordingWords(header)?.[3]
  return [
    ...(name.every(isNothing) ? [] : (['name'] as const)),
    ...(isNothing(birthdate) ? [] : (['birthdate'] as const)),
    ...(isNothing(sex) ? [] : (['sex'] as const)),
    ...(isNothing(technician) ? [] : (['technician'] as const)),
  ]
}
