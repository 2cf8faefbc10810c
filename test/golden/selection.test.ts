import { beforeAll, describe, expect, it } from 'vitest'
import { neverCancelled } from '../../src/core/domain/job'
import type { LearnerFactory } from '../../src/core/model/learner'
import type { LearnedSelection, SelectionContext, SelectionProgress } from '../../src/core/selection/selectionTask'
import { trainSelection } from '../../src/core/selection/trainSelection'
import { createTfLearner } from '../../src/core/model/tfLearner'
import { loadWasmBackend } from '../../src/jobs/learning/wasmBackend'
import { informative, syntheticTask } from './syntheticTask'

const quiet = (): SelectionContext => ({
  cancellation: neverCancelled,
  pause: () => Promise.resolve(),
  now: () => 0,
  report: () => undefined,
})

const lastValidation = (result: LearnedSelection): number =>
  result.points.findLast((point) => point.validationAccuracy !== null)!.validationAccuracy!

const sorted = (channels: readonly number[]): number[] => [...channels].sort((a, b) => a - b)

describe('trainSelection', () => {
  let factory: LearnerFactory
  let tensors: () => number
  beforeAll(async () => {
    const loaded = await loadWasmBackend()
    factory = { ...loaded, create: async (spec) => createTfLearner(loaded.tf, spec, loaded) }
    tensors = () => loaded.tf.memory().numTensors
  })

  it('finds the two informative channels among twelve, settles, and leaves no tensor behind', async () => {
    const before = tensors()
    const result = await trainSelection(syntheticTask({ steps: 60 }), factory, quiet())
    expect(sorted(result.channels)).toEqual(informative)
    expect(result.electrodes).toEqual(result.channels.map((channel) => `E${channel}`))
    expect(result.converged).toBe(true)
    expect(lastValidation(result)).toBeGreaterThanOrEqual(0.9)
    expect(result.parameters['spatial']!.length).toBe(10 * 40 * 2)
    expect(tensors()).toBe(before)
  })

  it('does not end choosing before the temperature is down, and says in how many steps it chose', async () => {
    // Logits this fast are sure of a site long before: that alone must not end it.
    const task = syntheticTask({ steps: 200 })
    const hasty = { ...task, training: { ...task.training, alphaRate: 0.5 } }
    const { points, stages, converged } = await trainSelection(hasty, factory, quiet())
    const [chosen, tuned] = stages
    expect(points[100]!.medianEntropy).toBeLessThan(0.15)
    expect(converged).toBe(true)
    expect(chosen).toMatchObject({ stage: 'selecting', of: 200 })
    expect(chosen!.steps).toBeGreaterThanOrEqual(150)
    expect(tuned).toMatchObject({ stage: 'fine-tuning', of: 67 })
    expect(points.length).toBe(chosen!.steps + tuned!.steps)
  })

  it('finds nothing to rely on when the labels are shuffled', async () => {
    const result = await trainSelection(syntheticTask({ steps: 60, shuffled: true }), factory, quiet())
    expect(sorted(result.channels)).not.toEqual(informative)
    expect(lastValidation(result)).toBeLessThan(0.9)
  })

  it('gives the same result for the same seed and another course for another', async () => {
    const run = (seed: number) => trainSelection(syntheticTask({ steps: 20, seed }), factory, quiet())
    const [first, again, other] = [await run(1), await run(1), await run(2)]
    expect(again).toEqual(first)
    expect(other.points[0]!.trainingLoss).not.toBe(first.points[0]!.trainingLoss)
  })

  it('keeps a site that says nothing, with certainty, and fills the other neuron', async () => {
    const task = { ...syntheticTask({ steps: 30 }), keep: ['E5'] }
    const result = await trainSelection(task, factory, quiet())
    expect(result.electrodes[0]).toBe('E5')
    expect(result.probabilities[0]![5]).toBe(1)
    expect(result.probabilities[1]![5]).toBe(0)
    expect(new Set(result.channels).size).toBe(2)
  })

  it('learns a network alone where all candidates are wanted', async () => {
    const task = syntheticTask({ steps: 12 })
    const result = await trainSelection({ ...task, electrodes: 12 }, factory, quiet())
    expect(result.channels).toEqual(task.candidates.map((_, channel) => channel))
    expect(result.points.length).toBe(16)
    expect(result.stages).toEqual([{ stage: 'fine-tuning', steps: 16, of: 16 }])
    expect(result.converged).toBe(true)
  })

  it('stops within one batch of a cancellation', async () => {
    const cancellation = { requested: false }
    const before = tensors()
    let steps = 0
    const pause = (): Promise<void> => {
      if (++steps === 3) cancellation.requested = true
      return Promise.resolve()
    }
    const learning = trainSelection(syntheticTask(), factory, { ...quiet(), cancellation, pause })
    await expect(learning).rejects.toMatchObject({ code: 'job/cancelled' })
    expect(steps).toBe(3)
    expect(tensors()).toBe(before)
  })

  it('reports at most ten times a second of the given clock, with rows that sum to one', async () => {
    const reports: SelectionProgress[] = []
    let clock = 0
    const context = {
      ...quiet(),
      now: () => (clock += 30),
      report: (progress: SelectionProgress) => reports.push(progress),
    }
    const result = await trainSelection(syntheticTask({ steps: 18 }), factory, context)
    expect(result.points.length).toBe(24)
    expect(reports.length).toBeGreaterThanOrEqual(6)
    expect(reports.length).toBeLessThan(13)
    expect(reports.at(-1)!.stage).toBe('fine-tuning')
    for (const row of reports[0]!.probabilities) expect(row.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 5)
  })
})
