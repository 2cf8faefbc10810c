import { basename, dirname, extname } from 'node:path'
import type { StreamChoice } from '../core/domain/recording'
import type { OpenOptions, RecordingReader } from '../core/formats/reader'
import { openRecording } from '../core/formats/registry'
import { readableEndings } from '../core/formats/sniff'
import { noNeighbours } from '../core/formats/source'
import { openFileSource, openFolder } from './fileSource'
import { loadedHdf5, loadHdf5 } from './hdf5'

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
  /** Files of other folders that may belong to it as well. */
  readonly more?: readonly string[]
}

/** The one way from a file on disk to a recording. Memory: header, events, some blocks. Throws `file/…`. */
export function openRecordingFile({
  path,
  name = basename(path),
  hasNeighbours,
  streams,
  more,
}: FileToOpen): RecordingFile {
  const source = openFileSource(path, name)
  const folder = hasNeighbours ? openFolder(dirname(path), more) : null
  const close = (): void => {
    source.close()
    folder?.close()
  }
  const hdf5 = loadedHdf5()
  const options: OpenOptions = { ...(streams ? { streams } : {}), ...(hdf5 ? { hdf5 } : {}) }
  try {
    const reader = openRecording(source, folder ?? noNeighbours, options)
    const bytes = reader.companions.reduce((sum, one) => sum + (folder?.open(one)?.size ?? 0), source.size)
    return { reader, bytes, close }
  } catch (thrown) {
    close()
    throw thrown
  }
}

/** What file dialogs offer, without the dot: some systems tell letter cases apart. */
export const dialogEndings: readonly string[] = readableEndings.flatMap((ending) => [ending, ending.toUpperCase()])

/** Endings of formats that never hold HDF5: for them its library, four megabytes, need not be loaded. */
const plainEndings = ['.edf', '.bdf', '.gdf', '.vhdr', '.eeg', '.vmrk', '.xdf', '.txt', '.csv', '.fif']

/** To be awaited once before files of these names are opened. */
export async function prepareToOpen(fileNames: readonly string[]): Promise<void> {
  if (fileNames.some((name) => !plainEndings.includes(extname(name).toLowerCase()))) await loadHdf5()
}
