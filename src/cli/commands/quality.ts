import { AppError } from '../../core/domain/error'
import type { RecordingSummary } from '../../core/domain/recording'
import { acceptSuggestions, openSuggestions, readFindings } from '../../jobs/recordingQuality'
import { describeQuality } from '../../jobs/report/quality'
import type { Study } from '../../store/study'
import { openStudy } from '../../store/study'
import type { Command, CommandInput, CommandResult } from '../command'
import { namedRecordings, recordingHelp } from '../namedRecordings'
import { withStudy } from '../withStudy'

export const qualityCommand: Command = {
  name: 'quality',
  summary: 'Say how sound the signals of recordings are, and mark bad channels.',
  usage: 'quality STUDY [RECORDING…] [--accept]',
  help: `
  STUDY                the study's folder; it is only read, unless --accept is given
${recordingHelp}; all of them when none is named
  --accept             mark the channels that are suggested to be left out; the originals stay as they are

Every number comes with its limit. With --json also those that are sound.`,
  options: { accept: { type: 'boolean' } },
  async run(input) {
    const [folder, ...words] = input.paths
    if (!folder)
      throw new AppError({
        code: 'input/invalid',
        message: 'Name a study.',
        hint: 'sparsecap quality my-study S001/R04',
      })
    if (input.values.accept === true) return withStudy(folder, {}, (study) => judgeAll(study, words, input))
    const study = openStudy(folder)
    try {
      await study.recordings.prepare()
      return judgeAll(study, words, input)
    } finally {
      study.close()
    }
  },
}

function judgeAll(study: Study, words: readonly string[], input: CommandInput): CommandResult {
  const accept = input.values.accept === true
  const recordings = words.length > 0 ? namedRecordings(study, words) : study.recordings.list()
  const found = recordings.map((recording) => judgeOne(study, recording, accept))
  return { json: found.map(({ json }) => json), text: found.map(({ text }) => text).join('\n') }
}

function judgeOne(study: Study, { id, subject, run, fileName }: RecordingSummary, accept: boolean) {
  const quality = readFindings(study, id, accept)
  const accepted = accept ? acceptSuggestions(study, id, quality) : []
  const marks = { bad: study.badChannels.get(id), ignored: study.qualities.ignored(id) }
  const suggested = openSuggestions(study, id, quality)
  const lines = [
    `${subject} ${run}`,
    ...describeQuality(quality, marks).map((line) => `  ${line}`),
    ...(accepted.length > 0 ? [`  Marked bad: ${accepted.join(' ')}`] : []),
    ...(suggested.length > 0 ? [`  Suggested to be left out: ${suggested.join(' ')} (--accept)`] : []),
  ]
  return {
    json: { id, subject, run, fileName, ...marks, suggested, accepted, quality },
    text: `${lines.join('\n')}\n`,
  }
}
