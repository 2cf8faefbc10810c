import { basename, dirname, extname, join } from 'node:path'
import { AppError } from '../core/domain/error'
import type { RecordingSummary } from '../core/domain/recording'
import type { RecordingReader } from '../core/formats/reader'
import { contentHash, hashFile } from './contentHash'
import type { StoreContext } from './context'
import { openRecordingFile, type RecordingFile } from './recordingFile'
import { selectStamps, stampOf, updateStamps, type Stamp } from './recordingRows'

type Named = Pick<RecordingSummary, 'hash' | 'fileName' | 'companions'>

/** A single file is called by its hash; several lie under their own names in a folder that is, as readers look for them. */
export const storedName = ({ hash, fileName, companions }: Named): string =>
  companions ? join(hash, fileName) : hash + extname(fileName).toLowerCase()

/** What is removed with the recording: its file, or the folder of its files. */
export const storedRoot = ({ folder }: Pick<StoreContext, 'folder'>, named: Named): string =>
  join(folder, 'recordings', named.companions ? named.hash : storedName(named))

export const storedPath = ({ folder }: Pick<StoreContext, 'folder'>, named: Named): string =>
  join(folder, 'recordings', storedName(named))

/** The stored originals, read where they are asked for. */
export interface Originals {
  open(summary: RecordingSummary): RecordingReader
  /** Reads all of it and holds it against its hash. */
  verify(summary: RecordingSummary): void
  forget(id: number): void
  close(): void
}

/** Kept open for the next look: the index of an XDF file takes a pass over it. */
const keptOpen = 4

export function createOriginals(context: StoreContext): Originals {
  const opened = new Map<number, RecordingFile>()
  const forget = (id: number): void => {
    opened.get(id)?.close()
    opened.delete(id)
  }
  return {
    open(summary) {
      requireUnaltered(context, summary)
      const original = opened.get(summary.id) ?? openOriginal(storedPath(context, summary), summary)
      opened.delete(summary.id)
      opened.set(summary.id, original)
      if (opened.size > keptOpen) forget(opened.keys().next().value!)
      return original.reader
    },
    verify: (summary) => verify(context, summary),
    forget,
    close: () => [...opened.keys()].forEach(forget),
  }
}

const openOriginal = (path: string, { fileName, companions, streams }: RecordingSummary): RecordingFile =>
  openRecordingFile({ path, name: fileName, hasNeighbours: companions !== undefined, streams })

/**
 * Whatever happened to the file since, it is not decoded as if nothing had. Sizes and times are looked at each time and
 * the content only when they differ from the last full look: a look at four seconds must not cost the hash of
 * gigabytes, and what changes a file behind our back (a program, a copy of the study, a restored backup) changes these.
 */
function requireUnaltered(context: StoreContext, summary: RecordingSummary): void {
  const known = selectStamps(context.catalogue, summary.id)
  const now = stampsOf(context, summary)
  const same = now.every(({ size, mtimeMs }, i) => known[i]?.size === size && known[i].mtimeMs === mtimeMs)
  if (!same || known.length !== now.length) verify(context, summary)
}

function verify(context: StoreContext, summary: RecordingSummary): void {
  const stamps = stampsOf(context, summary)
  const bytes = stamps.reduce((sum, { size }) => sum + size, 0)
  const path = storedPath(context, summary)
  if (bytes !== summary.byteLength) throw altered(summary, path, bytes)
  const hashes = filesOf(context, summary).map((file) => found(summary, file, () => hashFile(file)))
  if (contentHash(hashes, summary.streams) !== summary.hash) throw altered(summary, path, bytes)
  updateStamps(context.catalogue, summary.id, stamps)
}

const filesOf = (context: StoreContext, summary: Named): string[] => {
  const path = storedPath(context, summary)
  return [path, ...(summary.companions ?? []).map((name) => join(dirname(path), basename(name)))]
}

const stampsOf = (context: StoreContext, summary: RecordingSummary): Stamp[] =>
  filesOf(context, summary).map((file) => found(summary, file, () => stampOf(file)))

function found<T>(summary: RecordingSummary, path: string, body: () => T): T {
  try {
    return body()
  } catch (thrown) {
    throw unreadable(summary, path, thrown)
  }
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
