import type { Trial } from '../core/domain/trial'
import type { Seconds } from '../core/domain/units'
import { percentile } from '../core/evaluation/percentile'
import type { RunTrials } from './datasetTrials'

const [shortest, longest]: readonly [Seconds, Seconds] = [1.5, 4]

/** End of the judged stretch after the cue: as in learning, but before the next cue where those come faster. */
export function stretchAfterCue(runs: readonly RunTrials[]): Seconds {
  const spacings = runs.flatMap(({ recording, trials }) =>
    trials.slice(1).map(({ cueSample }, i) => (cueSample - trials[i]!.cueSample) / recording.sampleRate),
  )
  const usual = spacings.length > 0 ? percentile(spacings, 0.1) : longest
  return Math.floor(4 * Math.min(longest, Math.max(shortest, usual))) / 4
}

/** At most about `most` trials in all: of every class of every run the same share, spread over its time. */
export function spreadTrials(runs: readonly RunTrials[], most: number): RunTrials[] {
  const count = runs.reduce((sum, { trials }) => sum + trials.length, 0)
  if (count <= most) return [...runs]
  return runs.map(({ recording, trials }) => {
    const kept = new Set<Trial>()
    for (const classId of new Set(trials.map((trial) => trial.classId))) {
      const own = trials.filter((trial) => trial.classId === classId)
      for (const trial of spread(own, Math.max(1, Math.round((own.length * most) / count)))) kept.add(trial)
    }
    return { recording, trials: trials.filter((trial) => kept.has(trial)) }
  })
}

/** So many of the items, evenly from the first to the last. */
export function spread<Item>(items: readonly Item[], count: number): Item[] {
  if (count >= items.length) return [...items]
  if (count === 1) return items.slice(0, 1)
  return Array.from({ length: count }, (_, i) => items[Math.round((i * (items.length - 1)) / (count - 1))]!)
}
