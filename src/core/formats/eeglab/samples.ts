import { AppError } from '../../domain/error'
import type { RecordingProblem } from '../../domain/recording'
import { samples } from '../../domain/units'
import { hintCopy, truncatedData } from '../fields'
import type { ReadStored } from '../pieces'
import { decode, readRecords, type RecordSignal } from '../records'
import type { ByteSource, FileNeighbours } from '../source'
import type { EeglabDataset } from './dataset'

/** Where the samples are, whichever way they are stored. */
export interface SampleStore {
  readonly count: number
  readonly read: ReadStored
  readonly companions: readonly string[]
  readonly problems: readonly RecordingProblem[]
}

/** The samples of a dataset: inside it, in the `.fdt` beside it (channels of a moment together) or in an old `.dat` (each channel whole). */
export function openSamples(set: ByteSource, dataset: EeglabDataset, neighbours: FileNeighbours): SampleStore {
  const { data, points, trials } = dataset
  if (typeof data !== 'string')
    return {
      count: points * trials,
      read: (from, to, rows) => data.columns(from, to, rows),
      companions: [],
      problems: [],
    }
  const expected = data.replace(/^.*[/\\]/, '')
  const own = set.name.replace(/\.[^.]*$/, '')
  const file = neighbours.open(expected) ?? neighbours.open(`${own}.fdt`) ?? neighbours.open(`${own}.dat`)
  if (!file) throw missing(expected, set.name)
  const problems = file.name.toLowerCase() === expected.toLowerCase() ? [] : [renamed(expected, file.name)]
  const store = /\.dat$/i.test(file.name) ? openChannels(file, dataset) : openMoments(file, dataset)
  return { ...store, companions: [file.name], problems }
}

const width = 4

function openMoments(
  file: ByteSource,
  { channelCount, points, trials }: EeglabDataset,
): Pick<SampleStore, 'count' | 'read'> {
  const recordBytes = channelCount * width
  const count = Math.min(points * trials, Math.floor(file.size / recordBytes))
  if (count === 0) throw truncatedData(recordBytes, file.size)
  const layout = { start: 0, recordBytes, records: count, signals: [] }
  const signal = (channel: number): RecordSignal => ({
    ...{ at: channel * width, type: 'float32', samplesPerRecord: 1, gain: 1, offset: 0 },
  })
  return {
    count,
    read: (from, to, channels) =>
      readRecords(file, layout, { from: samples(from), to: samples(to), signals: channels.map(signal) }),
  }
}

function openChannels(
  file: ByteSource,
  { channelCount, points, trials }: EeglabDataset,
): Pick<SampleStore, 'count' | 'read'> {
  const count = points * trials
  if (file.size < count * channelCount * width) throw truncatedData(count * channelCount * width, file.size)
  return {
    count,
    read: (from, to, channels) =>
      channels.map((channel) => {
        const result = new Float32Array(Math.max(0, to - from))
        const bytes = file.read((channel * count + from) * width, result.length * width)
        decode(bytes, 0, { type: 'float32', gain: 1, offset: 0 }, result)
        return result
      }),
  }
}

const renamed = (expected: string, got: string): RecordingProblem => ({
  code: 'companion-renamed',
  message: `The dataset names ${expected}, which is not there; ${got} beside it was read.`,
  values: { expected, got },
})

const missing = (expected: string, beside: string): AppError =>
  new AppError({
    code: 'file/not-found',
    message: `${expected || 'The file with the samples'} should lie beside ${beside}, and does not. Nothing was imported.`,
    hint: `An EEGLAB dataset is two files (.set, .fdt): keep them in one folder. ${hintCopy}`,
    values: { path: expected, file: expected },
  })
