import { closeSync, existsSync, mkdirSync, openSync, rmSync, statSync } from 'node:fs'
import { userInfo } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import { AppError } from '../core/domain/error'
import { createAudit, type Audit } from './audit'
import { createBadSpans, type BadSpans } from './badSpans'
import { openCatalogue, type Catalogue } from './catalogue'
import { createChannelEdits, type ChannelEdits } from './channelEdits'
import type { StoreContext } from './context'
import { createCurves, type Curves } from './curves'
import { toDiskError } from './diskError'
import { createBadChannels, createEventMaps, type BadChannels, type EventMaps } from './eventMaps'
import { createModels, type Models } from './models'
import { createQualities, type Qualities } from './qualities'
import { createNotes, type Notes } from './recordingNotes'
import { createPyramids, type Pyramids } from './pyramids'
import { createRecordings, type Recordings } from './recordings'
import { migrate } from './schema'
import { createSelections, type Selections } from './selections'
import { createSessions, type Sessions } from './sessions'
import { createCaps, createSettings, type Caps, type Settings } from './settings'

/** A study on disk. Several processes of one program may have it open at once; see `lockStudy` for programs. */
export interface Study {
  readonly folder: string
  readonly name: string
  readonly recordings: Recordings
  readonly eventMaps: EventMaps
  readonly badChannels: BadChannels
  readonly badSpans: BadSpans
  readonly channelEdits: ChannelEdits
  readonly notes: Notes
  readonly qualities: Qualities
  readonly pyramids: Pyramids
  readonly models: Models
  readonly selections: Selections
  readonly curves: Curves
  readonly sessions: Sessions
  readonly caps: Caps
  readonly settings: Settings
  readonly audit: Audit
  /** All changes in it or none. */
  transaction<T>(body: () => T): T
  close(): void
}

export interface OpenOptions {
  /** Make the folder and the study where there is none. */
  readonly create?: boolean
  /** Named in the audit trail; the system's user by default. */
  readonly who?: string
  readonly now?: () => number
}

const folders = ['recordings', 'epochs', 'models', 'sessions', 'reports'] as const

/** Throws `study/not-a-study`, `study/newer`, `study/damaged`, `disk/read-only`, `disk/full`. */
export function openStudy(path: string, options: OpenOptions = {}): Study {
  const folder = resolve(path)
  const file = join(folder, 'study.sqlite')
  if (!options.create && !existsSync(file)) throw notAStudy(folder)
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() === false) throw isAFile(folder)
  prepareFolders(folder)
  const catalogue = openCatalogue(file)
  try {
    migrate(catalogue)
    check(catalogue)
    return assemble(folder, catalogue, options)
  } catch (thrown) {
    catalogue.close()
    throw thrown
  }
}

function assemble(folder: string, catalogue: Catalogue, { who = userName(), now = Date.now }: OpenOptions): Study {
  const context: StoreContext = { folder, catalogue, now, audit: createAudit(catalogue, who, now) }
  const eventMaps = createEventMaps(context)
  const channelEdits = createChannelEdits(context)
  const pyramids = createPyramids(context)
  const recordings = createRecordings(context, { eventMaps, channelEdits, pyramids })
  const models = createModels(context)
  return {
    folder,
    name: basename(folder),
    recordings,
    eventMaps,
    badChannels: createBadChannels(context),
    badSpans: createBadSpans(context),
    channelEdits,
    notes: createNotes(context),
    qualities: createQualities(context),
    pyramids,
    models,
    selections: createSelections(context, models),
    curves: createCurves(context),
    sessions: createSessions(context),
    caps: createCaps(context),
    settings: createSettings(context),
    audit: context.audit,
    transaction: (body) => catalogue.transaction(body),
    close() {
      recordings.close()
      pyramids.close()
      catalogue.close()
    },
  }
}

/** Makes what is missing, and finds out whether the folder can be written before anyone relies on it. */
function prepareFolders(folder: string): void {
  const probe = join(folder, `.probe-${process.pid}`)
  try {
    makeFolder(folder)
    closeSync(openSync(probe, 'w'))
    rmSync(probe)
    for (const name of folders) makeFolder(join(folder, name))
  } catch (thrown) {
    throw toDiskError(thrown, folder)
  }
}

/** `mkdirSync(…, { recursive: true })` answers ENOENT on a read-only disk; this one gives the true reason. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return
  makeFolder(dirname(folder))
  mkdirSync(folder)
}

/** A page that was damaged shows up here, not weeks later in the middle of a session. */
function check(catalogue: Catalogue): void {
  const answer = catalogue.get<{ quick_check: string }>('PRAGMA quick_check(1)')?.quick_check
  if (answer !== 'ok') throw toDiskError({ code: 'SQLITE_CORRUPT', message: answer }, catalogue.path)
}

function userName(): string {
  try {
    return userInfo().username
  } catch {
    // A user id without a name, as in some containers.
    return 'unknown'
  }
}

const notAStudy = (folder: string): AppError =>
  new AppError({
    code: 'study/not-a-study',
    message: existsSync(folder) ? `${folder} is not a study: it has no study.sqlite` : `There is no folder ${folder}`,
    hint: existsSync(folder)
      ? 'Choose the folder of a study, or make a new study.'
      : 'It may have been moved or renamed, or its disk is not connected.',
    values: { path: folder },
  })

const isAFile = (path: string): AppError =>
  new AppError({
    code: 'study/not-a-study',
    message: `${path} is a file; a study is a folder`,
    hint: 'Name a folder, or a place where a new one can be made.',
    values: { path },
  })
