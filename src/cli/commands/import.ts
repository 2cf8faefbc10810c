import type { ImportOutcome, ImportState, UnfinishedImport } from '../../core/domain/import'
import { importRecordings } from '../../jobs/importRecordings'
import { AppError } from '../../core/domain/error'
import type { Command } from '../command'
import { required } from '../command'
import { streamOption, toStreams } from '../streams'
import { withStudy } from '../withStudy'

export const importCommand: Command = {
  name: 'import',
  summary: 'Copy EEG recordings into a study.',
  usage: 'import --study FOLDER FILE|FOLDER…',
  help: `
  --study FOLDER       the study; made when there is none
  --keep-partial       import the sound part of a file that ends too early
  --stream ID          of XDF files in which several streams may be the EEG: which one it is

Originals are copied in unchanged; what belongs to a recording (data, markers, splits) comes with it. A refused file leaves
nothing behind; the exit code is then 2.`,
  options: { study: { type: 'string' }, 'keep-partial': { type: 'boolean' }, ...streamOption },
  async run(input) {
    if (input.paths.length === 0) throw nothingNamed()
    const { context, paths } = input
    const streams = toStreams(input)
    const request = { paths, keepPartial: input.values['keep-partial'] === true, ...(streams ? { streams } : {}) }
    const result = await withStudy(required(input, 'study'), { create: true }, (study) =>
      importRecordings(study, request, { ...context, report: () => undefined }),
    )
    const refused = result.outcomes.filter(({ state }) => state === 'refused').length
    const text = [...(result.unfinished ?? []).map(leftover), ...result.outcomes.map(line)].join('')
    return { json: result, text, exitCode: refused > 0 ? 2 : 0 }
  },
}

const states: Readonly<Record<ImportState, string>> = {
  imported: 'imported',
  partly: 'imported in part',
  refused: 'refused',
  duplicate: 'already there',
}

function line({ fileName, companions, state, problems, error }: ImportOutcome): string {
  // The command line's own word for what the window has a button for.
  const isChoice = error?.code === 'file/several-streams'
  const hint = isChoice ? 'Say which one it is: --stream ID.' : error?.hint
  const reasons = [error?.message, hint, ...problems.map(({ message }) => message)]
  const sentences = reasons.flatMap((reason) => (reason ? (/[.?!”]$/.test(reason) ? reason : `${reason}.`) : []))
  const name = companions ? `${fileName} (with ${companions.join(', ')})` : fileName
  return `${name}: ${states[state]}${sentences.length ? `. ${sentences.join(' ')}` : ''}\n`
}

const leftover = ({ fileName, path }: UnfinishedImport): string =>
  `${fileName}: an earlier import was cut short and left nothing in the study. Import it again: ${path}\n`

const nothingNamed = (): AppError =>
  new AppError({
    code: 'input/invalid',
    message: 'No file or folder was named.',
    hint: 'sparsecap import --study my-study recordings/*.edf',
  })
