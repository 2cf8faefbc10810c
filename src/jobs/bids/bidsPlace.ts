import { readdirSync, type Dirent } from 'node:fs'
import { basename, dirname, join, relative, sep } from 'node:path'
import { appliesTo, bidsIdentity, isBidsRecording, type BidsIdentity } from '../../core/formats/bids/entities'
import { isBidsDescription, readTable } from '../../core/formats/bids/table'
import type { RecordingProblem } from '../../core/domain/recording'
import { AppError } from '../../core/domain/error'
import { openFileSource } from '../../store/fileSource'

/** Where a recording lies in a BIDS data set, and what its folder does not tell. */
export interface BidsPlace {
  /** Files above its folder that tell something of it, by path. */
  readonly inherited: readonly string[]
  readonly identity: BidsIdentity | null
  readonly problems: readonly RecordingProblem[]
}

export const descriptionName = 'dataset_description.json'
/** Parts of a data set that hold no raw recordings, or other data sets. */
const otherParts = ['derivatives', 'sourcedata', 'code', 'stimuli', 'phenotype']

/** Whether a folder is the root of a BIDS data set. */
export const isBidsRoot = (folder: string): boolean => usable(join(folder, descriptionName), isBidsDescription) ?? false

/** The recordings of a data set, or of a part of it, by path, sorted as a person sorts. */
export function findBidsRecordings(folder: string): string[] {
  return entriesOf(folder)
    .filter(({ name }) => !name.startsWith('.') && !otherParts.includes(name))
    .sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }))
    .flatMap((entry) => {
      const path = join(folder, entry.name)
      if (entry.isDirectory()) return findBidsRecordings(path)
      return isBidsRecording(entry.name) ? [path] : []
    })
}

/** Null for a recording that is in no BIDS data set. */
export function bidsPlaceOf(path: string): BidsPlace | null {
  const name = basename(path)
  if (!isBidsRecording(name)) return null
  const root = rootAbove(dirname(path))
  if (root === null) return null
  const [first = ''] = relative(root, dirname(path)).split(sep)
  const siblings = findBidsRecordings(join(root, first)).map((one) => basename(one))
  const identity = bidsIdentity(name, siblings)
  const listed = identity === null || isListed(root, `sub-${identity.subject}`)
  return {
    inherited: foldersUpTo(dirname(path), root).flatMap((folder) => sidecarsIn(folder, name)),
    identity,
    problems: listed ? [] : [notListed(identity.subject)],
  }
}

function rootAbove(folder: string): string | null {
  for (let at = folder; at !== dirname(at); at = dirname(at)) if (isBidsRoot(at)) return at
  return null
}

/** Above a folder, up to the root and with it. */
function foldersUpTo(folder: string, root: string): string[] {
  const folders: string[] = []
  for (let at = folder; at !== root;) folders.push((at = dirname(at)))
  return folders
}

const sidecarsIn = (folder: string, recording: string): string[] =>
  entriesOf(folder)
    .filter((entry) => !entry.isDirectory() && appliesTo(entry.name, recording))
    .map(({ name }) => join(folder, name))

/** True also where there is no list: BIDS recommends one and does not ask for it. */
function isListed(root: string, subject: string): boolean {
  const rows = usable(join(root, 'participants.tsv'), readTable)
  return !rows || rows.some((row) => row['participant_id'] === subject)
}

const notListed = (subject: string): RecordingProblem => ({
  code: 'sidecar-differs',
  message: `participants.tsv does not list sub-${subject}.`,
  values: { file: 'participants.tsv', what: `sub-${subject}` },
})

/** What `read` makes of a file; null where there is none that can be read. */
function usable<T>(path: string, read: (source: ReturnType<typeof openFileSource>) => T): T | null {
  try {
    const source = openFileSource(path)
    try {
      return read(source)
    } finally {
      source.close()
    }
  } catch (thrown) {
    if (thrown instanceof AppError) return null
    throw thrown
  }
}

/** A folder that cannot be listed has nothing to tell here; importing it says why. */
function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch {
    return []
  }
}
