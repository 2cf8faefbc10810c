import { existsSync } from 'node:fs'
import { basename, dirname, extname, join } from 'node:path'
import type { RecordingProblem, StreamChoice } from '../core/domain/recording'
import { samplesOf, type RecordingReader } from '../core/formats/reader'
import { bidsPlaceOf } from './bids/bidsPlace'
import type { RecordingIdentity } from './importIdentity'
import { openRecordingFile } from '../store/recordingFile'

/** A recording of a person's disk, with all of its files. */
export interface OpenFile {
  readonly reader: RecordingReader
  /** The file that readers begin with, and those that belong to it. */
  readonly path: string
  readonly fileName: string
  readonly companions: readonly string[]
  /** Of all its files. */
  readonly bytes: number
  /** The choice of streams that was needed; absent where the file is plain. */
  readonly streams?: StreamChoice
  /** Its identity where a data set gives one. */
  readonly identity?: RecordingIdentity
  /** Where one of its files lies. */
  pathOf(name: string): string
  /** To be called in the end. */
  close(): void
}

/** Where a recording is several files, the one that names the others. */
const isHeader = (name: string): boolean => ['.vhdr', '.ahdr', '.set'].includes(extname(name).toLowerCase())

/**
 * Opens a recording by any of its files. Memory: its header, its events, a few blocks. Throws `file/…`.
 */
export function openFile(path: string, streams?: StreamChoice): OpenFile {
  const opened = openWith(path, streams)
  const header = opened.companions.find(isHeader)
  if (header === undefined || isHeader(path)) return streams ? withoutNeedlessChoice(opened) : opened
  // By whichever file it was named, it is the same recording.
  opened.close()
  return openFile(join(dirname(path), header), streams)
}

function openWith(path: string, streams?: StreamChoice): OpenFile {
  const place = bidsPlaceOf(path)
  const more = place?.inherited ?? []
  const { reader, bytes, close } = openRecordingFile({ path, hasNeighbours: true, streams, more })
  const { companions } = reader
  return {
    reader: place ? withProblems(reader, place.problems) : reader,
    ...{ path, fileName: basename(path), companions, bytes, close },
    ...(streams ? { streams } : {}),
    ...(place?.identity ? { identity: place.identity } : {}),
    pathOf(name) {
      const beside = join(dirname(path), name)
      return existsSync(beside) ? beside : (more.find((one) => basename(one) === name) ?? beside)
    },
  }
}

const withProblems = (reader: RecordingReader, problems: readonly RecordingProblem[]): RecordingReader => ({
  info: { ...reader.info, problems: [...reader.info.problems, ...problems] },
  companions: reader.companions,
  ...samplesOf(reader),
})

/** A choice that changes nothing would make the same recording look like another one. */
function withoutNeedlessChoice(chosen: OpenFile): OpenFile {
  const plain = openedOrNull(chosen.path)
  if (plain && JSON.stringify(plain.reader.info) === JSON.stringify(chosen.reader.info)) {
    chosen.close()
    return plain
  }
  plain?.close()
  return chosen
}

/** Null for a file that cannot be read, whatever the reason: asked for by its own name, it says why. */
export function openedOrNull(path: string): OpenFile | null {
  try {
    return openFile(path)
  } catch {
    return null
  }
}
