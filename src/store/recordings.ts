import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '../core/domain/error'
import type { UnfinishedImport } from '../core/domain/import'
import type { Recording, RecordingSummary } from '../core/domain/recording'
import type { EventMap } from '../core/domain/trial'
import type { RecordingReader } from '../core/formats/reader'
import { readWhole } from '../core/formats/registry'
import { editedChannels } from '../core/montage/channelEdits'
import { atomicWrite } from './atomicWrite'
import { withEdits, type ChannelEdits } from './channelEdits'
import type { StoreContext } from './context'
import { toDiskError } from './diskError'
import type { EventMaps } from './eventMaps'
import { createOriginals, storedName, storedPath, storedRoot } from './originals'
import type { Pyramids } from './pyramids'
import { prepareToOpen } from './recordingFile'
import { insertRecording, selectRecordings } from './recordingRows'
import { createSignalCache } from './signalCache'
import { clearUnfinished, findUnfinished, openStaging, type Staging } from './staging'

export type NewRecording = Omit<RecordingSummary, 'id' | 'importedAtMs' | 'byteLength'>

export interface Recordings {
  /** By subject, then run. */
  list(): RecordingSummary[]
  /** Throws `file/not-found` for an unknown id. */
  get(id: number): RecordingSummary
  byHash(hash: string): RecordingSummary | undefined
  /** Whether a recording has this many bytes: only then can another one have its content. */
  hasLength(bytes: number): boolean
  /** A place for the files of a recording that is being imported from `path`. */
  stage(path: string, fileName: string): Staging
  /** Makes what was staged, or bytes in memory, the study's original and catalogues it: all of it or nothing. */
  add(recording: NewRecording, eventMap: EventMap, original: Staging | Uint8Array): RecordingSummary
  /** Corrects who it is of and which run it was; a session that is absent stays, null takes it away. */
  rename(id: number, name: RecordingName): void
  remove(id: number): void
  /** Where the original lies. */
  path(id: number): string
  /** To be awaited once before recordings are opened: what reads some formats takes a moment to load. */
  prepare(): Promise<void>
  /** The recording with its channels as the study has them, its samples on demand. Throws `file/not-found`, `file/altered`. */
  open(id: number): RecordingReader
  /** The same with its channels as the file has them. */
  openUnedited(id: number): RecordingReader
  /** All signals in memory; as many of the last as memory should hold are kept. Throws as `open`. */
  read(id: number): Recording
  /** Reads the original whole and holds it against its hash. Throws `file/altered`. */
  verify(id: number): void
  /** Imports that a crash or a power cut ended; nothing of them is in the study. */
  unfinished(): UnfinishedImport[]
  /** The same, and takes away what they left; of one path, where one is named. */
  clearUnfinished(path?: string): UnfinishedImport[]
  /** Gives files and memory back. */
  close(): void
}

export interface RecordingName {
  readonly subject: string
  readonly run: string
  readonly session?: string | null | undefined
}

export interface RecordingParts {
  readonly eventMaps: EventMaps
  readonly channelEdits: Pick<ChannelEdits, 'get'>
  readonly pyramids: Pick<Pyramids, 'remove'>
}

export function createRecordings(
  context: StoreContext,
  { eventMaps, channelEdits, pyramids }: RecordingParts,
): Recordings {
  const { catalogue } = context
  const folder = join(context.folder, 'recordings')
  const cache = createSignalCache()
  const originals = createOriginals(context)
  const get = (id: number): RecordingSummary => selectRecordings(catalogue, 'id = ?', id)[0] ?? missing(id)
  const stage = (path: string, fileName: string): Staging =>
    openStaging(folder, { path, fileName, startedAtMs: context.now() })
  return {
    list: () => selectRecordings(catalogue, '1 = 1').sort(bySubjectAndRun),
    ...{ get, stage },
    path: (id) => storedPath(context, get(id)),
    byHash: (hash) => selectRecordings(catalogue, 'hash = ?', hash)[0],
    hasLength: (bytes) => catalogue.get('SELECT id FROM recordings WHERE byte_length = ? LIMIT 1', bytes) !== undefined,
    add(recording, eventMap, original) {
      const staged = original instanceof Uint8Array ? stage(recording.fileName, recording.fileName) : original
      try {
        if (original instanceof Uint8Array) atomicWrite(staged.pathOf(recording.fileName), original)
        return add(context, eventMaps, { recording, eventMap, staged })
      } finally {
        staged.discard()
      }
    },
    rename: (id, name) => rename(context, get(id), name),
    remove(id) {
      const recording = get(id)
      catalogue.transaction(() => {
        catalogue.run('DELETE FROM recordings WHERE id = ?', id)
        context.audit.append({ what: `recording.remove ${id}`, before: recording })
      })
      cache.forget(id)
      originals.forget(id)
      pyramids.remove(recording.hash)
      removeOriginal(storedRoot(context, recording))
    },
    prepare: () => prepareToOpen(selectRecordings(catalogue, '1 = 1').map(({ fileName }) => fileName)),
    open: (id) => withEdits(originals.open(get(id)), channelEdits.get(id)),
    openUnedited: (id) => originals.open(get(id)),
    read(id) {
      const whole = cache.get(id, () => readWhole(originals.open(get(id))))
      return { ...whole, channels: editedChannels(whole.channels, channelEdits.get(id)) }
    },
    verify: (id) => originals.verify(get(id)),
    unfinished: () => findUnfinished(folder),
    clearUnfinished: (path) => clearUnfinished(folder, path),
    close() {
      originals.close()
      cache.clear()
    },
  }
}

interface Addition {
  readonly recording: NewRecording
  readonly eventMap: EventMap
  readonly staged: Staging
}

function add(context: StoreContext, eventMaps: EventMaps, { recording, eventMap, staged }: Addition): RecordingSummary {
  const { catalogue } = context
  const root = storedRoot(context, recording)
  const { fileName, companions } = recording
  const stamps = [fileName, ...(companions ?? [])].map((name) => staged.stampOf(name))
  const byteLength = stamps.reduce((sum, { size }) => sum + size, 0)
  const summary = { ...recording, importedAtMs: context.now(), byteLength }
  try {
    return catalogue.transaction(() => {
      const id = insertRecording(catalogue, { ...summary, storedName: storedName(summary), stamps })
      context.audit.append({ what: `recording.add ${id}`, after: summary })
      eventMaps.set(id, eventMap)
      // Last: what fails before it leaves the original of that name alone, if the study has one.
      staged.moveTo(root, companions ? null : fileName)
      return { ...summary, id }
    })
  } catch (thrown) {
    if (selectRecordings(catalogue, 'hash = ?', recording.hash).length === 0) removeOriginal(root)
    throw thrown
  }
}

function rename(
  { catalogue, audit }: StoreContext,
  { id, ...old }: RecordingSummary,
  { subject, run, session = old.session }: RecordingName,
): void {
  catalogue.transaction(() => {
    const values = [subject, run, session || null, id]
    catalogue.run('UPDATE recordings SET subject = ?, run = ?, session = ? WHERE id = ?', ...values)
    const before = { subject: old.subject, run: old.run, session: old.session }
    audit.append({ what: `recording.rename ${id}`, before, after: { subject, run, session: session || undefined } })
  })
}

function removeOriginal(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true })
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
