import type { SelectionTask } from './selectionTask'

export interface Split {
  /** Crops to learn from and crops to judge by, of different trials. */
  readonly training: Int32Array
  readonly validation: Int32Array
  /** Class of every crop. */
  readonly labels: Int32Array
}

/** The last trials in time validate: neighbours in time are alike, so they must not be on both sides. */
export function splitInTime(task: SelectionTask): Split {
  const trials = task.classOfTrial.length
  const held = Math.min(trials - 1, Math.max(1, Math.round(trials * task.training.validationShare)))
  const crops = Int32Array.from(task.trialOfExample, (_, crop) => crop)
  return {
    training: crops.filter((crop) => task.trialOfExample[crop]! < trials - held),
    validation: crops.filter((crop) => task.trialOfExample[crop]! >= trials - held),
    labels: task.trialOfExample.map((trial) => task.classOfTrial[trial]!),
  }
}
