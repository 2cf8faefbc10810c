import { AppError } from '../domain/error'
import { runsHeldOut } from '../domain/heldOut'
import type { ClassId, Trial } from '../domain/trial'

export interface Split {
  readonly training: readonly Trial[]
  readonly heldOut: readonly Trial[]
}

/**
 * The trials of the last runs are held out, of as few as have every class (`runsHeldOut`). `runs` are the recordings in
 * order of time.
 * @throws AppError `selection/too-few-trials` when no run is left to learn from
 */
export function holdOutLastRuns(trials: readonly Trial[], runs: readonly number[], classes: readonly ClassId[]): Split {
  const used = runs.filter((run) => trials.some((trial) => trial.recordingId === run))
  const has = (run: number, classId: ClassId): boolean =>
    trials.some((trial) => trial.recordingId === run && trial.classId === classId)
  const heldOut = runsHeldOut(used, classes, has)
  if (heldOut.length === used.length) {
    throw new AppError({
      code: 'selection/too-few-trials',
      message: `Holding out runs that have every class leaves none of ${used.length} to learn from.`,
      hint: 'Add a run of the same subject, map more of its markers to classes, or choose fewer classes.',
      values: { runs: used.length },
    })
  }
  const isHeldOut = ({ recordingId }: Trial): boolean => heldOut.includes(recordingId)
  const known = trials.filter(({ recordingId }) => runs.includes(recordingId))
  return {
    training: inTime(
      known.filter((trial) => !isHeldOut(trial)),
      runs,
    ),
    heldOut: inTime(known.filter(isHeldOut), runs),
  }
}

function inTime(trials: readonly Trial[], runs: readonly number[]): Trial[] {
  return [...trials].sort(
    (left, right) =>
      runs.indexOf(left.recordingId) - runs.indexOf(right.recordingId) || left.cueSample - right.cueSample,
  )
}
