import { AppError } from '../domain/error'
import type { PipelineSpec, SourceInfo } from '../domain/signal'
import { toSamples, type Hertz, type Samples } from '../domain/units'
import { designButterworth } from './butterworth'
import { resamplerDelay } from './resample'
import type { WindowGrid } from './windows'

/** The spec's durations on the pipeline's clock. Throws AppError `signal/bad-spec`. */
export function toGrid(spec: Omit<PipelineSpec, 'channels'>): WindowGrid {
  const grid = {
    window: toSamples(spec.window, spec.sampleRate),
    hop: toSamples(spec.hop, spec.sampleRate),
    warmUp: toSamples(spec.warmUp, spec.sampleRate),
  }
  if (!(grid.window >= 1 && grid.hop >= 1 && grid.warmUp >= 0)) {
    throw new AppError({
      code: 'signal/bad-spec',
      message:
        `Window and hop must each hold at least one sample at ${spec.sampleRate} Hz, ` +
        `got ${spec.window} s and ${spec.hop} s (warm-up ${spec.warmUp} s).`,
    })
  }
  return grid
}

/** Throws AppError `signal/bad-spec` for a spec that no source could fill. */
export function checkSpec(spec: PipelineSpec): void {
  const fail = (message: string): never => {
    throw new AppError({ code: 'signal/bad-spec', message })
  }
  if (spec.channels.length === 0) fail('A pipeline needs at least one channel, got none.')
  const twice = spec.channels.find((name, i) => spec.channels.indexOf(name) !== i)
  if (twice) fail(`Every channel may occur once, got ${twice} twice.`)
  if (!(spec.sampleRate > 0)) fail(`The sample rate must be above 0 Hz, got ${spec.sampleRate}.`)
  if (!(spec.bridgeGap >= 0)) fail(`The longest bridged gap must not be negative, got ${spec.bridgeGap} s.`)
  const { factor, epsilon } = spec.standardise
  if (!(factor > 0 && factor <= 1 && epsilon > 0)) {
    fail(`Standardising needs a factor in (0, 1] and a positive epsilon, got ${factor} and ${epsilon}.`)
  }
  toGrid(spec)
  for (const filter of spec.filters) designButterworth(filter, spec.sampleRate)
}

/**
 * Where each channel of the spec stands in the source's chunks.
 * @throws AppError `model/pipeline-mismatch` naming the missing electrodes
 */
export function matchChannels(spec: PipelineSpec, info: SourceInfo): number[] {
  const indices = spec.channels.map((name) => info.channels.indexOf(name))
  const missing = spec.channels.filter((_, i) => indices[i] === -1)
  if (missing.length > 0) {
    throw new AppError({
      code: 'model/pipeline-mismatch',
      message: `The model needs ${missing.join(' ')}, which the source does not have. It sends ${info.channels.join(' ')}.`,
      hint: 'Wire the missing electrodes, or choose a model for the electrodes that are worn.',
      values: { missing: missing.join(' '), got: info.channels.join(' '), expected: spec.channels.join(' ') },
    })
  }
  return indices
}

/**
 * A source below the model's rate will do only if the spec keeps well below what it can carry.
 * @throws AppError `signal/rate-too-low`
 */
export function checkRate(spec: Omit<PipelineSpec, 'channels'>, sourceRate: Hertz): void {
  if (sourceRate >= spec.sampleRate) return
  const limit = 0.4 * sourceRate
  const corner = lowestCut(spec)
  if (corner < limit) return
  throw new AppError({
    code: 'signal/rate-too-low',
    message:
      `The model works at ${spec.sampleRate} Hz, the source sends ${sourceRate} Hz; that would do with a low-pass ` +
      `below ${round(limit)} Hz, but the model has ${corner === Infinity ? 'none' : `one at ${corner} Hz`}.`,
    hint: `Choose a source of at least ${spec.sampleRate} Hz, or learn the model for ${sourceRate} Hz.`,
    values: { expected: spec.sampleRate, got: sourceRate },
  })
}

/** The lowest upper corner of the filters; Infinity when nothing limits the band. */
function lowestCut(spec: Omit<PipelineSpec, 'channels'>): number {
  const cuts = spec.filters.map(({ kind, corners }) =>
    kind === 'lowpass' ? corners[0]! : kind === 'bandpass' ? corners[1]! : Infinity,
  )
  return Math.min(Infinity, ...cuts)
}

const round = (value: number): number => Math.round(value * 10) / 10

/**
 * Where an event of the source meets the pipeline's samples: the sample that holds what the electrodes saw at that
 * moment. Sample 0 of the source is sample 0 of the pipeline; a resampler's delay is added, that of the causal filters is
 * not (it is part of what a model learns, and equal for every source).
 */
export function toPipelineSample(
  sourceSample: Samples,
  sourceRate: Hertz,
  spec: Omit<PipelineSpec, 'channels'>,
): Samples {
  const delay = resamplerDelay(sourceRate, spec.sampleRate)
  return Math.round((sourceSample * spec.sampleRate) / sourceRate + delay * spec.sampleRate)
}
