import type { TrainedModel } from '../domain/model'
import type { Chunk, DecoderOutput, Gap, SourceInfo } from '../domain/signal'
import { createPipeline } from '../signal/pipeline'
import { toGrid } from '../signal/spec'
import { createWindowClassifier } from './classifier'
import { createEvidence } from './evidence'

/** Samples in, probabilities and decisions out; the one place where signal meets model. */
export interface Decoder {
  /** Outputs of the windows that this chunk completes, oldest first. Throws what `Pipeline.push` throws. */
  push(chunk: Chunk): DecoderOutput[]
  readonly gaps: readonly Gap[]
}

/**
 * Pipeline, classifier and evidence in a row. Equal outputs for any cutting into chunks. After a reset of the pipeline the
 * evidence starts anew too.
 * @throws AppError when the source does not fit (`createPipeline`) or the model is damaged
 */
export function createDecoder(model: TrainedModel, info: SourceInfo): Decoder {
  const pipeline = createPipeline(model.pipeline, info)
  const { hop } = toGrid(model.pipeline)
  const classifier = createWindowClassifier(model)
  const evidence = createEvidence(model.decision, model.classes.length, model.pipeline)
  let due = -1
  return {
    gaps: pipeline.gaps,
    push: (chunk) =>
      pipeline.push(chunk).map((window) => {
        const { end } = window
        if (end !== due) evidence.reset()
        due = end + hop
        const logProbabilities = classifier.next(window)
        return { sample: end, probabilities: toProbabilities(logProbabilities), ...evidence.add(logProbabilities) }
      }),
  }
}

/** exp, one a class. */
export const toProbabilities = (logProbabilities: Float32Array): Float32Array => logProbabilities.map(Math.exp)
