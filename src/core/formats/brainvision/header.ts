import { AppError } from '../../domain/error'
import { badField } from '../fields'
import type { SampleType } from '../records'
import type { ByteSource } from '../source'
import { fieldsOf, numbered, readSections } from './sections'

export interface BrainVisionChannel {
  readonly label: string
  /** Units of a stored step. */
  readonly resolution: number
  readonly unit: string
}

/** A header file (BrainVision Core Data Format 1.0 and older layouts). */
export interface BrainVisionHeader {
  readonly dataFile: string
  /** Empty where there is none. */
  readonly markerFile: string
  readonly isVectorized: boolean
  readonly type: SampleType
  readonly sampleRate: number
  readonly channels: readonly BrainVisionChannel[]
}

/** Longer headers are damage, or another file. */
const mostBytes = 4 << 20
const types: Readonly<Record<string, SampleType>> = { INT_16: 'int16', INT_32: 'int32', IEEE_FLOAT_32: 'float32' }

/** Throws AppError `file/not-eeg` for an entry that cannot be right, `file/unsupported` for data that are not samples in time. */
export function readBrainVisionHeader(source: ByteSource): BrainVisionHeader {
  const sections = readSections(source.read(0, Math.min(source.size, mostBytes)))
  const common = sections.get('common infos')
  const entry = (name: string): string =>
    [...(common ?? [])].find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1] ?? ''
  const format = entry('DataFormat').toUpperCase()
  if (format === 'ASCII') throw unsupported('its samples are written as text (DataFormat=ASCII)')
  if (/FREQUENCY/i.test(entry('DataType'))) throw unsupported('it holds spectra (DataType=FREQUENCYDOMAIN)')
  const binary = [...(sections.get('binary infos') ?? [])].find(([key]) => /^BinaryFormat$/i.test(key))?.[1] ?? ''
  const type = types[binary.toUpperCase()]
  if (!type) throw badField('[Binary Infos]', 'BinaryFormat', 'INT_16, INT_32 or IEEE_FLOAT_32', binary)
  const channels = numbered(sections.get('channel infos'), 'Ch').map(toChannel)
  const count = Number(entry('NumberOfChannels'))
  if (!(count > 0) || channels.length !== count)
    throw badField(
      '[Common Infos]',
      'NumberOfChannels',
      `the ${channels.length} channels listed`,
      entry('NumberOfChannels'),
    )
  const interval = Number(entry('SamplingInterval').replace(',', '.'))
  if (!(interval > 0)) throw badField('[Common Infos]', 'SamplingInterval', 'microseconds', entry('SamplingInterval'))
  // A name with a path comes from another computer: the file lies beside the header, if anywhere.
  const nameOf = (path: string): string => path.replace(/^.*[/\\]/, '')
  return {
    dataFile: nameOf(entry('DataFile')).replaceAll('$b', baseOf(source.name)),
    markerFile: nameOf(entry('MarkerFile')).replaceAll('$b', baseOf(source.name)),
    isVectorized: /^VECTORIZED$/i.test(entry('DataOrientation')),
    ...{ type, channels },
    sampleRate: Math.round((1e6 / interval) * 1e6) / 1e6,
  }
}

export const baseOf = (name: string): string => name.replace(/\.[^.]*$/, '')

function toChannel(entry: string, index: number): BrainVisionChannel {
  const [label = '', , resolution = '', unit] = fieldsOf(entry)
  const value = resolution === '' ? 1 : Number(resolution.replace(',', '.'))
  if (!Number.isFinite(value))
    throw badField('[Channel Infos]', `resolution of channel ${index + 1}`, 'a number', resolution)
  // Without a unit it is microvolts, as the format says.
  return { label, resolution: value, unit: unit ? unit : 'µV' }
}

const unsupported = (why: string): AppError =>
  new AppError({
    code: 'file/unsupported',
    message: `This BrainVision recording cannot be read: ${why}. Nothing was imported.`,
    hint: 'Export it from its program as binary BrainVision data (multiplexed, INT_16 or IEEE_FLOAT_32) or as EDF+.',
    values: { got: why },
  })
