import { AppError } from '../core/domain/error'
import type { ImportOutcome, ImportReport, ImportRequest, ImportResult } from '../core/domain/import'
import type { JobContext } from '../core/domain/job'
import { prepareToOpen } from '../store/recordingFile'
import type { Study } from '../store/study'
import { findFiles, type FoundFile } from './importFiles'
import { createQueue, type ImportQueue } from './importQueue'
import { cancelled, duplicate, isPart, notFinished, requireWhole } from './importVerdicts'
import { openFile, type OpenFile } from './openFile'
import { storeRecording } from './storeRecording'

/**
 * Copies recordings into the study, unchanged, with what their markers mean; files that are one recording come in as one. Each
 * recording ends in an outcome of its own, and of a refused one nothing stays. Memory: some megabytes, whatever the size of
 * the files. Throws `job/cancelled` between files and between two blocks of one, and `disk/…` when the study cannot take more;
 * what was imported before stays.
 */
export async function importRecordings(
  study: Study,
  request: ImportRequest,
  context: JobContext<ImportReport>,
): Promise<ImportResult> {
  study.pyramids.clearUnfinished()
  const cleared = study.recordings.clearUnfinished()
  const unfinished = cleared.length > 0 ? { unfinished: cleared } : {}
  const files = await findFiles(request.paths)
  await prepareToOpen(files.map(({ fileName }) => fileName))
  const queue = createQueue(files)
  const meter = createMeter(queue, context)
  const outcomes: ImportOutcome[] = []
  for (let file = queue.next(); file; file = queue.next()) {
    if (context.cancellation.requested) throw cancelled(file.path)
    meter.begin(file.fileName, outcomes.length)
    const outcome = await importFile({ study, request, queue, meter, context }, file)
    if (!outcome) continue
    outcomes.push(outcome)
    context.report({ outcomes: [...outcomes], total: queue.total, ...unfinished })
  }
  return { outcomes, ...unfinished }
}

interface Import {
  readonly study: Study
  readonly request: ImportRequest
  readonly queue: ImportQueue
  readonly meter: Meter
  readonly context: JobContext<ImportReport>
}

/** Null: it is part of a recording that has its outcome already. */
async function importFile(job: Import, { path, fileName, error }: FoundFile): Promise<ImportOutcome | null> {
  if (error) return { path, fileName, state: 'refused', problems: [], error }
  try {
    const opened = openFile(path, job.request.streams)
    try {
      return job.queue.take(opened) ? await importOpened(job, opened) : null
    } finally {
      opened.close()
    }
  } catch (thrown) {
    // A disk that fails will fail for every file: the job says so once.
    if (thrown instanceof AppError && !thrown.code.startsWith('file/')) throw thrown
    const refusal = thrown instanceof AppError ? thrown : notFinished(thrown, path)
    return { path, fileName, state: 'refused', problems: [], error: refusal.data }
  }
}

async function importOpened({ study, request, meter, context }: Import, opened: OpenFile): Promise<ImportOutcome> {
  const { info } = opened.reader
  requireWhole(info, opened, request)
  const watch = { cancellation: context.cancellation, moved: meter.moved }
  const { known, recording } = await storeRecording(study, { opened, origin: request.origin ?? 'file' }, watch)
  if (known) return duplicate(opened, known)
  const { path, fileName, companions } = opened
  return {
    ...{ path, fileName, problems: recording.problems, recordingId: recording.id },
    ...(companions.length > 0 ? { companions } : {}),
    state: isPart(info) ? 'partly' : 'imported',
  }
}

/** Progress in bytes of all files. */
interface Meter {
  begin(file: string, before: number): void
  moved(bytes: number): void
}

function createMeter(queue: ImportQueue, { progress }: Pick<JobContext, 'progress'>): Meter {
  let [done, tellAtMs] = [0, 0]
  let values: Readonly<Record<string, string | number>> = {}
  const tell = (): void => {
    tellAtMs = Date.now() + 100
    progress({
      step: 'import_file',
      values: { ...values, files: queue.total },
      done,
      total: Math.max(done, queue.bytes),
    })
  }
  return {
    begin(file, before) {
      values = { file, number: before + 1 }
      tell()
    },
    moved(bytes) {
      done += bytes
      if (Date.now() >= tellAtMs) tell()
    },
  }
}
