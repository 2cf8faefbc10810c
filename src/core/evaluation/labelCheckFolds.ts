import type { Fold } from './labelCheckDiscriminant'

/** Labelled trials of some runs, in order of time within each. */
export interface LabelledRuns {
  /** Class of each trial, 0 … classes − 1. */
  readonly labels: Int32Array
  readonly classes: number
  /** Run of each trial, 0 … runs − 1. */
  readonly runOf: Int32Array
  readonly runs: number
}

const blocks = 5

/**
 * Runs are left out in turn where every class of each is in another run too; else blocks of time, the same one of each run.
 * Neighbouring trials share drifts, so trials are never left out at random.
 */
export function labelFolds(task: LabelledRuns): { readonly kind: 'runs' | 'blocks'; readonly folds: readonly Fold[] } {
  if (task.runs > 1 && classesRecur(task)) return { kind: 'runs', folds: toFolds(task.runOf, task.runs) }
  const groupOf = new Int32Array(task.labels.length)
  for (let run = 0; run < task.runs; run++) {
    const own = trialsOfRun(task, run)
    own.forEach((trial, place) => (groupOf[trial] = Math.floor((place * blocks) / own.length)))
  }
  return { kind: 'blocks', folds: toFolds(groupOf, blocks) }
}

/** Positions of a run's trials. */
export const trialsOfRun = ({ runOf }: LabelledRuns, run: number): number[] =>
  [...runOf.keys()].filter((trial) => runOf[trial] === run)

function classesRecur({ labels, runOf }: LabelledRuns): boolean {
  return labels.every((label, trial) => labels.some((other, i) => other === label && runOf[i] !== runOf[trial]))
}

function toFolds(groupOf: Int32Array, groups: number): Fold[] {
  const all = [...groupOf.keys()]
  return Array.from({ length: groups }, (_, group) => ({
    training: Int32Array.from(all.filter((trial) => groupOf[trial] !== group)),
    judged: Int32Array.from(all.filter((trial) => groupOf[trial] === group)),
  })).filter(({ judged }) => judged.length > 0)
}
