import { AppError } from '../domain/error'
import type { Trial } from '../domain/trial'

export interface Split {
  readonly training: readonly Trial[]
  readonly heldOut: readonly Trial[]
}

/**
 * All trials of the last run are held out. `runs` are the recordings in order of time.
 * @throws AppError `selection/too-few-trials` when fewer than two runs have trials
 */
export function holdOutLastRun(trials: readonly Trial[], runs: readonly number[]): Split {
  const used = runs.filter((run) => trials.some((trial) => trial.recordingId === run))
  if (used.length < 2) {
    throw new AppError({
      code: 'selection/too-few-trials',
      message: `Holding out a run needs at least two runs with trials of these classes, got ${used.length}.`,
      hint: 'Add a run of the same subject, or map more of its markers to classes.',
      values: { runs: used.length },
    })
  }
  const last = used.at(-1)
  return {
    training: inTime(
      trials.filter((trial) => trial.recordingId !== last && runs.includes(trial.recordingId)),
      runs,
    ),
    heldOut: inTime(
      trials.filter((trial) => trial.recordingId === last),
      runs,
    ),
  }
}

function inTime(trials: readonly Trial[], runs: readonly number[]): Trial[] {
  return [...trials].sort(
    (left, right) =>
      runs.indexOf(left.recordingId) - runs.indexOf(right.recordingId) || left.cueSample - right.cueSample,
  )
}
