import type { Recording } from '../domain/recording'
import { samples } from '../domain/units'
import { applyBids } from './bids/applyBids'
import { openBrainVision } from './brainvision/readBrainVision'
import { openEdf } from './edf/readEdf'
import { openEeglab } from './eeglab/readEeglab'
import { openFif } from './fif/readFif'
import { openGdf } from './gdf/readGdf'
import { openMatlab } from './matlab/readMatlab'
import { openOpenBci } from './openbci/readOpenBci'
import { openXdf } from './xdf/readXdf'
import { badField, isRate } from './fields'
import type { OpenOptions, RecordingReader } from './reader'
import { headBytes, requireFormat, type ReadableFormat } from './sniff'
import { memorySource, noNeighbours, type ByteSource, type FileNeighbours } from './source'

/** Opens one format. Throws AppError `file/…` naming offset, field, expected and found. */
export type OpenFormat = (source: ByteSource, neighbours: FileNeighbours, options: OpenOptions) => RecordingReader

const openers: Readonly<Record<ReadableFormat, OpenFormat>> = {
  edf: openEdf,
  bdf: openEdf,
  gdf: openGdf,
  xdf: openXdf,
  brainvision: openBrainVision,
  eeglab: openEeglab,
  matlab: openMatlab,
  hdf5: openMatlab,
  openbci: openOpenBci,
  brainflow: openOpenBci,
  fif: openFif,
}

/** The one way from a file to a recording. Throws AppError `file/…` with what was expected and what came. */
export function openRecording(
  source: ByteSource,
  neighbours: FileNeighbours = noNeighbours,
  options: OpenOptions = {},
): RecordingReader {
  const format = requireFormat(source.name, source.read(0, headBytes))
  const reader = openers[format](source, neighbours, options)
  const { sampleRate } = reader.info
  if (!isRate(sampleRate))
    throw badField('the header', 'sample rate', 'hertz that a signal can have', String(sampleRate))
  return applyBids(reader, source.name, neighbours)
}

/** All samples of a recording whose bytes are in memory. */
export function readRecording(fileName: string, bytes: Uint8Array): Recording {
  return readWhole(openRecording(memorySource(fileName, bytes)))
}

export const readWhole = (reader: RecordingReader): Recording => ({
  ...reader.info,
  data: reader.read(samples(0), reader.info.sampleCount),
})
