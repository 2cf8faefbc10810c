import { existsSync, mkdirSync, statfsSync, statSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { filesOfChoice, type DatasetChoice, type DatasetFile, type DatasetId } from '../core/domain/dataset'
import { AppError } from '../core/domain/error'
import type { ImportOutcome } from '../core/domain/import'
import type { JobContext } from '../core/domain/job'
import { fillName, type DatasetRecipe } from '../core/formats/datasetRecipe'
import { datasetRecipe, toDatasetView } from '../core/formats/datasetRules'
import { toDiskError } from '../store/diskError'
import { programHome } from '../store/home'
import { lockFile } from '../store/lock'
import type { Route } from './download/request'
import { stopOnRequest } from './download/stopping'
import { checksumsOf, type ChecksumOf } from './fetchDatasetChecksums'
import { cancelled, FetchStopped, noSpace, running, stopped } from './fetchDatasetErrors'
import { fetchPlain, isPresent, unpackFrom } from './fetchDatasetFile'
import { createMeter, type FetchMeter } from './fetchDatasetMeter'

export interface FetchRequest extends DatasetChoice {
  readonly dataset: DatasetId
  /** Left out: a folder of the data set's name in the program's home. */
  readonly folder?: string
  /** Address of a copy of the data set, laid out as its publisher has it. */
  readonly mirror?: string
}

export interface FetchResult {
  readonly folder: string
  /** Files of the choice that are there now, in order. */
  readonly paths: readonly string[]
  /** How many of them came now, and how many were there before. */
  readonly fetched: number
  readonly present: number
  /** What did not come, each with its reason; the last one names how many others were not tried. */
  readonly refused: readonly ImportOutcome[]
}

/** Where things come from and how patiently; a test gives its own. */
export interface FetchParts {
  readonly recipe: DatasetRecipe
  readonly checksumOf: ChecksumOf
  readonly route: Route
  /** Files at once. */
  readonly connections: number
  readonly pauseMs?: number
}

/** A file of the choice, and where it is wanted. */
export interface WantedFile extends DatasetFile {
  readonly path: string
  readonly sha256: string | undefined
}

export interface FetchJob {
  readonly parts: FetchParts
  readonly folder: string
  readonly signal: AbortSignal
  readonly meter: FetchMeter
}

const realParts = ({ dataset, mirror }: FetchRequest): FetchParts => {
  const recipe = datasetRecipe(dataset)
  const base = mirror ? mirror.replace(/\/*$/, '/') : recipe.source.base
  return {
    recipe: { ...recipe, source: { ...recipe.source, base } },
    checksumOf: checksumsOf(recipe),
    route: { connectMs: 15_000, idleMs: 30_000 },
    connections: 3,
  }
}

export const datasetFolder = (id: DatasetId): string => join(programHome(), 'datasets', id)

/**
 * Loads a choice of a data set into a folder: what is there already and proven is left, what was begun is gone on with. A wrong
 * file is fetched once more, then refused; when the server cannot be had, what came until then is the result. Rejects with
 * `job/cancelled` within a second, `fetch/running`, `disk/…`.
 */
export function fetchDataset(
  request: FetchRequest,
  context: Pick<JobContext, 'cancellation' | 'progress'>,
  parts: FetchParts = realParts(request),
): Promise<FetchResult> {
  const folder = resolve(request.folder ?? datasetFolder(request.dataset))
  return stopOnRequest(context.cancellation, cancelled, async (signal) => {
    makeFolder(folder)
    const release = lockFile(join(folder, '.fetch.lock'), () => running(folder))
    try {
      const files = toWanted(request, parts, folder)
      return await fetchAll(files, { parts, folder, signal, meter: createMeter(files, context) })
    } finally {
      release()
    }
  })
}

function toWanted(request: FetchRequest, { recipe, checksumOf }: FetchParts, folder: string): WantedFile[] {
  return filesOfChoice(toDatasetView(recipe), request).map((file) => ({
    ...file,
    path: join(folder, fillName(recipe.source.saveAs, recipe.subjects, file)),
    sha256: checksumOf(file),
  }))
}

async function fetchAll(files: readonly WantedFile[], job: FetchJob): Promise<FetchResult> {
  const there = new Map<string, 'present' | 'fetched'>()
  for (const file of files) {
    if (!(await isPresent(file, job.signal))) continue
    there.set(file.path, 'present')
    job.meter.finished(file)
  }
  const missing = files.filter(({ path }) => !there.has(path))
  requireSpace(missing, job)
  const refused = await fetchMissing(missing, job, (file) => there.set(file.path, 'fetched'))
  const states = [...there.values()]
  return {
    folder: job.folder,
    paths: files.map(({ path }) => path).filter((path) => there.has(path)),
    fetched: states.filter((state) => state === 'fetched').length,
    present: states.filter((state) => state === 'present').length,
    refused,
  }
}

/** Several at once, in their order. Returns what did not come. */
async function fetchMissing(files: readonly WantedFile[], job: FetchJob, came: (file: WantedFile) => void) {
  const waiting = [...files]
  const refused: ImportOutcome[] = []
  let ending: FetchStopped | null = null
  const fetchOne = job.parts.recipe.source.archive ? unpackFrom(job) : (file: WantedFile) => fetchPlain(file, job)
  const work = async (): Promise<void> => {
    while (!ending) {
      const file = waiting.shift()
      if (!file) return
      try {
        await fetchOne(file)
        job.meter.finished(file)
        came(file)
      } catch (thrown) {
        if (job.signal.aborted) throw thrown
        if (thrown instanceof FetchStopped) {
          ending = thrown
          waiting.unshift(file)
        } else if (thrown instanceof AppError && thrown.code.startsWith('fetch/')) refused.push(outcome(file, thrown))
        else throw thrown
      }
    }
  }
  const lanes = job.parts.recipe.source.archive ? 1 : job.parts.connections
  await allSettled(Array.from({ length: lanes }, work))
  const first = files.find((file) => waiting.includes(file))
  if (ending && first) refused.push(outcome(first, stopped(ending, basename(first.path), waiting.length)))
  return refused
}

/** Nothing goes on behind the back of who was told of the first failure. */
async function allSettled(lanes: readonly Promise<void>[]): Promise<void> {
  for (const lane of await Promise.allSettled(lanes)) if (lane.status === 'rejected') throw lane.reason
}

const outcome = ({ path }: WantedFile, { data }: AppError): ImportOutcome => ({
  ...{ path, fileName: basename(path), state: 'refused', problems: [], error: data },
})

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true })
  } catch (thrown) {
    throw toDiskError(thrown, folder)
  }
}

function requireSpace(missing: readonly WantedFile[], { folder, parts }: FetchJob): void {
  const { archive } = parts.recipe.source
  const unpacked = missing.reduce((sum, { bytes, path }) => sum + Math.max(0, bytes - sizeOf(`${path}.part`)), 0)
  const place = archive && join(folder, archive.file)
  const packed = place && missing.length > 0 && !existsSync(place) ? archive.bytes - sizeOf(`${place}.part`) : 0
  const { bavail, bsize } = statfsSync(folder)
  if (unpacked + packed > bavail * bsize) throw noSpace(folder, unpacked + packed, bavail * bsize)
}

const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0
