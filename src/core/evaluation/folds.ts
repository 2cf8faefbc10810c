import { AppError } from '../domain/error'

/** Trials by the group (run, session, subject) that they belong to; crops of a trial follow their trial. */
export interface GroupedTrials {
  /** `[trial]`, numbered in order of time. */
  readonly groupOfTrial: ArrayLike<number>
  /** `[trial]` */
  readonly classOfTrial: ArrayLike<number>
  readonly classes: number
}

/** Trials that judge, and the groups they came from; all others may learn. */
export interface GroupFold {
  readonly groups: readonly number[]
  readonly held: readonly number[]
  readonly rest: readonly number[]
}

/**
 * Leaves out one group after the other. Neighbouring groups go together where one alone lacks a class: in EEGMMIDB no run has
 * all four movements, so pairs of runs are left out there. What is left over at the end joins the last fold.
 * @throws AppError `selection/too-few-trials` when fewer than two folds come of it
 */
export function groupFolds(trials: GroupedTrials): GroupFold[] {
  const groups = mergeGroups(trials)
  if (groups.length < 2) {
    throw new AppError({
      code: 'selection/too-few-trials',
      message: `At least two groups of runs that each have every class are needed, to learn from one and judge by the other; got ${groups.length}.`,
      hint: 'Add runs of the same task, or choose fewer classes.',
      values: { groups: groups.length },
    })
  }
  const all = [...Array(trials.groupOfTrial.length).keys()]
  return groups.map((members) => ({
    groups: members,
    held: all.filter((trial) => members.includes(trials.groupOfTrial[trial]!)),
    rest: all.filter((trial) => !members.includes(trials.groupOfTrial[trial]!)),
  }))
}

function mergeGroups({ groupOfTrial, classOfTrial, classes }: GroupedTrials): number[][] {
  const seen = new Map<number, Set<number>>()
  for (let trial = 0; trial < groupOfTrial.length; trial++) {
    const group = groupOfTrial[trial]!
    seen.set(group, (seen.get(group) ?? new Set()).add(classOfTrial[trial]!))
  }
  const merged: number[][] = []
  let open: number[] = []
  let has = new Set<number>()
  for (const [group, found] of [...seen].sort(([a], [b]) => a - b)) {
    open.push(group)
    for (const label of found) has.add(label)
    if (has.size < classes) continue
    merged.push(open)
    open = []
    has = new Set()
  }
  if (open.length > 0) merged.at(-1)?.push(...open)
  return merged
}
