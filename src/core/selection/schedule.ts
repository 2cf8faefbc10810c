import type { TrainingSpec } from '../domain/training'
import { defaultValidationShare } from '../domain/training'

/** Adam moves a logit by about one learning rate a step; this many in all let a selection settle. */
const logitTravel = 30

/** The slowest and the fastest that logits may move. A faster one makes few steps look settled on what the first batches happened
 *  to say: S001, 64 → 8, 20 steps: "converged" in 5 of 6 runs at 1.5 a step, in none at .3. */
const alphaRates = [0.1, 0.3] as const

/** The published schedules scaled to `steps`, with a rate of its own for the selection. */
export const defaultTraining = (steps: number): TrainingSpec => ({
  steps,
  fineTuneSteps: Math.ceil(steps / 3),
  batch: 64,
  learningRate: 1e-3,
  alphaRate: Math.min(alphaRates[1], Math.max(alphaRates[0], logitTravel / steps)),
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

/** Before that, neurons still look at mixtures of sites, and two on one site are hardly punished: what is learned then is no choice. */
export const hasCooled = (spec: TrainingSpec, step: number): boolean => step >= spec.steps * spec.temperature[2]

export function thresholdAt(spec: TrainingSpec, step: number): number {
  const [from, to] = spec.threshold
  return from * (to / from) ** Math.min(1, step / spec.steps)
}
