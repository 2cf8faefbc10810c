import type { TrainingSpec } from '../domain/training'
import { defaultValidationShare } from '../domain/training'

/** Adam moves a logit by about one learning rate a step; this many in all let a selection settle. */
const logitTravel = 30

/** The published schedules scaled to `steps`, with a rate of its own for the selection. */
export const defaultTraining = (steps: number): TrainingSpec => ({
  steps,
  fineTuneSteps: Math.ceil(steps / 3),
  batch: 64,
  learningRate: 1e-3,
  alphaRate: Math.max(0.1, logitTravel / steps),
  weightDecay: 5e-4,
  penaltyWeight: 1,
  temperature: [10, 0.1, 0.75],
  threshold: [3, 1.1],
  validationShare: defaultValidationShare,
})

/** Falls exponentially until its fraction of the steps, then holds. */
export function temperatureAt(spec: TrainingSpec, step: number): number {
  const [from, to, untilFraction] = spec.temperature
  return from * (to / from) ** Math.min(1, step / (spec.steps * untilFraction))
}

export function thresholdAt(spec: TrainingSpec, step: number): number {
  const [from, to] = spec.threshold
  return from * (to / from) ** Math.min(1, step / spec.steps)
}
