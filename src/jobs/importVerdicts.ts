import { AppError } from '../core/domain/error'
import type { ImportOutcome, ImportRequest } from '../core/domain/import'
import type { Recording, RecordingProblem, RecordingSummary } from '../core/domain/recording'
import type { OpenFile } from './openFile'

type Info = Pick<Recording, 'problems'>

/** Problems that mean: signal or events of the recording are not there. */
const losses: readonly RecordingProblem['code'][] = ['truncated', 'discontinuous', 'companion-missing', 'not-read']

export const isPart = ({ problems }: Info): boolean => problems.some(({ code }) => losses.includes(code))

/** A file that was cut is offered, never taken silently: its trials after the cut would be missed by nobody. */
export function requireWhole(
  { problems }: Info,
  { path, fileName }: Pick<OpenFile, 'path' | 'fileName'>,
  { keepPartial }: ImportRequest,
): void {
  const cut = problems.find(({ code }) => code === 'truncated')
  if (!cut || keepPartial) return
  const { second, total, kept } = cut.values ?? {}
  throw new AppError({
    code: 'file/truncated-data',
    message: `The file ends inside second ${second} of ${total}. The first ${kept} seconds are sound. Nothing was imported.`,
    hint: 'Copy or download the file again, or import the sound part with “Keep the sound part” or --keep-partial.',
    values: { path, file: fileName, ...cut.values },
  })
}

export const duplicate = (
  { path, fileName }: Pick<OpenFile, 'path' | 'fileName'>,
  { id, fileName: knownAs }: RecordingSummary,
): ImportOutcome => ({
  ...{ path, fileName, state: 'duplicate', recordingId: id, problems: [] },
  error: {
    code: 'file/duplicate',
    message: `The study has the content of ${fileName} already, as ${knownAs}`,
    hint: 'Nothing needs to be done. Was another file meant? Two files of the same content are one recording.',
    values: { path, file: fileName, known: knownAs },
  },
})

export const cancelled = (path: string): AppError =>
  new AppError({
    code: 'job/cancelled',
    message: `The import was cancelled at ${path}. Nothing of this file is in the study; what came before it is.`,
    values: { path },
  })
