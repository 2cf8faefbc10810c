import { familyOf, type CurvePlan, type MethodId } from '../../../../core/domain/curve'
import { yardstick } from '../../../../core/domain/backend'

export interface PlanExtent {
  /** What leaves a fold together: runs, sessions or subjects. */
  readonly groups: number
  /** All sites, and those that may be chosen. */
  readonly sites: number
  readonly candidates: number
  readonly trials: number
  /** Milliseconds of a training step of the yardstick on this machine; null: not measured. */
  readonly stepMs: number | null
}

/** A training step where nothing was measured: our own engine on two cores (docs/performance.md). */
const assumedStepMs = 7
/** Crops of a trial; each is an example. */
const crops = 7
/** Seconds to read the recordings and cut the trials, each. */
const cutSeconds = 0.02

/**
 * Seconds that a plan takes, to say before it starts: counts of folds and searches are exact, seconds of each are those of two cores
 * (`secondsOfSearch`), and learned methods take the measured step of the backend. Right within a factor of two or so.
 */
export function estimateSeconds(plan: CurvePlan, extent: PlanExtent): number {
  const outer = Math.max(2, extent.groups)
  const inner = outer * Math.max(outer - 1 > 1 ? outer - 1 : 3, 1)
  const sizes = plan.sizes.filter((size) => size < extent.sites)
  const folds = inner + outer + 1
  const choosing = plan.methods.reduce(
    (sum, method) =>
      sum +
      (familyOf(method) === 'learned'
        ? (inner + (outer + 1) * plan.restarts) * learningSeconds(plan, sizes, extent)
        : folds * secondsOfSearch(method, sizes, extent)),
    0,
  )
  const sets =
    sizes.length * (plan.methods.length + plan.ownSets.length + (plan.methods.includes('random') ? plan.draws : 0))
  const network = plan.decoders.includes('network') ? (sets + 1) * learningSeconds(plan, [8], extent) : 0
  return extent.trials * cutSeconds + choosing + folds * (sets * scoreSeconds(extent) + network)
}

/** All sizes of a learned method once: their steps, dearer with more neurons. */
function learningSeconds(
  { steps }: Pick<CurvePlan, 'steps'>,
  sizes: readonly number[],
  { stepMs }: PlanExtent,
): number {
  const step = (stepMs ?? assumedStepMs) / 1000
  // Growth with neurons as docs/performance.md has it.
  return sizes.reduce((sum, n) => sum + steps * step * (n / yardstick.neurons) ** 0.73, 0)
}

/** One set, judged by a decoder of band power. */
const scoreSeconds = ({ trials }: PlanExtent): number => 2e-5 * trials * crops

/** Searching once on one fold. */
function secondsOfSearch(method: MethodId, sizes: readonly number[], { candidates, trials }: PlanExtent): number {
  const most = Math.max(0, ...sizes)
  const examples = trials * crops
  if (familyOf(method) !== 'wrapper') return 1e-6 * examples * candidates
  const backward = method.includes('backward')
  const floating = method.includes('floating') ? 2.5 : 1
  const from = backward ? Math.min(...sizes, candidates) : 1
  const to = backward ? candidates : most
  let cost = 0
  for (let n = from; n <= to; n++) cost += (backward ? n : candidates - n) * (1 + (n * n) / 12)
  // Forward to 32 of 64 sites on 45 trials took about 19 s of one core a fold.
  return 1.5e-6 * examples * cost * floating
}
