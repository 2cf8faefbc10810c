import type { DecoderKind, TrainedDecoder } from '../core/domain/decoder'
import { pickExamples } from '../core/domain/examples'
import type { Cancellation } from '../core/domain/job'
import type { PipelineSpec } from '../core/domain/signal'
import { defaultClassical } from '../core/model/classical/defaults'
import { trainClassicalInPieces } from '../core/model/classical/trainClassical'
import type { LearnedSelection, SelectionTask } from '../core/selection/selectionTask'
import { toGrid } from '../core/signal/spec'
import { runInPieces } from './runInPieces'

export interface DecoderWish {
  readonly kind: DecoderKind
  readonly pipeline: Omit<PipelineSpec, 'channels'>
  readonly cancellation: Cancellation
}

/**
 * The decoder for the chosen electrodes: the network that was learned with them, or a classical one from the same crops.
 * Rejects with `job/cancelled`.
 */
export async function learnDecoder(
  task: SelectionTask,
  learned: LearnedSelection,
  { kind, pipeline, cancellation }: DecoderWish,
): Promise<TrainedDecoder> {
  if (kind === 'network') {
    const { parameters, statistics } = learned
    return { kind, network: task.network, parameters, statistics }
  }
  const pieces = trainClassicalInPieces(defaultClassical(kind, pipeline.sampleRate), {
    examples: pickExamples(task.examples, learned.channels),
    labels: task.trialOfExample.map((trial) => task.classOfTrial[trial]!),
    classes: task.classes,
    hop: toGrid(pipeline).hop,
  })
  return runInPieces(pieces, cancellation)
}
