import type { ElectrodeName } from '../../core/domain/electrode'
import { rowOf } from '../../core/domain/examples'
import type { JobContext } from '../../core/domain/job'
import type { ClassId, CropSpec } from '../../core/domain/trial'
import { cropsOfTrial } from '../../core/signal/crops'
import { defaultPipeline } from '../../core/signal/defaults'
import { toPipelineSample } from '../../core/signal/spec'
import type { Study } from '../../store/study'
import { collectTrials } from '../dataset'
import type { RunTrials } from '../datasetTrials'
import type { Epochs } from './epochs'

export interface EpochsPlan {
  readonly runs: readonly RunTrials[]
  readonly candidates: readonly ElectrodeName[]
  readonly classes: readonly ClassId[]
  readonly window: { readonly from: number; readonly to: number }
}

/**
 * One window a trial through the one pipeline, from its first sample on: bit for bit what a decoder is shown there. Its start is the
 * point of the pipeline's grid that lies nearest to the wanted one. Throws as `collectTrials`.
 */
export async function trainingEpochs(
  study: Study,
  { runs, candidates, classes, window: { from, to } }: EpochsPlan,
  context: Pick<JobContext, 'cancellation' | 'progress'>,
): Promise<Epochs> {
  const standard = defaultPipeline()
  // Only where windows are cut differs: filters and standardisation know nothing of windows.
  const pipeline = { ...standard, window: Math.round((to - from) * standard.sampleRate) / standard.sampleRate }
  const crops: CropSpec = { from, to: from + pipeline.window, step: pipeline.window }
  const { crops: found, trials } = await collectTrials(study, { runs, candidates, classes, pipeline, crops }, context)
  const { examples, trialIndex } = found
  const { samples } = examples
  const x = new Float32Array(examples.count * candidates.length * samples)
  for (let example = 0; example < examples.count; example++)
    candidates.forEach((_, c) => x.set(rowOf(examples, example, c), (example * candidates.length + c) * samples))
  const kept = Array.from(trialIndex, (trial) => trials[trial]!)
  const starts = Float64Array.from(kept, ({ recordingId, cueSample }) => {
    const cue = toPipelineSample(cueSample, study.recordings.get(recordingId).sampleRate, pipeline)
    return (cropsOfTrial(cue, pipeline, crops)[0]! - cue) / pipeline.sampleRate
  })
  const all = runs.reduce((sum, run) => sum + run.trials.length + (run.leftOut ?? 0), 0)
  return {
    ...{ x, trials: kept, electrodes: candidates, samples, sampleRate: pipeline.sampleRate, starts },
    ...{ leftOut: all - kept.length, pipeline },
  }
}
