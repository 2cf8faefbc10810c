import { AppError } from '../../core/domain/error'
import type { RecordingSummary } from '../../core/domain/recording'
import { markRecordings, readMarks, type MarkChange, type RecordingMarks } from '../../jobs/markRecording'
import type { Study } from '../../store/study'
import type { Command, CommandInput, CommandResult } from '../command'
import { list } from '../command'
import { namedRecordings, recordingHelp } from '../namedRecordings'
import { withStudy } from '../withStudy'

/** May come several times on one line. */
const repeated: readonly string[] = ['--bad-span', '--bad-channel']

export const markCommand: Command = {
  name: 'mark',
  summary: 'Mark bad spans and bad channels of recordings, or take the marks away.',
  usage: 'mark STUDY RECORDING… [--bad-span 12.5..14] [--bad-channel Fp1] [--clear]',
  help: `
  STUDY                the study's folder
${recordingHelp}
  --bad-span FROM..TO  seconds from the start of the recording; several with commas, or said again
  --bad-channel NAME   an electrode; several with commas, or said again
  --note TEXT          why these spans are bad
  --clear              take all marks of these recordings away first

Trials that touch a bad span are left out of labels and learning; the originals are never changed. Without a change, says
what is marked. All recordings are changed or none; the audit trail keeps what was before.`,
  options: {
    'bad-span': { type: 'string' },
    'bad-channel': { type: 'string' },
    note: { type: 'string' },
    clear: { type: 'boolean' },
  },
  words: joinRepeated,
  async run(input) {
    const [folder, ...names] = input.paths
    if (!folder || names.length === 0) throw notNamed(folder)
    const change = toChange(input)
    return withStudy(folder, {}, (study) => mark(study, namedRecordings(study, names), change))
  },
}

/** `--bad-span 1..2 --bad-span 5..6` as `--bad-span 1..2,5..6`: the parser would keep the last alone. */
function joinRepeated(words: readonly string[]): string[] {
  const values = new Map<string, string[]>()
  const rest: string[] = []
  for (let i = 0; i < words.length; i++) {
    const [name, joined] = [words[i]!.split('=')[0]!, /=(.*)$/s.exec(words[i]!)?.[1]]
    const value = joined ?? words[i + 1]
    if (!repeated.includes(name) || value === undefined || (joined === undefined && value.startsWith('--'))) {
      rest.push(words[i]!)
      continue
    }
    values.set(name, [...(values.get(name) ?? []), value])
    if (joined === undefined) i++
  }
  return [...rest, ...[...values].map(([name, all]) => `${name}=${all.join(',')}`)]
}

const toChange = (input: CommandInput): MarkChange => ({
  clear: input.values.clear === true,
  spans: list(input, 'bad-span').map(toSpan),
  channels: list(input, 'bad-channel'),
  note: typeof input.values.note === 'string' ? input.values.note : undefined,
})

function toSpan(word: string): readonly [number, number] {
  const [, from, to] = /^(\d*\.?\d+|\d+\.)\.\.(\d*\.?\d+|\d+\.)$/.exec(word) ?? []
  const span = [Number(from), Number(to)] as const
  if (from !== undefined && to !== undefined && span[1] > span[0]) return span
  throw invalid(
    `--bad-span: expected two times in seconds, the earlier first, got ${word}.`,
    'For example --bad-span 12.5..14',
  )
}

function mark(study: Study, recordings: readonly RecordingSummary[], change: MarkChange): CommandResult {
  if (change.clear || change.spans.length > 0 || change.channels.length > 0) markRecordings(study, recordings, change)
  const found = recordings.map((recording) => ({ recording, marks: readMarks(study, recording) }))
  return {
    json: found.map(({ recording: { id, subject, run, fileName }, marks }) => ({
      ...{ id, subject, run, fileName },
      ...marks,
    })),
    text: `${found.map(({ recording, marks }) => `${recording.subject} ${recording.run}  ${describeMarks(marks)}`).join('\n')}\n`,
  }
}

/** On one line. */
export function describeMarks({ badSpans, badElectrodes, trialsLeftOut: count }: RecordingMarks): string {
  const spans = badSpans.map(
    ({ startSeconds, endSeconds, note }) =>
      `${startSeconds.toFixed(2)}..${endSeconds.toFixed(2)} s${note ? ` (${note})` : ''}`,
  )
  const cost =
    count > 0
      ? `; ${count} ${count === 1 ? 'trial touches a bad span and is' : 'trials touch a bad span and are'} left out`
      : ''
  return `bad spans: ${spans.join(', ') || 'none'}; bad channels: ${badElectrodes.join(' ') || 'none'}${cost}`
}

const invalid = (message: string, hint: string): AppError => new AppError({ code: 'input/invalid', message, hint })
const notNamed = (folder: string | undefined): AppError =>
  invalid(
    folder ? 'Name at least one recording.' : 'Name the folder of a study, and a recording.',
    'sparsecap mark my-study S001/R04 --bad-span 12.5..14 --bad-channel Fp1',
  )
