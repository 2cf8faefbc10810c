import type { Examples } from '../domain/examples'
import type { RecordingGap } from '../domain/recording'
import { recordedRanges } from '../domain/recordingGaps'
import type { PipelineSpec, SignalWindow, SourceInfo } from '../domain/signal'
import type { CropSpec } from '../domain/trial'
import type { Samples } from '../domain/units'
import { cropsOfTrial } from './crops'
import { createPipeline } from './pipeline'
import { toGrid, toPipelineSample } from './spec'

/** Signals that are read when they are needed. */
export interface SignalReader {
  readonly sampleCount: Samples
  /** Stretches that were not recorded, in order: no sample is taken from them. */
  readonly gaps?: readonly RecordingGap[]
  /** Samples `from … to − 1` of all channels. */
  read(from: Samples, to: Samples): readonly Float32Array[]
}

/** A recording's signals and the cues whose crops are wanted. */
export interface CropRequest {
  readonly data: readonly Float32Array[] | SignalReader
  readonly info: SourceInfo
  readonly spec: PipelineSpec
  /** On the recording's clock. */
  readonly cues: readonly Samples[]
  readonly crops: CropSpec
}

export interface CropSet {
  /** The crops of a trial stand together, in order of time, and share its signal. */
  readonly examples: Examples
  /** Position of the crop's trial in the request's cues, `[crop]`. */
  readonly trialIndex: Int32Array
  /** Positions of cues that have no place: at least one of their windows does not exist. */
  readonly leftOut: readonly number[]
}

/** Called after each second of signal; throw from it to stop. */
export type BetweenChunks = (done: Samples, total: Samples) => void | Promise<void>

/** Seconds that are read at once. */
const readSeconds = 16

/**
 * Sends a recording through the pipeline and keeps the trials' windows only. What it returns is bit for bit what a
 * stream of the same samples gives; a gap of the recording is a gap of that stream. Memory: the result, one window, and
 * some seconds of signal.
 */
export async function collectCrops(request: CropRequest, between: BetweenChunks = () => {}): Promise<CropSet> {
  const { data, info, spec } = request
  const shelf = createShelf(request)
  const pipeline = createPipeline(spec, info)
  const reader = 'read' in data ? data : ofArrays(data)
  const total = reader.sampleCount
  const step = Math.max(1, Math.round(info.sampleRate))
  for (let first = 0; first < total; first += readSeconds * step) {
    const end = Math.min(total, first + readSeconds * step)
    const block = reader.read(first, end)
    for (let start = first; start < end; start += step) {
      const to = Math.min(end, start + step)
      for (const range of recordedRanges({ from: start, to }, { gaps: reader.gaps, sampleRate: info.sampleRate })) {
        const part = block.map((channel) => channel.subarray(range.from - first, range.to - first))
        pipeline.push({ start: range.from, data: part }).forEach(shelf.put)
      }
      await between(to, total)
    }
  }
  return shelf.close()
}

const ofArrays = (data: readonly Float32Array[]): SignalReader => ({
  sampleCount: data[0]?.length ?? 0,
  read: (from, to) => data.map((channel) => channel.subarray(from, to)),
})

/** A trial's stretch of signal, from its first crop to the end of its last. */
interface Stretch {
  readonly trial: number
  /** Starts of its crops on the pipeline's clock, rising. */
  readonly starts: readonly Samples[]
  readonly signal: Float32Array
  /** Crops that came. */
  present: number
}

/** A place for every wanted window. Overlapping windows are parts of one stream, so they agree where they meet. */
function createShelf({ info, spec, cues, crops }: CropRequest) {
  const { window: samples } = toGrid(spec)
  const channels = spec.channels.length
  const stretches = cues.flatMap((cue, trial): Stretch[] => {
    const starts = cropsOfTrial(toPipelineSample(cue, info.sampleRate, spec), spec, crops)
    if (starts.length === 0) return []
    const length = starts.at(-1)! - starts[0]! + samples
    return [{ trial, starts, signal: new Float32Array(channels * length), present: 0 }]
  })
  const places = new Map<Samples, Stretch[]>()
  for (const stretch of stretches) {
    for (const start of stretch.starts) places.set(start, [...(places.get(start) ?? []), stretch])
  }

  const put = (window: SignalWindow): void => {
    for (const stretch of places.get(window.start) ?? []) {
      const length = stretch.signal.length / channels
      const offset = window.start - stretch.starts[0]!
      for (let channel = 0; channel < channels; channel++) {
        const row = window.data.subarray(channel * samples, (channel + 1) * samples)
        stretch.signal.set(row, channel * length + offset)
      }
      stretch.present++
    }
  }

  const close = (): CropSet => {
    const whole = stretches.filter(({ starts, present }) => present === starts.length)
    const kept = new Set(whole.map(({ trial }) => trial))
    return {
      examples: toExamples(whole, channels, samples),
      trialIndex: Int32Array.from(whole.flatMap(({ trial, starts }) => starts.map(() => trial))),
      leftOut: [...cues.keys()].filter((trial) => !kept.has(trial)),
    }
  }
  return { put, close }
}

function toExamples(stretches: readonly Stretch[], channels: number, samples: number): Examples {
  const crops = stretches.flatMap(({ starts }, signal) =>
    starts.map((start) => ({ signal, start: start - starts[0]! })),
  )
  return {
    ...{ count: crops.length, channels, samples },
    signals: stretches.map(({ signal }) => signal),
    signalOf: Int32Array.from(crops, ({ signal }) => signal),
    startOf: Int32Array.from(crops, ({ start }) => start),
  }
}
