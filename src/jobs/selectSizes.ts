import type { ElectrodeName } from '../core/domain/electrode'
import { publishedNetwork } from '../core/domain/model'
import type { SelectionRequest, TrainingPlan } from '../core/domain/training'
import { samples } from '../core/domain/units'
import { fixedSpec } from '../core/selection/fineTuning'
import { selectSpec } from '../core/selection/jointTraining'
import { cropsOfTrial } from '../core/signal/crops'
import { toGrid } from '../core/signal/spec'
import type { LearningSize } from './learning/backendSource'

/** A selection before its signals are prepared. */
export interface PlannedSelection {
  readonly request: SelectionRequest
  readonly plan: TrainingPlan
  readonly candidates: readonly ElectrodeName[]
  /** Of all runs; those that are held out are counted in, so what is predicted may be a little too much. */
  readonly trials: number
}

/** Sizes of the learners of a selection: the one that chooses, unless there is nothing to choose, and the one on the chosen. */
export function learningSizes({ request, plan, candidates, trials }: PlannedSelection): LearningSize[] {
  const { pipeline, crops, training } = plan
  const task = {
    candidates,
    electrodes: request.electrodes,
    classes: request.classes.length,
    network: publishedNetwork,
    examples: { samples: toGrid(pipeline).window },
  }
  const chooses = candidates.length > request.electrodes && request.keep.length < request.electrodes
  const examples = trials * cropsOfTrial(samples(0), pipeline, crops).length
  const specs = [...(chooses ? [selectSpec(task)] : []), fixedSpec(task)]
  return specs.map((spec) => ({ spec, batch: Math.min(training.batch, examples), examples }))
}
