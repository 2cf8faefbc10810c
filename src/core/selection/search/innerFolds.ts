import { groupFolds, type GroupedTrials } from '../../evaluation/folds'
import { AppError } from '../../domain/error'

/** Trials that teach and trials that judge. */
export interface SearchFold {
  readonly training: Int32Array
  readonly held: Int32Array
}

/** Where one group is left, it is cut into so many stretches of time. */
const stretches = 3

/**
 * Groups are left out in turn, neighbours together where one alone lacks a class; where too few groups have every class, stretches
 * of each class in time.
 * @throws AppError `selection/too-few-trials` when a class has fewer trials than there are stretches
 */
export function searchFolds(trials: GroupedTrials): SearchFold[] {
  return foldsOf(trials).map(({ rest, held }) => ({ training: Int32Array.from(rest), held: Int32Array.from(held) }))
}

function foldsOf(trials: GroupedTrials): ReturnType<typeof groupFolds> {
  try {
    return groupFolds(trials)
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown
  }
  const seen = new Array<number>(trials.classes).fill(0)
  const labels = Array.from(trials.classOfTrial)
  const totals = seen.map((_, label) => labels.filter((other) => other === label).length)
  const groupOfTrial = labels.map((label) => Math.floor((seen[label]!++ * stretches) / totals[label]!))
  return groupFolds({ ...trials, groupOfTrial })
}
