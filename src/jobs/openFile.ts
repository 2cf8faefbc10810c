import { basename, dirname, extname, join } from 'node:path'
import { AppError } from '../core/domain/error'
import type { StreamChoice } from '../core/domain/recording'
import type { RecordingReader } from '../core/formats/reader'
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
  const { reader, bytes, close } = openRecordingFile({ path, hasNeighbours: true, streams })
  const { companions } = reader
  return { reader, path, fileName: basename(path), companions, bytes, ...(streams ? { streams } : {}), close }
}

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

/** Null for a file that cannot be read. */
export function openedOrNull(path: string): OpenFile | null {
  try {
    return openFile(path)
  } catch (thrown) {
    if (thrown instanceof AppError) return null
    throw thrown
  }
}
