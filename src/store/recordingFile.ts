import { basename, dirname } from 'node:path'
import type { StreamChoice } from '../core/domain/recording'
import type { OpenOptions, RecordingReader } from '../core/formats/reader'
import { openRecording } from '../core/formats/registry'
import { noNeighbours } from '../core/formats/source'
import { openFileSource, openFolder } from './fileSource'

export interface RecordingFile {
  readonly reader: RecordingReader
  /** Of the file and its companions. */
  readonly bytes: number
  /** Gives the files back; reading after that opens them anew. */
  close(): void
}

export interface FileToOpen {
  readonly path: string
  /** As the person knows the file; its own by default. */
  readonly name?: string
  /** Whether files of the same folder may belong to it. */
  readonly hasNeighbours: boolean
  readonly streams?: StreamChoice | undefined
}

/** The one way from a file on disk to a recording. Memory: header, events, some blocks. Throws `file/…`. */
export function openRecordingFile({ path, name = basename(path), hasNeighbours, streams }: FileToOpen): RecordingFile {
  const source = openFileSource(path, name)
  const folder = hasNeighbours ? openFolder(dirname(path)) : null
  const close = (): void => {
    source.close()
    folder?.close()
  }
  const options: OpenOptions = streams ? { streams } : {}
  try {
    const reader = openRecording(source, folder ?? noNeighbours, options)
    const bytes = reader.companions.reduce((sum, one) => sum + (folder?.open(one)?.size ?? 0), source.size)
    return { reader, bytes, close }
  } catch (thrown) {
    close()
    throw thrown
  }
}
