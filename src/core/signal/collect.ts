import type { PipelineSpec, SignalWindow, SourceInfo } from '../domain/signal'
import type { CropSpec } from '../domain/trial'
import type { Samples } from '../domain/units'
import { cropsOfTrial } from './crops'
import { createPipeline } from './pipeline'
import { toGrid, toPipelineSample } from './spec'

/** A recording's signals and the cues whose crops are wanted. */
export interface CropRequest {
  readonly data: readonly Float32Array[]
  readonly info: SourceInfo
  readonly spec: PipelineSpec
  /** On the recording's clock. */
  readonly cues: readonly Samples[]
  readonly crops: CropSpec
}

export interface CropSet {
  /** `[crop, channel, sample]`; the crops of a trial stand together, in order of time. */
  readonly data: Float32Array
  /** Position of the crop's trial in the request's cues. */
  readonly trialIndex: Int32Array
  readonly channels: number
  readonly windowLength: Samples
  /** Positions of cues that have no place: at least one of their windows does not exist. */
  readonly leftOut: readonly number[]
}

/** Called after each second of signal; throw from it to stop. */
export type BetweenChunks = (done: Samples, total: Samples) => void | Promise<void>

/**
 * Sends a recording through the pipeline and keeps the trials' windows only. What it returns is bit for bit what a
 * stream of the same samples gives. Memory: the result and one window.
 */
export async function collectCrops(request: CropRequest, between: BetweenChunks = () => {}): Promise<CropSet> {
  const { data, info, spec } = request
  const shelf = createShelf(request)
  const pipeline = createPipeline(spec, info)
  const total = data[0]?.length ?? 0
  const step = Math.max(1, Math.round(info.sampleRate))
  for (let start = 0; start < total; start += step) {
    const chunk = { start, data: data.map((channel) => channel.subarray(start, start + step)) }
    pipeline.push(chunk).forEach(shelf.put)
    await between(Math.min(total, start + step), total)
  }
  return shelf.close()
}

/** A place for every wanted window. */
function createShelf({ info, spec, cues, crops }: CropRequest) {
  const { window: windowLength } = toGrid(spec)
  const channels = spec.channels.length
  const size = channels * windowLength
  const starts = cues.map((cue) => cropsOfTrial(toPipelineSample(cue, info.sampleRate, spec), spec, crops))
  const owners = starts.flatMap((list, trial) => list.map(() => trial))
  const places = new Map<Samples, number[]>()
  starts.flat().forEach((start, place) => places.set(start, [...(places.get(start) ?? []), place]))
  const data = new Float32Array(owners.length * size)
  const present = new Uint8Array(owners.length)

  const put = (window: SignalWindow): void => {
    for (const place of places.get(window.start) ?? []) {
      data.set(window.data, place * size)
      present[place] = 1
    }
  }

  const close = (): CropSet => {
    const incomplete = new Set(owners.filter((_, place) => present[place] === 0))
    const kept = owners.flatMap((trial, place) => (incomplete.has(trial) ? [] : [place]))
    kept.forEach((place, i) => data.copyWithin(i * size, place * size, (place + 1) * size))
    const leftOut = cues.flatMap((_, trial) => (incomplete.has(trial) || starts[trial]!.length === 0 ? [trial] : []))
    return {
      data: kept.length === owners.length ? data : data.slice(0, kept.length * size),
      trialIndex: Int32Array.from(kept, (place) => owners[place]!),
      channels,
      windowLength,
      leftOut,
    }
  }
  return { put, close }
}
