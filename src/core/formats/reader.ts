import type { Recording, StreamChoice } from '../domain/recording'
import type { Samples } from '../domain/units'
import type { OpenHdf5 } from './mat/hdf5'

/** A recording that is open: what its header, markers and problems say, and its samples on demand. */
export interface RecordingReader {
  readonly info: Omit<Recording, 'data'>
  /** Files that belong to the recording besides the one that was opened, by name (data file, marker file, splits). */
  readonly companions: readonly string[]
  /** Samples `from … to − 1` of the channels (indices into `info.channels`; all when absent), µV for voltages. Cut to what
   *  the recording has. Memory: the result and a few blocks. */
  read(from: Samples, to: Samples, channels?: readonly number[]): Float32Array[]
  /** The same into memory of the caller, `target[channel]`, all of one length, of which the recording has as many from `from` on. */
  readInto?(target: readonly Float32Array[], from: Samples, channels?: readonly number[]): void
}

/** Another's samples as they are, for who changes what is said of them. */
export const samplesOf = (reader: RecordingReader): Pick<RecordingReader, 'read' | 'readInto'> => ({
  read: (from, to, channels) => reader.read(from, to, channels),
  ...(reader.readInto ? { readInto: (...wanted) => reader.readInto!(...wanted) } : {}),
})

/**
 * Reads stretches of at most `most` samples, one after the other, in memory that is used again where the format can: what was read
 * is void with the next call.
 */
export function createBlockReader(
  reader: RecordingReader,
  most: number,
  channels: readonly number[] = reader.info.channels.map((_, i) => i),
): (from: Samples, to: Samples) => readonly Float32Array[] {
  if (!reader.readInto) return (from, to) => reader.read(from, to, channels)
  const memory = channels.map(() => new Float32Array(Math.min(most, reader.info.sampleCount)))
  return (from, to) => {
    const length = to - from
    const target = length === memory[0]?.length ? memory : memory.map((one) => one.subarray(0, length))
    reader.readInto!(target, from, channels)
    return target
  }
}

/** What is asked for where a file holds several recordings or is not plain. */
export interface OpenOptions {
  /** XDF: which stream is the EEG, and which hold markers; by stream id. */
  readonly streams?: StreamChoice
  /** What reads HDF5, for MATLAB 7.3; without it such files are refused. */
  readonly hdf5?: OpenHdf5
}

/** A recording that is in memory, as if it were read from a file. */
export const readerOf = ({ data, ...info }: Recording): RecordingReader => ({
  info,
  companions: [],
  read: (from, to, channels) => (channels?.map((channel) => data[channel]!) ?? data).map((one) => one.slice(from, to)),
})
