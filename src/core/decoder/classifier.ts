import { AppError } from '../domain/error'
import type { TrainedModel } from '../domain/model'
import type { SignalWindow } from '../domain/signal'
import { toGrid } from '../signal/spec'
import { createClassicalScorer } from './classicalScorer'
import { createNetworkScorer } from './networkScorer'
import { logSoftmax } from './scores'
import type { WindowScorer, WindowShape } from './windowScorer'

/** Windows → log-probabilities, one a class. What it says of a window depends on nothing but the window, to the bit. */
export interface WindowClassifier {
  /** A window of a stream. One that begins whole hops after the last and overlaps it must agree with it where they
   *  overlap, as those of one pipeline do: then only its new samples are worked on. */
  next(window: SignalWindow): Float32Array
  /** A single window, `[channel, sample]`. */
  classify(data: Float32Array): Float32Array
}

/**
 * A trained decoder as a function, in double precision. The same bits on every run and for `next` and `classify` alike,
 * so a replay can be compared with `===`.
 * @throws AppError `model/damaged` when what was learned does not fit its description; its functions: `input/invalid`
 */
export function createWindowClassifier(model: TrainedModel): WindowClassifier {
  const { window: samples, hop } = toGrid(model.pipeline)
  const shape = { channels: model.electrodes.length, samples, hop, classes: model.classes.length }
  const scorer = createScorer(model, shape)
  /** Start of the stream's first and of its last window; NaN where no window can follow. */
  let origin = NaN
  let last = NaN

  const begin = (start: number, data: Float32Array): Float32Array => {
    scorer.restart()
    scorer.take(data, 0)
    origin = last = start
    return logSoftmax(scorer.scores(0))
  }
  return {
    next({ start, data }) {
      checkSize(data, shape)
      const ahead = start - last
      const follows = ahead > 0 && ahead < samples && ahead % hop === 0
      if (!follows) return begin(start, data)
      scorer.take(data, samples - ahead)
      last = start
      return logSoftmax(scorer.scores(start - origin))
    },
    classify(data) {
      checkSize(data, shape)
      return begin(NaN, data)
    },
  }
}

/** `[channel, sample]` of one window → log-probabilities. */
export type Classifier = WindowClassifier['classify']

export const createClassifier = (model: TrainedModel): Classifier => createWindowClassifier(model).classify

function createScorer({ decoder, pipeline }: TrainedModel, shape: WindowShape): WindowScorer {
  if (decoder.kind === 'network') return createNetworkScorer(decoder, shape)
  return createClassicalScorer(decoder, shape, pipeline.sampleRate)
}

function checkSize(data: Float32Array, { channels, samples }: WindowShape): void {
  if (data.length === channels * samples) return
  throw new AppError({
    code: 'input/invalid',
    message: `Expected a window of ${channels} × ${samples} values, got ${data.length}.`,
  })
}
