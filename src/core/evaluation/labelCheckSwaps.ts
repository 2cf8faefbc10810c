import type { SwapFound } from '../domain/labelCheck'
import type { ClassId } from '../domain/trial'
import type { LabelledRuns } from './labelCheckFolds'

/** Two classes whose codes might be exchanged in one run. */
export interface Swap {
  readonly run: number
  readonly first: number
  readonly second: number
}

/** Accuracy of labels as they are, and with each exchange. */
export interface SwapAccuracies {
  readonly plain: number
  readonly swapped: readonly number[]
}

/** Every pair of classes of every run that has at least two trials of both. */
export function findSwaps({ labels, classes, runOf, runs }: LabelledRuns): Swap[] {
  const swaps: Swap[] = []
  for (let run = 0; run < runs; run++) {
    const count = (c: number): number => labels.filter((label, trial) => label === c && runOf[trial] === run).length
    for (let first = 0; first < classes; first++) {
      for (let second = first + 1; second < classes; second++) {
        if (count(first) >= 2 && count(second) >= 2) swaps.push({ run, first, second })
      }
    }
  }
  return swaps
}

export function swapAccuracies(
  task: LabelledRuns,
  swaps: readonly Swap[],
  predict: (labels: Int32Array) => Int32Array,
): SwapAccuracies {
  const accuracyOf = (labels: Int32Array): number => {
    const predicted = predict(labels)
    let right = 0
    for (let i = 0; i < labels.length; i++) if (predicted[i] === labels[i]) right++
    return right / labels.length
  }
  return { plain: accuracyOf(task.labels), swapped: swaps.map((swap) => accuracyOf(exchange(task, swap))) }
}

const exchange = ({ labels, runOf }: LabelledRuns, { run, first, second }: Swap): Int32Array =>
  labels.map((label, i) => (runOf[i] !== run ? label : label === first ? second : label === second ? first : label))

/** What the best exchange adds; 0 when none was tried. */
export const gainOf = ({ plain, swapped }: SwapAccuracies): number =>
  swapped.length === 0 ? 0 : Math.max(...swapped) - plain

/** The best exchange, where it raises the accuracy, with all runs that would do as well. */
export function toSwap(
  { classes, runs }: { readonly classes: readonly ClassId[]; readonly runs: readonly string[] },
  swaps: readonly Swap[],
  accuracies: SwapAccuracies,
): { readonly best: SwapFound | null } {
  const gain = gainOf(accuracies)
  if (!(gain > 0)) return { best: null }
  const top = Math.max(...accuracies.swapped)
  const best = swaps[accuracies.swapped.indexOf(top)]!
  const { first, second } = best
  const asGood = swaps.filter(
    (swap, i) => accuracies.swapped[i] === top && swap.first === first && swap.second === second,
  )
  return {
    best: {
      runs: asGood.map(({ run }) => runs[run]!),
      classes: [classes[first]!, classes[second]!],
      accuracy: top,
      gain,
    },
  }
}
