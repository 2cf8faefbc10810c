import { beforeAll, describe, expect, it } from 'vitest'
import { createEngineLearner } from '../../src/core/engine/engineLearner'
import { createInlineCrew } from '../../src/core/engine/inlineCrew'
import { createTfLearner } from '../../src/core/model/tfLearner'
import { loadWasmBackend } from '../../src/jobs/learning/wasmBackend'
import { relativeError } from '../support/reference/tensors'
import { courseOf, learnerTrajectory, referenceTrajectory, type Trajectory } from '../support/reference/trajectory'
import type { CreateLearner } from '../support/reference/withLearner'

const { tf } = await loadWasmBackend()
const host = { createCrew: createInlineCrew(), memoryLimitBytes: 2 ** 30 }
const learners: readonly [string, CreateLearner][] = [
  ['the engine', (spec) => createEngineLearner(spec, host)],
  ['TensorFlow.js on wasm', async (spec) => createTfLearner(tf, spec, { backend: 'wasm' })],
]

const steps = 50
/** Gradients of a learner may be off by 3e-5 of their largest (`backends.test.ts`) and are by about 1e-6. */
const disturbance = 1e-5

/** How far one trajectory leads from another: the largest difference of the loss, and of the selection's logits. */
const apart = (a: Trajectory, b: Trajectory): { loss: number; alpha: number } => ({
  loss: Math.max(...a.crossEntropy.map((value, i) => Math.abs(value - b.crossEntropy[i]!))),
  alpha: Math.max(...a.alpha.map((values, i) => relativeError(values, b.alpha[i]!))),
})

describe.each([1, 2])(`the first ${steps} steps from seed %i`, (seed) => {
  const course = courseOf(seed, steps)
  let exact: Trajectory
  let bound: { loss: number; alpha: number }
  const found = new Map<string, Trajectory>()

  // The bound is not chosen but computed: as far as the float64 trajectory itself is led astray when its gradients are
  // disturbed by ten times float32's error (loss about 1e-6, logits 5e-5 to 2e-3), and the rounding of the loss to float32.
  beforeAll(async () => {
    exact = referenceTrajectory(course)
    const growth = apart(referenceTrajectory(course, disturbance), exact)
    bound = { loss: growth.loss + 1e-6, alpha: growth.alpha }
    for (const [name, create] of learners) {
      const learner = await create(course.spec)
      found.set(name, await learnerTrajectory(course, learner).finally(() => learner.dispose()))
    }
  })

  it('learn something, and a disturbance of 1e-5 does not make another trajectory of it', () => {
    const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length
    expect(mean(exact.crossEntropy.slice(-5))).toBeLessThan(mean(exact.crossEntropy.slice(0, 5)) - 0.2)
    expect(bound.loss).toBeLessThan(1e-4)
    // More than the loss: a logit whose slope is near zero moves by a whole rate to one side or the other.
    expect(bound.alpha).toBeLessThan(1e-2)
  })

  it.each(learners.map(([name]) => name))('are those of float64 on %s, within float32 growth', (name) => {
    const difference = apart(found.get(name)!, exact)
    expect(difference.loss).toBeLessThan(bound.loss)
    expect(difference.alpha).toBeLessThan(bound.alpha)
    // The gradient of bn1Beta is zero in truth: what it moves by is rounding, and changes nothing.
    for (const [parameter, values] of Object.entries(exact.end)) {
      if (parameter === 'bn1Beta') continue
      expect(relativeError(found.get(name)!.end[parameter]!, values), parameter).toBeLessThan(bound.alpha)
    }
  })

  it('are the same on all backends', () => {
    for (const a of found.values()) {
      for (const b of found.values()) {
        const difference = apart(a, b)
        expect(difference.loss).toBeLessThan(2 * bound.loss)
        expect(difference.alpha).toBeLessThan(2 * bound.alpha)
      }
    }
  })
})
