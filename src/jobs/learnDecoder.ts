import type { DecoderKind, TrainedDecoder } from '../core/domain/decoder'
import { pickExamples } from '../core/domain/examples'
import type { PipelineSpec } from '../core/domain/signal'
import { defaultClassical } from '../core/model/classical/defaults'
import { trainClassical } from '../core/model/classical/trainClassical'
import type { LearnedSelection, SelectionTask } from '../core/selection/selectionTask'
import { toGrid } from '../core/signal/spec'

export interface DecoderWish {
  readonly kind: DecoderKind
  readonly pipeline: Omit<PipelineSpec, 'channels'>
}

/** The decoder for the chosen electrodes: the network that was learned with them, or a classical one from the same crops. */
export function learnDecoder(
  task: SelectionTask,
  learned: LearnedSelection,
  { kind, pipeline }: DecoderWish,
): TrainedDecoder {
  if (kind === 'network') {
    const { parameters, statistics } = learned
    return { kind, network: task.network, parameters, statistics }
  }
  return trainClassical(defaultClassical(kind, pipeline.sampleRate), {
    examples: pickExamples(task.examples, learned.channels),
    labels: task.trialOfExample.map((trial) => task.classOfTrial[trial]!),
    classes: task.classes,
    hop: toGrid(pipeline).hop,
  })
}
