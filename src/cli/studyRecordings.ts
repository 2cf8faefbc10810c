import { AppError } from '../core/domain/error'
import type { Study } from '../store/study'
import type { CommandInput } from './command'
import { list } from './command'

/** The one folder that a command is about. */
export function oneStudy({ paths }: CommandInput): string {
  if (paths.length === 1) return paths[0]!
  throw invalid(`Expected the folder of one study, got ${paths.length}.`, 'See --help.')
}

/** Numbers of the recordings that were asked for. Throws `input/invalid` where there is none of a name. */
export function recordingsOf(study: Study, input: CommandInput): number[] {
  const { subject } = input.values
  const runs = list(input, 'runs')
  const own = study.recordings.list().filter((one) => subject === undefined || one.subject === subject)
  if (subject !== undefined && own.length === 0)
    throw invalid(`The study has no subject ${String(subject)}.`, 'See sparsecap labels.')
  const missing = runs.filter((run) => !own.some((one) => one.run === run))
  if (missing.length > 0) throw invalid(`The study has no run ${missing.join(', ')}.`, 'Run names are as in R06.')
  return own.filter(({ run }) => runs.length === 0 || runs.includes(run)).map(({ id }) => id)
}

const invalid = (message: string, hint: string): AppError => new AppError({ code: 'input/invalid', message, hint })
