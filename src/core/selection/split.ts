import { validationTrials } from '../domain/training'
import type { SelectionTask } from './selectionTask'

export interface Split {
  /** Crops to learn from and crops to judge by, of different trials. */
  readonly training: Int32Array
  readonly validation: Int32Array
  /** Class of every crop. */
  readonly labels: Int32Array
}

/**
 * The last trials of each class in time validate: neighbours in time are alike, so they must not be on both sides, and
 * runs of different tasks follow each other, so the last trials of all may lack a class.
 */
export function splitInTime(task: SelectionTask): Split {
  const validating = lastOfEachClass(task)
  const crops = Int32Array.from(task.trialOfExample, (_, crop) => crop)
  const validates = (crop: number): boolean => validating.has(task.trialOfExample[crop]!)
  return {
    training: crops.filter((crop) => !validates(crop)),
    validation: crops.filter(validates),
    labels: task.trialOfExample.map((trial) => task.classOfTrial[trial]!),
  }
}

/** As many trials as the share asks for, of each class in proportion to what it has. */
function lastOfEachClass({ classOfTrial, classes, training }: SelectionTask): ReadonlySet<number> {
  const total = classOfTrial.length
  const held = validationTrials(total, training.validationShare)
  const ofClass = Array.from({ length: classes }, (_, label) =>
    [...classOfTrial.keys()].filter((trial) => classOfTrial[trial] === label),
  )
  const quotas = ofClass.map((trials) => Math.floor((held * trials.length) / total))
  // Rounding down leaves a few over; they go to the classes that lost most by it.
  const lost = (label: number): number => (held * ofClass[label]!.length) / total - quotas[label]!
  const order = [...quotas.keys()].sort((a, b) => lost(b) - lost(a))
  let left = held - quotas.reduce((sum, quota) => sum + quota, 0)
  for (const label of order) if (left-- > 0) quotas[label]!++
  return new Set(ofClass.flatMap((trials, label) => trials.slice(trials.length - quotas[label]!)))
}
