import { createRandom } from '../domain/random'
import type { LearnerFactory } from '../model/learner'
import { createCheckpoints } from './checkpoint'
import { checkSites, checkTrials } from './checks'
import { trainJointly, type JointResult } from './jointTraining'
import { createLearningLog } from './learningLog'
import type { SelectionContext, SelectionTask } from './selectionTask'
import { splitInTime } from './split'
import { createValidation } from './validation'

/**
 * The part of `trainSelection` that chooses: joint training without fine-tuning, with the same steps, seeds and validation. Which
 * sites the neurons get is left to the caller. Throws as `trainSelection`.
 */
export function chooseSites(
  task: SelectionTask,
  factory: LearnerFactory,
  context: SelectionContext,
): Promise<JointResult> {
  checkSites({ ...task, avoid: [] })
  checkTrials(task.classOfTrial, task.classes)
  const random = createRandom(task.seed)
  const split = splitInTime(task)
  const validation = createValidation(task, split, random.fork('validation'))
  const log = createLearningLog(context)
  return trainJointly({ task, split, validation, log, random, checkpoints: createCheckpoints(context, log) }, factory)
}
