import { expect, test } from 'vitest'
import { separateExamples } from '../domain/examples'
import { publishedNetwork } from '../domain/model'
import { defaultTraining } from './schedule'
import type { SelectionTask } from './selectionTask'
import { splitInTime } from './split'

/** Two crops a trial. */
function taskOf(classOfTrial: number[], classes: number): SelectionTask {
  const trialOfExample = Int32Array.from({ length: 2 * classOfTrial.length }, (_, crop) => crop >> 1)
  return {
    ...{ candidates: ['C3'], keep: [], electrodes: 1, network: publishedNetwork, seed: 1 },
    examples: separateExamples(new Float32Array(trialOfExample.length), 1, 1),
    training: defaultTraining(300),
    trialOfExample,
    classOfTrial: Int32Array.from(classOfTrial),
    classes,
  }
}
const trialsOf = (task: SelectionTask, crops: Int32Array) => [
  ...new Set([...crops].map((crop) => task.trialOfExample[crop]!)),
]

test('the last trials of each class validate, and all crops of a trial are on one side', () => {
  const task = taskOf([0, 1, 0, 1, 0, 1, 0, 1, 0, 1], 2)
  const { training, validation } = splitInTime(task)
  expect(trialsOf(task, validation)).toEqual([8, 9])
  expect(trialsOf(task, training)).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
  expect(training.length + validation.length).toBe(20)
})

test('a task that comes last does not validate alone', () => {
  const task = taskOf([...Array(10).fill(0), ...Array(10).fill(1), ...Array(10).fill(2), ...Array(10).fill(3)], 4)
  const judged = trialsOf(task, splitInTime(task).validation)
  expect(judged).toEqual([8, 9, 18, 19, 28, 29, 38, 39])
})
