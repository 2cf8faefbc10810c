import { basename } from 'node:path'
import { AppError } from '../core/domain/error'
import type { ImportOutcome, ImportRequest } from '../core/domain/import'
import type { Recording, RecordingProblem, RecordingSummary } from '../core/domain/recording'
import type { OpenFile } from './openFile'

type Info = Pick<Recording, 'problems' | 'format' | 'gaps' | 'sampleCount'>

/** Problems that mean: signal or events of the recording are not there. */
const losses: readonly RecordingProblem['code'][] = ['truncated', 'discontinuous', 'companion-missing', 'not-read']

/** A packet that is lost now and then takes nothing away; beyond this share of the samples, part of the signal is not there. */
const toleratedLoss = 0.05

/** Pauses of EDF+D and BDF+D were meant: nothing was lost there. */
const hasPauses = ({ format }: Info): boolean => /^[eb]df/.test(format)

export const isPart = (info: Info): boolean =>
  info.problems.some(({ code }) => losses.includes(code)) || (!hasPauses(info) && lostShare(info) > toleratedLoss)

const lostShare = ({ gaps = [], sampleCount }: Info): number =>
  gaps.reduce((sum, { length }) => sum + length, 0) / Math.max(1, sampleCount)

/** A file that was cut is offered, never taken silently: its trials after the cut would be missed by nobody. */
export function requireWhole(
  { problems }: Pick<Recording, 'problems'>,
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

/** What no reader foresaw. A database or a disk that fails is not the file's fault, and comes as it is. */
export function notFinished(thrown: unknown, path: string): AppError {
  if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ERR_SQLITE_ERROR') throw thrown
  const file = basename(path)
  return new AppError({
    code: 'file/unreadable',
    message: `The program could not read ${file}. Nothing of it was imported.`,
    hint: 'The file may be damaged: copy it again from where it came. If it opens elsewhere, report it with the details.',
    detail: thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown),
    values: { path, file },
  })
}

export const cancelled = (path: string): AppError =>
  new AppError({
    code: 'job/cancelled',
    message: `The import was cancelled at ${path}. Nothing of this file is in the study; what came before it is.`,
    values: { path },
  })
