import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { AppError } from '../../core/domain/error'
import {
  defaultEpochWindow,
  epochSignals,
  type EpochSignal,
  type EpochsExportResult,
} from '../../core/domain/studyExport'
import { exportEpochs } from '../../jobs/exportEpochs/exportEpochs'
import { className } from '../../jobs/report/format'
import type { Command, CommandInput } from '../command'
import { list, required } from '../command'
import { oneStudy, recordingsOf } from '../studyRecordings'
import { withStudy } from '../withStudy'

export const exportEpochsCommand: Command = {
  name: 'export-epochs',
  summary: 'Write the trials of a study as .npz, for Python.',
  usage:
    'export-epochs STUDY --output FILE.npz [--signal training|raw] [--classes left-fist,right-fist] [--window 0.5,4]',
  help: `
  STUDY                   the study's folder
  --output FILE           where to
  --signal training|raw   training: filtered, at 160 Hz and standardised, as learning sees it (default). raw: µV as recorded
  --classes A,B           these classes only, in this order (all, by name)
  --window FROM,TO        seconds after the cue (${defaultEpochWindow.from},${defaultEpochWindow.to})
  --subject CODE          recordings of this subject only
  --runs R06,R10          these runs only
  --force                 replace a file that is there

numpy.load gives X [trial, channel, sample] float32, y (indices into classes), classes, channels, sample_rate, start (seconds from the
cue to the first sample), subject, session, run, recording (sha-256), trial, cue_sample and metadata (JSON with the signal path).
Channels are those that every recording has and none has marked bad; trials with a bad span or a gap are left out.`,
  options: {
    output: { type: 'string' },
    signal: { type: 'string' },
    classes: { type: 'string' },
    window: { type: 'string' },
    subject: { type: 'string' },
    runs: { type: 'string' },
    force: { type: 'boolean' },
  },
  async run(input) {
    const output = resolve(required(input, 'output'))
    if (existsSync(output) && input.values.force !== true)
      throw invalid(`${output} exists already.`, '--force replaces it.')
    const asked = { output, signal: signalOf(input), window: windowOf(input), classes: list(input, 'classes') }
    const result = await withStudy(oneStudy(input), {}, (study) => {
      const recordingIds = recordingsOf(study, input)
      return exportEpochs(study, { ...asked, recordingIds }, input.context)
    })
    return { json: result, text: describe(result) }
  },
}

function signalOf({ values }: CommandInput): EpochSignal {
  const found = epochSignals.find((signal) => signal === (values.signal ?? 'training'))
  if (found) return found
  throw invalid(`There is no signal ${String(values.signal)}.`, `The signals are ${epochSignals.join(' and ')}.`)
}

function windowOf(input: CommandInput): { from: number; to: number } {
  const given = list(input, 'window')
  if (given.length === 0) return defaultEpochWindow
  const [from = NaN, to = NaN] = given.map(Number)
  if (given.length === 2 && to > from) return { from, to }
  throw invalid(
    `--window: expected two numbers, got ${String(input.values.window)}.`,
    'Seconds after the cue, as 0.5,4.',
  )
}

const describe = ({
  path,
  trials,
  electrodes,
  samples,
  sampleRate,
  classes,
  leftOut,
  signal,
}: EpochsExportResult): string =>
  `${path}
${trials} trials × ${electrodes.length} channels × ${samples} samples at ${sampleRate} Hz, ${signal === 'raw' ? 'µV as recorded' : 'as learning sees them'}. Classes: ${classes.map(className).join(', ')}.
${leftOut > 0 ? `Left out, for a bad span, a gap or an end of the recording: ${leftOut}.\n` : ''}`

const invalid = (message: string, hint: string): AppError => new AppError({ code: 'input/invalid', message, hint })
