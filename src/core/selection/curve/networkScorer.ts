import { pickExamples } from '../../domain/examples'
import { publishedNetwork } from '../../domain/model'
import { createRandom } from '../../domain/random'
import type { TrainingSpec } from '../../domain/training'
import type { LearnerFactory, LearnerSpec } from '../../model/learner'
import { someExamples } from '../selectionData'
import type { SelectionContext, SelectionTask } from '../selectionTask'
import type { SelectionData } from '../selectors/selector'
import { trainSelection } from '../trainSelection'
import { averagedAnswer, type ScoreTask, type SetScorer } from './setScorer'
import { cropsOfTrials, teachingCrops } from './teaching'

export interface NetworkScorerParts {
  readonly factory: LearnerFactory
  readonly training: TrainingSpec
  readonly seed: number
  readonly context: Omit<SelectionContext, 'report'>
}

/**
 * The network as it runs online: learned anew on the set's channels from the training trials' crops, early stopping on the last of
 * them in time (a person's own, where others teach too); a trial's answer is the class with the largest log-probability averaged over its crops. The seed is the set's own,
 * so that equal sets get equal answers.
 */
export function createNetworkScorer(data: SelectionData, parts: NetworkScorerParts): SetScorer {
  return {
    async answer(score) {
      const task = toTask(data, score, parts)
      const learned = await trainSelection(task, parts.factory, { ...parts.context, report: () => {} })
      const learner = await parts.factory.create(toSpec(task))
      try {
        await learner.load(learned.parameters)
        await learner.loadStatistics(learned.statistics)
        const examples = pickExamples(data.examples, score.sites)
        const logits = await learner.evaluate(examples, cropsOf(data, score.held))
        return answers(logits, data, score.held)
      } finally {
        await learner.dispose()
      }
    },
  }
}

function toTask(data: SelectionData, score: ScoreTask, parts: NetworkScorerParts): SelectionTask {
  const { sites, labels } = score
  const names = sites.map((site) => data.candidates[site]!)
  const own = teachingTrials(data, score)
  return {
    candidates: names,
    keep: names,
    electrodes: names.length,
    examples: pickExamples(own.examples, sites),
    trialOfExample: own.trialOfExample,
    classOfTrial: Int32Array.from(own.trials, (trial) => labels[trial]!),
    classes: data.classes,
    network: publishedNetwork,
    training: parts.training,
    seed: createRandom(parts.seed)
      .fork(names.join(' '))
      .integer(2 ** 31),
  }
}

/** Trials numbered anew, a person's own ones last: those in the end stop the learning early. */
function teachingTrials(data: SelectionData, score: ScoreTask) {
  const crops = Int32Array.from(teachingCrops(cropsOfTrials(data), score))
  const trials = [...new Set(Array.from(crops, (crop) => data.trialOfExample[crop]!))]
  const numberOf = new Map(trials.map((trial, number) => [trial, number]))
  const trialOfExample = crops.map((crop) => numberOf.get(data.trialOfExample[crop]!)!)
  return { trials, trialOfExample, examples: someExamples(data.examples, crops) }
}

const toSpec = (task: SelectionTask): LearnerSpec => ({
  network: task.network,
  mode: 'fixed',
  channels: task.electrodes,
  neurons: task.electrodes,
  samples: task.examples.samples,
  classes: task.classes,
})

function cropsOf({ trialOfExample }: SelectionData, held: readonly number[]): Int32Array {
  const wanted = new Set(held)
  return Int32Array.from([...trialOfExample.keys()].filter((crop) => wanted.has(trialOfExample[crop]!)))
}

function answers(logits: Float32Array, data: SelectionData, held: readonly number[]): number[] {
  const rows = new Map<number, number[][]>()
  cropsOf(data, held).forEach((crop, row) => {
    const trial = data.trialOfExample[crop]!
    const scores = [...logits.subarray(row * data.classes, (row + 1) * data.classes)]
    rows.set(trial, [...(rows.get(trial) ?? []), scores])
  })
  return held.map((trial) => averagedAnswer(rows.get(trial)!))
}
