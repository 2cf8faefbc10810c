import type { Random } from '../domain/random'
import type { Examples } from '../domain/examples'
import type { Learner } from '../model/learner'
import { toLogProbabilities } from '../model/losses'
import type { Split } from './split'
import type { SelectionTask } from './selectionTask'

export interface Judgement {
  /** Mean cross-entropy of the crops, nats. */
  readonly loss: number
  /** Share of trials whose crops' averaged log-probabilities name the right class. */
  readonly accuracy: number
}

/** Crops that the statistics of an intermediate validation are taken from; the final ones use all. */
const statisticsCrops = 128

export interface Validation {
  judge(learner: Learner, examples: Examples): Promise<Judgement>
}

/** Judges the hard selection, in evaluation mode, on the validation crops. */
export function createValidation(task: SelectionTask, split: Split, random: Random): Validation {
  const sample = Int32Array.from(random.shuffle([...split.training]).slice(0, statisticsCrops))
  return {
    async judge(learner, examples) {
      await learner.recomputeStatistics(examples, sample)
      const logits = await learner.evaluate(examples, split.validation)
      const logProbabilities = toLogProbabilities(logits, task.classes)
      return { loss: meanLoss(logProbabilities, task, split), accuracy: trialAccuracy(logProbabilities, task, split) }
    },
  }
}

function meanLoss(logProbabilities: Float64Array, { classes }: SelectionTask, { validation, labels }: Split): number {
  let sum = 0
  validation.forEach((crop, row) => (sum -= logProbabilities[row * classes + labels[crop]!]!))
  return sum / validation.length
}

function trialAccuracy(logProbabilities: Float64Array, task: SelectionTask, { validation }: Split): number {
  const sums = new Map<number, number[]>()
  validation.forEach((crop, row) => {
    const trial = task.trialOfExample[crop]!
    const sum = sums.get(trial) ?? new Array<number>(task.classes).fill(0)
    for (let c = 0; c < task.classes; c++) sum[c]! += logProbabilities[row * task.classes + c]!
    sums.set(trial, sum)
  })
  let correct = 0
  for (const [trial, sum] of sums) if (sum.indexOf(Math.max(...sum)) === task.classOfTrial[trial]) correct++
  return correct / sums.size
}
