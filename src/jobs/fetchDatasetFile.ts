import { existsSync, renameSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { AppError } from '../core/domain/error'
import { fillName } from '../core/formats/datasetRecipe'
import { toDiskError } from '../store/diskError'
import { digestOf, download, type Download } from './download/download'
import { readZip, unpack } from './download/zipFile'
import type { FetchJob, WantedFile } from './fetchDataset'
import { fetchFailures, notInArchive } from './fetchDatasetErrors'

/** Whether a file is there and is the published one; without a checksum being there is all that is known, and only whole
 *  files have their name. */
export async function isPresent({ path, sha256 }: WantedFile, signal: AbortSignal): Promise<boolean> {
  signal.throwIfAborted()
  if (!existsSync(path)) return false
  if (sha256 === undefined || (await digestOf(path, signal)) === sha256) return true
  rmSync(path)
  return false
}

/** Rejects as `download`. */
export async function fetchPlain(file: WantedFile, job: FetchJob): Promise<void> {
  const { source, subjects } = job.parts.recipe
  const url = new URL(fillName(source.file, subjects, file), source.base).href
  const wanted: Download = { url, file: file.path, ...(file.sha256 && { sha256: file.sha256 }) }
  await fetchTwice(wanted, job, (done, total) => job.meter.moved(file, done, total))
}

/** A proxy or a disk may have spoilt it once; twice is no accident. */
async function fetchTwice(wanted: Download, job: FetchJob, onBytes: (done: number, total: number | null) => void) {
  const { route, pauseMs } = job.parts
  const options = { route, pauseMs, signal: job.signal, failures: fetchFailures, onBytes }
  try {
    await download(wanted, options)
  } catch (thrown) {
    if (!(thrown instanceof AppError) || thrown.code !== 'fetch/altered') throw thrown
    await download(wanted, options)
  }
}

/** Unpacks files out of the data set's archive, which is loaded before the first of them and kept for others. */
export function unpackFrom(job: FetchJob): (file: WantedFile) => Promise<void> {
  const { source, subjects } = job.parts.recipe
  const archive = source.archive!
  const zip = join(job.folder, archive.file)
  let entries: Promise<Awaited<ReturnType<typeof readZip>>> | null = null
  const open = async () => {
    const { sha256 } = archive
    if (!(await isPresent({ path: zip, sha256, subject: '', run: '', bytes: 0 }, job.signal))) {
      const wanted = { url: new URL(archive.file, source.base).href, file: zip, sha256 }
      await fetchTwice(wanted, job, (done, total) => job.meter.archive(archive.file, done, total ?? archive.bytes))
    }
    return readZip(zip)
  }
  return async (file) => {
    const name = fillName(source.file, subjects, file)
    const entry = (await (entries ??= open())).find((one) => basename(one.name) === basename(name))
    if (!entry) throw notInArchive(name, archive.file)
    let done = 0
    const onBytes = (count: number): void => job.meter.moved(file, (done += count), entry.bytes)
    const part = `${basename(file.path)}.part`
    await unpack(entry, part, { zip, folder: dirname(file.path), signal: job.signal, onBytes })
    try {
      renameSync(join(dirname(file.path), part), file.path)
    } catch (thrown) {
      throw toDiskError(thrown, file.path)
    }
  }
}
