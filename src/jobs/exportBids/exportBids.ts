import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, rmdirSync, statSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { AppError } from '../../core/domain/error'
import type { JobContext } from '../../core/domain/job'
import type { RecordingSummary } from '../../core/domain/recording'
import type { BidsExportRequest, BidsExportResult } from '../../core/domain/studyExport'
import { topFiles } from '../../core/formats/bids/writeDataset'
import { atomicWrite, syncFolder } from '../../store/atomicWrite'
import { toDiskError } from '../../store/diskError'
import type { Study } from '../../store/study'
import { programFiles } from '../programFiles'
import { createTextMask } from './deidentify'
import { exportRecording, type ExportedRecording } from './exportRecording'
import { planBids, type PlannedRecording } from './plan'

type Context = Pick<JobContext, 'cancellation' | 'progress'>

/**
 * Writes a study as a BIDS-EEG data set (Pernet et al., Sci. Data 6, 103 (2019)): gathered in a folder beside the target and renamed
 * when all of it is there and was read back. Throws `export/not-empty`, `export/differs`, `export/personal`, `file/not-found` for a
 * study without recordings, `file/altered`, `disk/…`, `job/cancelled`; then there is nothing.
 */
export async function exportBids(
  study: Study,
  request: BidsExportRequest,
  context: Context,
): Promise<BidsExportResult> {
  const target = resolve(request.output)
  requireEmpty(target, study.folder)
  const planned = planBids(chosen(study, request), request)
  const staging = join(dirname(target), `.${basename(target)}.export-${process.pid}`)
  try {
    const result = await gather(study, { planned, staging, deidentify: request.deidentify }, context)
    putInPlace(staging, target)
    return { ...result, path: target }
  } catch (thrown) {
    throw toDiskError(thrown, target)
  } finally {
    rmSync(staging, { recursive: true, force: true })
  }
}

function chosen(study: Study, { recordingIds }: BidsExportRequest): RecordingSummary[] {
  const all = study.recordings.list()
  const wanted = recordingIds ? all.filter(({ id }) => recordingIds.includes(id)) : all
  if (wanted.length > 0) return wanted
  throw new AppError({
    code: 'file/not-found',
    message: `There is no recording to export in ${study.folder}`,
    hint: 'Import recordings first, or choose others.',
    values: { path: study.folder },
  })
}

interface Gathering {
  readonly planned: readonly PlannedRecording[]
  readonly staging: string
  readonly deidentify: boolean
}

async function gather(study: Study, { planned, staging, deidentify }: Gathering, context: Context) {
  rmSync(staging, { recursive: true, force: true })
  mkdirSync(staging, { recursive: true })
  const mask = createTextMask()
  const done: ExportedRecording[] = []
  for (const one of planned) {
    const between = async (): Promise<void> => {
      if (context.cancellation.requested) throw cancelled()
      await new Promise(setImmediate)
    }
    const { subject, run } = one.recording
    context.progress({
      ...{ step: 'export_recording', values: { subject, run }, done: done.length, total: planned.length },
    })
    await between()
    done.push(await exportRecording(study, { ...one, folder: staging, mask: deidentify ? mask : null }, between))
  }
  const labels = new Map(planned.map(({ place, recording }) => [recording.subject, place.subject]))
  const subjects = [...labels].map(([code, label]) => ({ code, label }))
  const facts = { subjects, recordings: done.length, deidentified: deidentify, programVersion: programFiles().version }
  const top = topFiles({ ...facts, name: deidentify ? 'De-identified study' : study.name })
  for (const [name, text] of Object.entries(top)) atomicWrite(join(staging, name), text)
  return {
    ...{ subjects: subjects.length, recordings: done.length, textsReplaced: mask.replaced },
    copied: done.filter(({ copied }) => copied).length,
    converted: done.filter(({ copied }) => !copied).length,
    bytes: done.reduce((sum, { bytes }) => sum + bytes, 0),
  }
}

/** An export never mixes with what is there, nor goes into the study. */
function requireEmpty(target: string, study: string): void {
  const stat = statSync(target, { throwIfNoEntry: false })
  const isFree = stat === undefined || (stat.isDirectory() && readdirSync(target).length === 0)
  const isInside = `${target}/`.startsWith(`${resolve(study)}/`)
  if (isFree && !isInside) {
    if (existsSync(dirname(target))) return
    throw toDiskError(Object.assign(new Error('There is no such folder'), { code: 'ENOENT' }), dirname(target))
  }
  throw new AppError({
    code: 'export/not-empty',
    message: isInside ? `${target} lies inside the study.` : `${target} is there already, and is not empty.`,
    hint: 'Name a folder that is new or empty, outside of the study.',
    values: { path: target },
  })
}

function putInPlace(staging: string, target: string): void {
  if (existsSync(target)) rmdirSync(target)
  renameSync(staging, target)
  syncFolder(dirname(target))
}

const cancelled = (): AppError =>
  new AppError({ code: 'job/cancelled', message: 'The export was cancelled. Nothing was exported.' })
