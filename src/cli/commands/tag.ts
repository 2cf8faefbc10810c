import { AppError } from '../../core/domain/error'
import type { RecordingSummary } from '../../core/domain/recording'
import type { RecordingNotes } from '../../core/domain/recordingNotes'
import type { Study } from '../../store/study'
import type { Command, CommandInput, CommandResult } from '../command'
import { namedRecordings, recordingHelp } from '../namedRecordings'
import { withStudy } from '../withStudy'

/** Where a word with a dash would be an option: `-late` takes a tag away. */
const removal = 'remove-tag='

export const tagCommand: Command = {
  name: 'tag',
  summary: 'Give recordings tags and notes, or take them away.',
  usage: 'tag STUDY RECORDING… [+TAG…] [-TAG…] [--note TEXT]',
  help: `
  STUDY                the study's folder
${recordingHelp}
  +TAG                 give it this tag
  -TAG                 take this tag away
  --note TEXT          replace the note; an empty text takes it away

Without a change, says what the recordings have. All of them are changed or none; the audit trail keeps what was before.`,
  options: { note: { type: 'string' } },
  words: (words) => words.map((word) => (/^-[^-]/.test(word) && word !== '-h' ? removal + word.slice(1) : word)),
  async run(input) {
    const [folder, ...words] = input.paths
    const names = words.filter((word) => !word.startsWith('+') && !word.startsWith(removal))
    if (!folder || names.length === 0) throw notNamed(folder)
    return withStudy(folder, {}, (study) => change(study, names, input))
  },
}

function change(study: Study, names: readonly string[], { paths, values }: CommandInput): CommandResult {
  const recordings = namedRecordings(study, names)
  const starting = (start: string): string[] =>
    paths.flatMap((word) => (word.startsWith(start) ? [word.slice(start.length)] : []))
  const [add, remove] = [starting('+'), starting(removal)]
  const note = typeof values.note === 'string' ? values.note : undefined
  study.notes.change(
    recordings.map(({ id }) => id),
    { add, remove, note },
  )
  const found = recordings.map((recording) => ({ recording, notes: study.notes.get(recording.id) }))
  return {
    json: found.map(({ recording: { id, subject, run, fileName }, notes }) => ({
      id,
      subject,
      run,
      fileName,
      ...notes,
    })),
    text: `${found.map(describe).join('\n')}\n`,
  }
}

const describe = ({ recording, notes }: { recording: RecordingSummary; notes: RecordingNotes }): string =>
  `${recording.subject} ${recording.run}  ${notes.tags.join(', ') || 'no tags'}${notes.note ? `  “${notes.note}”` : ''}`

const notNamed = (folder: string | undefined): AppError =>
  new AppError({
    code: 'input/invalid',
    message: folder ? 'Name at least one recording.' : 'Name the folder of a study, and a recording.',
    hint: 'sparsecap tag my-study S001/R04 +pilot -late --note "cap slipped at 4 min"',
  })
