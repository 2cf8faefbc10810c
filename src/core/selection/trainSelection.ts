import type { LearningStage } from '../domain/training'
import { createRandom } from '../domain/random'
import type { LearnerFactory } from '../model/learner'
import { createCheckpoints, type Choice } from './checkpoint'
import { checkSites, checkTrials } from './checks'
import { deduplicate } from './deduplicate'
import { convergedEntropy, median, normalisedEntropies } from './entropy'
import { fineTune } from './fineTuning'
import { trainJointly, type Course } from './jointTraining'
import { createLearningLog } from './learningLog'
import type { LearnedSelection, SelectionContext, SelectionTask } from './selectionTask'
import { splitInTime } from './split'
import { createValidation } from './validation'

/** Learns which electrodes to use and a network for them: joint training, one electrode a neuron, fine-tuning on the
 *  chosen ones. The same task gives the same result, also one that goes on from a checkpoint. Throws `selection/…` when the
 *  task cannot be fulfilled and `job/cancelled` within one batch of the request. */
export async function trainSelection(
  task: SelectionTask,
  factory: LearnerFactory,
  context: SelectionContext,
): Promise<LearnedSelection> {
  checkSites({ ...task, avoid: [] })
  checkTrials(task.classOfTrial, task.classes)
  const random = createRandom(task.seed)
  const split = splitInTime(task)
  const validation = createValidation(task, split, random.fork('validation'))
  const log = createLearningLog(context, context.resumeFrom?.points)
  const course: Course = { task, split, validation, log, random, checkpoints: createCheckpoints(context, log) }
  const choice = context.resumeFrom?.choice ?? givenChoice(task) ?? (await learnedChoice(course, factory))
  const { tunedSteps, ...tuned } = await fineTune(course, factory, choice)
  const entropies = normalisedEntropies(choice.probabilities)
  const medianEntropy = median(entropies.slice(task.keep.length))
  return {
    electrodes: choice.channels.map((channel) => task.candidates[channel]!),
    channels: choice.channels,
    ...tuned,
    probabilities: choice.probabilities,
    entropies,
    medianEntropy,
    converged: medianEntropy <= convergedEntropy,
    duplicatesReplaced: choice.replaced,
    points: log.points,
    stages: stagesOf(task, { chosenIn: log.points.length - tunedSteps, tunedSteps, of: choice.steps }),
    backend: factory.backend,
  }
}

interface Steps {
  readonly chosenIn: number
  readonly tunedSteps: number
  /** Of fine-tuning. */
  readonly of: number
}

function stagesOf({ training }: SelectionTask, { chosenIn, tunedSteps, of }: Steps): LearningStage[] {
  const tuning: LearningStage = { stage: 'fine-tuning', steps: tunedSteps, of }
  return chosenIn === 0 ? [tuning] : [{ stage: 'selecting', steps: chosenIn, of: training.steps }, tuning]
}

async function learnedChoice(course: Course, factory: LearnerFactory): Promise<Choice> {
  const { parameters, probabilities } = await trainJointly(course, factory)
  const distinct = deduplicate(probabilities, course.task.keep.length)
  return { ...distinct, probabilities, parameters, steps: course.task.training.fineTuneSteps }
}

/** Where there is nothing to choose, all steps go to the network. */
function givenChoice(task: SelectionTask): Choice | null {
  const sites = task.keep.length === task.electrodes ? task.keep : task.candidates
  if (sites.length !== task.electrodes) return null
  const channels = sites.map((site) => task.candidates.indexOf(site))
  const probabilities = channels.map((channel) => task.candidates.map((_, other) => (other === channel ? 1 : 0)))
  const steps = task.training.steps + task.training.fineTuneSteps
  return { channels, replaced: 0, probabilities, parameters: null, steps }
}
