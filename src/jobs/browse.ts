import type { BadSpan } from '../core/domain/badSpans'
import type { ChannelType } from '../core/domain/channelType'
import type { ElectrodeName } from '../core/domain/electrode'
import { AppError } from '../core/domain/error'
import type { RecordingGap } from '../core/domain/recording'
import type { ClassId } from '../core/domain/trial'
import type { RecordingReader } from '../core/formats/reader'
import { placeChannels } from '../core/montage/channelEdits'
import { fitsRate, isFiltering, type DisplayFilter } from '../core/signal/displayFilter'
import { readEnvelope } from '../core/signal/envelopeTile'
import { finestFactor } from '../core/signal/pyramid'
import type { PyramidFile } from '../store/pyramidFile'
import type { Study } from '../store/study'
import { shapeOf } from './buildPyramid'

/** What a signal browser needs of a recording before it draws. */
export interface Browsable {
  readonly channels: readonly BrowsedChannel[]
  readonly sampleRate: number
  readonly sampleCount: number
  readonly gaps: readonly RecordingGap[]
  readonly events: readonly BrowsedEvent[]
  readonly badSpans: readonly BadSpan[]
  /** Whether the overview is there; without it only stretches of some minutes can be shown. */
  readonly overview: boolean
}
export interface BrowsedChannel {
  readonly label: string
  readonly electrode: ElectrodeName | null
  readonly unit: string
  readonly type: ChannelType
  /** Around which the signal lies: an electrode's offset. */
  readonly level: number
}
export interface BrowsedEvent {
  readonly sample: number
  readonly code: string
  readonly classId: ClassId | null
  /** Samples. */
  readonly length: number
}

/** Throws `file/…`. */
export function describeBrowsable(study: Study, recordingId: number): Browsable {
  const { info, read } = study.recordings.openUnedited(recordingId)
  const { sampleRate, sampleCount, gaps = [] } = info
  const meanings = new Map(study.eventMaps.get(recordingId).meanings.map(({ code, classId }) => [code, classId]))
  const pyramid = pyramidOf(study, recordingId)
  const all = info.channels.map((_, index) => index)
  const levels = pyramid ? levelsOf(pyramid, all) : read(0, Math.min(sampleCount, 1), all).map((one) => one[0] ?? 0)
  return {
    ...{ sampleRate, sampleCount, gaps, overview: pyramid !== null },
    channels: placeChannels(info.channels, study.channelEdits.get(recordingId)).map((channel, i) => {
      const { label, electrode, unit, type } = channel
      return { label, electrode, unit, type, level: levels[i]! }
    }),
    events: info.markers.map(({ sample, code, duration }) => ({
      ...{ sample, code, classId: meanings.get(code) ?? null },
      length: Math.round((duration ?? 0) * sampleRate),
    })),
    badSpans: study.badSpans.get(recordingId),
  }
}

function pyramidOf(study: Study, recordingId: number): PyramidFile | null {
  const { hash } = study.recordings.get(recordingId)
  return study.pyramids.open(shapeOf(study.recordings.openUnedited(recordingId), hash))
}

/** The middle of each channel: the median of the middles of its coarsest cells, which one artefact does not move. */
function levelsOf(pyramid: PyramidFile, channels: readonly number[]): number[] {
  const level = pyramid.levels.length - 1
  const { cells } = pyramid.levels[level]!
  const data = pyramid.read(level, { first: 0, cells, channels })
  return channels.map((_, i) => {
    const middles: number[] = []
    for (let cell = i * cells; cell < (i + 1) * cells; cell++) {
      const middle = (data[2 * cell]! + data[2 * cell + 1]!) / 2
      if (Number.isFinite(middle)) middles.push(middle)
    }
    return middles.sort((a, b) => a - b)[middles.length >> 1] ?? 0
  })
}

/** A stretch of signals at some coarseness: cells `first … first + cells − 1` of `factor` samples, a power of four. */
export interface TileRequest {
  readonly recordingId: number
  readonly factor: number
  readonly first: number
  readonly cells: number
  /** Indices into the recording's channels. */
  readonly channels: readonly number[]
  readonly filter: DisplayFilter
}

/** The coarsest cells for which samples are read: a stretch of some minutes. */
export const coarsestRead = 256

/**
 * For factor 1 the samples `[channel][sample]`, else `[channel][cell][low, high]`, µV; NaN where there is none. From the overview
 * where it has them and nothing is filtered. Null: it takes an overview, which is not there yet. Filters do not reach beyond
 * `coarsestRead`: there the signal is shown as it is.
 */
export function readTile(study: Study, request: TileRequest): Float32Array | null {
  const { recordingId, factor, channels, filter } = request
  const reader = study.recordings.open(recordingId)
  requireFitting(reader, request)
  const filtered = isFiltering(filter) && factor <= coarsestRead
  const pyramid = factor >= finestFactor && !filtered ? pyramidOf(study, recordingId) : null
  if (!pyramid) return factor > coarsestRead ? null : readEnvelope(reader, request)
  const level = pyramid.levels.findIndex((one) => one.factor === factor)
  if (level < 0) return new Float32Array(2 * request.cells * channels.length).fill(NaN)
  return pyramid.read(level, request)
}

function requireFitting({ info }: RecordingReader, { channels, filter }: TileRequest): void {
  const strange = channels.find((channel) => channel >= info.channels.length)
  if (strange !== undefined)
    throw invalid(`The recording has ${info.channels.length} channels; number ${strange} was asked for.`)
  if (!fitsRate(filter, info.sampleRate))
    throw invalid(`A filter must be below ${info.sampleRate / 2} Hz, half the sample rate.`)
}

const invalid = (message: string): AppError =>
  new AppError({ code: 'input/invalid', message, hint: 'Choose another filter or other channels.' })
