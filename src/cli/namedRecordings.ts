import { AppError } from '../core/domain/error'
import type { RecordingSummary } from '../core/domain/recording'
import type { Study } from '../store/study'

export const recordingHelp = `  RECORDING            its number (inspect STUDY says it), S001/R04, S001 for all of a subject, or the name of its file`

/** The recordings that words of a command line name, each once. Throws `input/invalid` for a word that names none. */
export function namedRecordings(study: Study, words: readonly string[]): RecordingSummary[] {
  const all = study.recordings.list()
  const found = new Map<number, RecordingSummary>()
  for (const word of words) {
    const named = all.filter((recording) => isNamed(recording, word))
    if (named.length === 0) throw unknown(word, all)
    for (const one of named) found.set(one.id, one)
  }
  return [...found.values()]
}

const isNamed = ({ id, subject, run, fileName }: RecordingSummary, word: string): boolean =>
  [String(id), subject, `${subject}/${run}`, `${subject} ${run}`, fileName].includes(word)

const unknown = (word: string, all: readonly RecordingSummary[]): AppError =>
  new AppError({
    code: 'input/invalid',
    message: `The study has no recording ${word}.`,
    hint:
      all.length === 0
        ? 'Import recordings first.'
        : `Name one of ${all.length}, such as ${all[0]!.subject}/${all[0]!.run}; "sparsecap inspect STUDY" lists them.`,
    values: { got: word },
  })
