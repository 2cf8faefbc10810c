import { describe, expect, test } from 'vitest'
import { neverCancelled } from '../../src/core/domain/job'
import type { LearningCheckpoint } from '../../src/core/selection/checkpoint'
import type { SelectionContext } from '../../src/core/selection/selectionTask'
import { trainSelection } from '../../src/core/selection/trainSelection'
import { createCpuBackend } from '../../src/jobs/learning/cpuBackend'
import { syntheticTask } from './syntheticTask'

const cpu = createCpuBackend({ threads: 1 })

/** A context whose clock moves on a second with each look at it, so that every step leaves a checkpoint. */
function createContext(change: Partial<SelectionContext> = {}): SelectionContext {
  let timeMs = 0
  return {
    cancellation: neverCancelled,
    pause: () => Promise.resolve(),
    now: () => (timeMs += 1000),
    report: () => undefined,
    ...change,
  }
}

describe('a learning that goes on from a checkpoint', async () => {
  const task = { ...syntheticTask({ steps: 21 }), keep: ['E5'] }
  const checkpoints: LearningCheckpoint[] = []
  const whole = await trainSelection(
    task,
    cpu,
    createContext({ keep: (one) => checkpoints.push(structuredClone(one)) }),
  )

  test('leaves one after each step, with the points so far', () => {
    expect(checkpoints.length).toBe(28)
    expect(checkpoints.map(({ points }) => points.length)).toEqual(checkpoints.map((_, step) => step + 1))
    expect(checkpoints.map(({ choice }) => choice !== null)).toEqual(checkpoints.map((_, step) => step >= 21))
  })

  test.each([1, 10, 17, 21, 22, 27, 28])(
    'after step %i ends as one that was never stopped, to the bit',
    async (step) => {
      const resumeFrom = structuredClone(checkpoints[step - 1]!)
      const steps: number[] = []
      const report: SelectionContext['report'] = ({ points, totalSteps }) => steps.push(points.length, totalSteps)
      expect(await trainSelection(task, cpu, createContext({ resumeFrom, report }))).toEqual(whole)
      expect(Math.min(...steps, 28)).toBe(Math.min(step + 1, 28))
      expect(Math.max(...steps, 28)).toBe(28)
    },
  )

  test('keeps two a second at most', async () => {
    const kept: number[] = []
    let timeMs = 0
    const now = () => (timeMs += 40)
    await trainSelection(task, cpu, createContext({ now, keep: ({ points }) => kept.push(points.length) }))
    expect(kept.length).toBeGreaterThan(0)
    expect(kept.length).toBeLessThanOrEqual(timeMs / 500)
  })
})
