import { createHash } from 'node:crypto'
import { readFileSync, rmSync } from 'node:fs'
import { extname, join } from 'node:path'
import { AppError } from '../core/domain/error'
import { readRecording } from '../core/formats/registry'
import type { Recording, RecordingSummary } from '../core/domain/recording'
import type { EventMap } from '../core/domain/trial'
import { atomicWrite } from './atomicWrite'
import { toDiskError } from './diskError'
import { insertRecording, selectRecordings } from './recordingRows'
import type { StoreContext } from './context'
import type { EventMaps } from './eventMaps'

export type NewRecording = Omit<RecordingSummary, 'id' | 'importedAtMs' | 'byteLength'>

export interface Recordings {
  /** By subject, then run. */
  list(): RecordingSummary[]
  /** Throws `file/not-found` for an unknown id. */
  get(id: number): RecordingSummary
  byHash(hash: string): RecordingSummary | undefined
  /** Copies the original in unchanged and catalogues it: all of it or nothing. */
  add(recording: NewRecording, eventMap: EventMap, original: Uint8Array): RecordingSummary
  /** Corrects who it is of and which run it was. */
  rename(id: number, name: { subject: string; run: string }): void
  remove(id: number): void
  /** Where the original lies. */
  path(id: number): string
  /** The signals, read from the stored original; as many of the last as memory should hold are kept. */
  read(id: number): Recording
}

/** Signals kept in memory for a second look, bytes; the newest recording stays whatever its size. */
const keptBytes = 400e6
const sizeOf = ({ data }: Recording): number => data.reduce((sum, { byteLength }) => sum + byteLength, 0)

export function createRecordings(context: StoreContext, eventMaps: EventMaps): Recordings {
  const { catalogue } = context
  const cache = new Map<number, Recording>()
  const get = (id: number): RecordingSummary => selectRecordings(catalogue, 'id = ?', id)[0] ?? missing(id)
  const path = (id: number): string => storedPath(context, get(id))
  return {
    list: () => selectRecordings(catalogue, '1 = 1').sort(bySubjectAndRun),
    get,
    path,
    byHash: (hash) => selectRecordings(catalogue, 'hash = ?', hash)[0],
    add: (recording, eventMap, original) => add(context, eventMaps, { recording, eventMap, original }),
    rename(id, { subject, run }) {
      const { subject: oldSubject, run: oldRun } = get(id)
      catalogue.transaction(() => {
        catalogue.run('UPDATE recordings SET subject = ?, run = ? WHERE id = ?', subject, run, id)
        const before = { subject: oldSubject, run: oldRun }
        context.audit.append({ what: `recording.rename ${id}`, before, after: { subject, run } })
      })
    },
    remove(id) {
      const recording = get(id)
      catalogue.transaction(() => {
        catalogue.run('DELETE FROM recordings WHERE id = ?', id)
        context.audit.append({ what: `recording.remove ${id}`, before: recording })
      })
      cache.delete(id)
      removeFile(storedPath(context, recording))
    },
    read(id) {
      const recording = cache.get(id) ?? parse(get(id), path(id))
      // The order of a Map is the order of use here: the first is the longest unused.
      cache.delete(id)
      cache.set(id, recording)
      let bytes = [...cache.values()].reduce((sum, one) => sum + sizeOf(one), 0)
      for (const [oldest, one] of cache) {
        if (bytes <= keptBytes || oldest === id) break
        cache.delete(oldest)
        bytes -= sizeOf(one)
      }
      return recording
    },
  }
}

interface Addition {
  readonly recording: NewRecording
  readonly eventMap: EventMap
  readonly original: Uint8Array
}

function add(
  context: StoreContext,
  eventMaps: EventMaps,
  { recording, eventMap, original }: Addition,
): RecordingSummary {
  const { catalogue } = context
  const summary = { ...recording, importedAtMs: context.now(), byteLength: original.length }
  const path = storedPath(context, summary)
  atomicWrite(path, original)
  try {
    return catalogue.transaction(() => {
      const id = insertRecording(catalogue, summary, storedName(summary))
      context.audit.append({ what: `recording.add ${id}`, after: summary })
      eventMaps.set(id, eventMap)
      return { ...summary, id }
    })
  } catch (thrown) {
    if (selectRecordings(catalogue, 'hash = ?', recording.hash).length === 0) removeFile(path)
    throw thrown
  }
}

type Named = Pick<RecordingSummary, 'hash' | 'fileName'>

const storedName = ({ hash, fileName }: Named): string => hash + extname(fileName).toLowerCase()
const storedPath = (context: StoreContext, named: Named): string =>
  join(context.folder, 'recordings', storedName(named))

function parse(summary: RecordingSummary, path: string): Recording {
  let bytes: Uint8Array
  try {
    bytes = readFileSync(path)
  } catch (thrown) {
    throw unreadable(summary, path, thrown)
  }
  // The name is the content's hash: whatever happened to the file since, it is not decoded as if nothing had.
  if (createHash('sha256').update(bytes).digest('hex') !== summary.hash) throw altered(summary, path, bytes.length)
  return readRecording(summary.fileName, bytes)
}

function removeFile(path: string): void {
  try {
    rmSync(path, { force: true })
  } catch (thrown) {
    throw toDiskError(thrown, path)
  }
}

const bySubjectAndRun = (a: RecordingSummary, b: RecordingSummary): number =>
  a.subject.localeCompare(b.subject, 'en', { numeric: true }) ||
  a.run.localeCompare(b.run, 'en', { numeric: true }) ||
  a.id - b.id

function missing(id: number): never {
  throw new AppError({
    code: 'file/not-found',
    message: `The study has no recording with number ${id}`,
    hint: 'It may have been removed meanwhile. Choose another one from the list.',
    values: { id },
  })
}

const altered = ({ fileName, byteLength }: RecordingSummary, path: string, bytes: number): AppError =>
  new AppError({
    code: 'file/altered',
    message: `The stored original of ${fileName} is not what was imported: ${path} has ${bytes} of ${byteLength} bytes, or others`,
    hint: 'Remove the recording from the list and import the file again, or restore it from a backup.',
    values: { file: fileName, path, bytes, expected: byteLength },
  })

const unreadable = (summary: RecordingSummary, path: string, thrown: unknown): AppError =>
  new AppError({
    code: 'file/not-found',
    message: `The original of ${summary.fileName} is missing from the study: ${path} cannot be read`,
    hint: 'Remove the recording from the list and import the file again.',
    detail: thrown instanceof Error ? thrown.message : String(thrown),
    values: { file: summary.fileName, path },
  })
