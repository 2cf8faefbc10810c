import type { ImportOutcome } from '../../core/domain/import'
import { importRecordings } from '../../jobs/importRecordings'
import { AppError } from '../../core/domain/error'
import type { Command } from '../command'
import { required } from '../command'
import { withStudy } from '../withStudy'

export const importCommand: Command = {
  name: 'import',
  summary: 'Copy EEG recordings into a study.',
  usage: 'import --study FOLDER FILE|FOLDER…',
  help: `
  --study FOLDER       the study; made when there is none
  --keep-partial       import the sound part of a file that ends too early

Originals are copied in unchanged. A refused file leaves nothing behind; the exit code is then 2.`,
  options: { study: { type: 'string' }, 'keep-partial': { type: 'boolean' } },
  async run(input) {
    if (input.paths.length === 0) throw nothingNamed()
    const { context } = input
    const result = await withStudy(required(input, 'study'), { create: true }, (study) =>
      importRecordings(
        study,
        { paths: input.paths, keepPartial: input.values['keep-partial'] === true },
        { ...context, report: () => undefined },
      ),
    )
    const refused = result.outcomes.filter(({ state }) => state === 'refused').length
    return { json: result, text: result.outcomes.map(line).join(''), exitCode: refused > 0 ? 2 : 0 }
  },
}

function line({ fileName, state, problems, error }: ImportOutcome): string {
  const reasons = [error?.message, error?.hint, ...problems.map(({ message }) => message)]
  const sentences = reasons.flatMap((reason) => (reason ? (/[.?!”]$/.test(reason) ? reason : `${reason}.`) : []))
  return `${fileName}: ${state}${sentences.length ? `. ${sentences.join(' ')}` : ''}\n`
}

const nothingNamed = (): AppError =>
  new AppError({
    code: 'input/invalid',
    message: 'No file or folder was named.',
    hint: 'sparsecap import --study my-study recordings/*.edf',
  })
