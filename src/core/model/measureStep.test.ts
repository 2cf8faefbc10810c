import { describe, expect, test } from 'vitest'
import { yardstick } from '../domain/backend'
import { rowOf } from '../domain/examples'
import type { Learner, LearnerBatch, LearnerSpec } from './learner'
import { measureStep } from './measureStep'

/** A learner whose steps take what a test says, on a clock of its own. */
function createTimed(stepMs: (step: number) => number) {
  let timeMs = 0
  let disposed = 0
  const batches: LearnerBatch[] = []
  const specs: LearnerSpec[] = []
  const create = async (spec: LearnerSpec): Promise<Learner> => {
    specs.push(spec)
    const learner: Partial<Learner> = {
      load: async () => undefined,
      async step(batch) {
        timeMs += stepMs(batches.length)
        batches.push(batch)
        return { loss: 0, crossEntropy: 0, penalty: 0, correct: 0, alpha: null }
      },
      async dispose() {
        disposed++
      },
    }
    return learner as Learner
  }
  const stopwatch = { now: () => timeMs, pause: async () => undefined, cancellation: { requested: false } }
  return { create, stopwatch, batches, specs, disposed: () => disposed, timeMs: () => timeMs }
}

describe('measureStep', () => {
  test('is the median of a second of steps, without those that warm up', async () => {
    const timed = createTimed((step) => (step < 2 ? 400 : step % 10 === 5 ? 90 : 20))
    expect(await measureStep(timed, timed.stopwatch)).toBe(20)
    expect(timed.timeMs()).toBeGreaterThanOrEqual(800 + 1000)
    expect(timed.timeMs()).toBeLessThan(800 + 1100)
    expect(timed.disposed()).toBe(1)
  })

  test('of a very slow backend one step after the warm-up is enough', async () => {
    const timed = createTimed(() => 5000)
    expect(await measureStep(timed, timed.stopwatch)).toBe(5000)
    expect(timed.batches).toHaveLength(2)
  })

  test('takes real steps: other examples and other noise each time, of the sizes of the yardstick', async () => {
    const timed = createTimed(() => 100)
    await measureStep(timed, timed.stopwatch)
    expect(timed.specs[0]).toMatchObject({ channels: yardstick.channels, neurons: yardstick.neurons, mode: 'select' })
    const [first, second] = timed.batches as [LearnerBatch, LearnerBatch]
    expect(first.indices).toHaveLength(yardstick.batch)
    expect(second.indices).not.toEqual(first.indices)
    expect(second.noise).not.toEqual(first.noise)
    const row = rowOf(first.examples, first.indices.at(-1)!, yardstick.channels - 1)
    expect(row).toHaveLength(yardstick.samples)
    expect(new Set(row).size).toBeGreaterThan(300)
  })

  test('ends within one step of a request, and frees the learner', async () => {
    const timed = createTimed(() => 20)
    const stopwatch = {
      ...timed.stopwatch,
      pause: async () => void (timed.stopwatch.cancellation.requested = timed.batches.length === 5),
    }
    await expect(measureStep(timed, stopwatch)).rejects.toMatchObject({ code: 'job/cancelled' })
    expect(timed.batches).toHaveLength(5)
    expect(timed.disposed()).toBe(1)
  })
})
