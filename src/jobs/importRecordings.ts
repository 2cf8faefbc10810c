import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { AppError } from '../core/domain/error'
import type { ImportOutcome, ImportReport, ImportRequest, ImportResult } from '../core/domain/import'
import type { JobContext } from '../core/domain/job'
import type { Recording, RecordingProblem } from '../core/domain/recording'
import { eventMapFor } from '../core/formats/eventMaps'
import { readRecording } from '../core/formats/registry'
import type { NewRecording } from '../store/recordings'
import type { Study } from '../store/study'
import { findFiles, toReadError, type FoundFile } from './importFiles'
import { identify } from './importIdentity'

/**
 * Copies recordings into the study, unchanged, with what their markers mean. Each file ends in an outcome of its own, and of a
 * refused one nothing stays. Throws `job/cancelled` between files, and `disk/…` when the study cannot take more; what
 * was imported before stays.
 */
export async function importRecordings(
  study: Study,
  request: ImportRequest,
  context: JobContext<ImportReport>,
): Promise<ImportResult> {
  const files = await findFiles(request.paths)
  const outcomes: ImportOutcome[] = []
  for (const [done, file] of files.entries()) {
    if (context.cancellation.requested) throw cancelled(done, files.length)
    context.progress({ step: 'import_file', values: { file: file.fileName }, done, total: files.length })
    outcomes.push(await importFile(study, request, file))
    context.report({ outcomes: [...outcomes], total: files.length })
  }
  return { outcomes }
}

async function importFile(study: Study, request: ImportRequest, file: FoundFile): Promise<ImportOutcome> {
  const { path, fileName, error } = file
  if (error) return { path, fileName, state: 'refused', problems: [], error }
  try {
    const bytes = await readBytes(path)
    const hash = createHash('sha256').update(bytes).digest('hex')
    const known = study.recordings.byHash(hash)
    if (known) return duplicate(file, known.id, known.fileName)
    const recording = readRecording(fileName, bytes)
    requireWhole(recording, file, request)
    const { id } = study.recordings.add(...toNewRecording(recording, { fileName, hash }, request), bytes)
    return {
      path,
      fileName,
      state: isPart(recording) ? 'partly' : 'imported',
      recordingId: id,
      problems: recording.problems,
    }
  } catch (thrown) {
    // A disk that fails will fail for every file: the job says so once.
    if (!(thrown instanceof AppError) || !thrown.code.startsWith('file/')) throw thrown
    return { path, fileName, state: 'refused', problems: [], error: thrown.data }
  }
}

async function readBytes(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path)
  } catch (thrown) {
    throw toReadError(thrown, path)
  }
}

function toNewRecording(
  recording: Recording,
  { fileName, hash }: { fileName: string; hash: string },
  { origin = 'file' }: ImportRequest,
): [NewRecording, ReturnType<typeof eventMapFor>] {
  const markerCounts = countMarkers(recording)
  const { format, sampleRate, sampleCount, problems, channels } = recording
  const summary: NewRecording = {
    ...{ hash, fileName, format, sampleRate, sampleCount, problems, markerCounts, origin },
    ...identify(fileName, recording.subjectCode),
    electrodes: channels.flatMap(({ electrode }) => electrode ?? []),
    channelLabels: channels.map(({ label }) => label),
  }
  return [summary, eventMapFor(fileName, Object.keys(markerCounts))]
}

function countMarkers({ markers }: Recording): Record<string, number> {
  const counts = new Map<string, number>()
  for (const { code } of markers) counts.set(code, (counts.get(code) ?? 0) + 1)
  return Object.fromEntries([...counts].sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true })))
}

const problemOf = (recording: Recording, code: RecordingProblem['code']): RecordingProblem | undefined =>
  recording.problems.find((problem) => problem.code === code)

const isPart = (recording: Recording): boolean =>
  Boolean(problemOf(recording, 'truncated') ?? problemOf(recording, 'discontinuous'))

/** A file that was cut is offered, never taken silently: its trials after the cut would be missed by nobody. */
function requireWhole(recording: Recording, { path, fileName }: FoundFile, { keepPartial }: ImportRequest): void {
  const cut = problemOf(recording, 'truncated')
  if (!cut || keepPartial) return
  const { second, total, kept } = cut.values ?? {}
  throw new AppError({
    code: 'file/truncated-data',
    message: `The file ends inside second ${second} of ${total}. The first ${kept} seconds are sound. Nothing was imported.`,
    hint: 'Copy or download the file again, or import the sound part with “Keep the sound part” or --keep-partial.',
    values: { path, file: fileName, ...cut.values },
  })
}

const duplicate = ({ path, fileName }: FoundFile, recordingId: number, knownAs: string): ImportOutcome => ({
  path,
  fileName,
  state: 'duplicate',
  recordingId,
  problems: [],
  error: {
    code: 'file/duplicate',
    message: `The study has the content of ${fileName} already, as ${knownAs}`,
    hint: 'Nothing needs to be done. Was another file meant? Two files of the same content are one recording.',
    values: { path, file: fileName, known: knownAs },
  },
})

const cancelled = (done: number, total: number): AppError =>
  new AppError({
    code: 'job/cancelled',
    message: `The import was cancelled after ${done} of ${total} files`,
    values: { done, total },
  })
