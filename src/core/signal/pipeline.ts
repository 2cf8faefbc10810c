import { AppError } from '../domain/error'
import type { Chunk, Pipeline, PipelineSpec, SignalWindow, SourceInfo } from '../domain/signal'
import type { Samples } from '../domain/units'
import { designButterworth } from './butterworth'
import { createFilterBank } from './filter'
import { blockLength, createGate, type GatedStages } from './gaps'
import { createResampler } from './resample'
import { checkRate, checkSpec, matchChannels, toGrid } from './spec'
import { createStandardiser } from './standardise'
import { createWindowStage } from './windows'

/**
 * The only way from samples to windows, for training, online and replay alike. Each channel on its own: chosen by name →
 * resampled → filtered → standardised → cut into windows; see `PipelineSpec`. Equal windows for any cutting into chunks.
 *
 * The sample index is the clock. A missing sample (lost, or not finite in any of the spec's channels) is held at the last
 * value for up to `bridgeGap`; a longer gap ends in a reset: all state starts anew with the next good sample, windows come
 * again after `warmUp`, and the clock has moved on over the gap. The first good sample after a start or reset stands for
 * the whole past of its channel, else an electrode's offset of some millivolts would ring through filters and variance.
 *
 * @throws AppError `signal/bad-spec`, `model/pipeline-mismatch`, `signal/rate-too-low`; from `push` `input/invalid`
 */
export function createPipeline(spec: PipelineSpec, info: SourceInfo): Pipeline {
  checkSpec(spec)
  const indices = matchChannels(spec, info)
  checkRate(spec, info.sampleRate)
  const bridge = Math.floor(spec.bridgeGap * info.sampleRate + 1e-9)
  const gate = createGate({ channels: indices.length, bridge }, createStages(spec, info))
  let expected: Samples | null = null
  return {
    spec,
    gaps: gate.gaps,
    push(chunk) {
      const length = checkChunk(chunk, info, expected)
      const windows: SignalWindow[] = []
      if (length === 0) return windows
      if (expected !== null && chunk.start > expected) gate.lose(expected, chunk.start - expected, windows)
      const wanted = indices.map((index) => chunk.data[index]!)
      gate.take(chunk.start, wanted, windows)
      expected = chunk.start + length
      return windows
    },
  }
}

function createStages(spec: PipelineSpec, info: SourceInfo): GatedStages<SignalWindow> {
  const count = spec.channels.length
  const resampler = createResampler(info.sampleRate, spec.sampleRate, count)
  const sections = spec.filters.flatMap((filter) => designButterworth(filter, spec.sampleRate))
  const filters = createFilterBank(sections, count)
  const standardiser = createStandardiser(spec.standardise, count)
  const stage = createWindowStage(toGrid(spec), count)
  const outputs = spec.channels.map(() => new Float64Array(resampler.capacity(blockLength)))
  return {
    restart(start, channels, at) {
      stage.restart(resampler.restart(start))
      standardiser.reset()
      channels.forEach((channel, i) => {
        resampler.prime(i, channel[at]!)
        filters.prime(i, channel[at]!)
      })
    },
    push(channels, from, to) {
      let made = 0
      for (let i = 0; i < count; i++) {
        const output = outputs[i]!
        made = resampler.run(i, channels[i]!.subarray(from, to), to - from, output)
        filters.run(i, output, made)
        standardiser.run(i, output, made)
      }
      resampler.advance(to - from)
      return stage.push(outputs, made)
    },
  }
}

/** Length of the chunk in samples. Throws AppError `input/invalid` for one that cannot follow what came before. */
function checkChunk(chunk: Chunk, info: SourceInfo, expected: Samples | null): number {
  const fail = (message: string): never => {
    throw new AppError({ code: 'input/invalid', message })
  }
  const length = chunk.data[0]?.length ?? 0
  if (chunk.data.length !== info.channels.length) {
    fail(`Expected chunks of ${info.channels.length} channels, got ${chunk.data.length}.`)
  }
  if (chunk.data.some((channel) => channel.length !== length)) fail('The channels of a chunk must be of one length.')
  if (!Number.isSafeInteger(chunk.start) || chunk.start < 0) fail(`Chunks start at a whole sample, got ${chunk.start}.`)
  if (expected !== null && chunk.start < expected) {
    fail(`The stream went back in time: expected sample ${expected} or later, got ${chunk.start}.`)
  }
  return length
}
