import { describe, expect, test } from 'vitest'
import type { BackendName, BackendSwitch } from '../domain/backend'
import { AppError } from '../domain/error'
import { publishedNetwork } from '../domain/model'
import { createRandom } from '../domain/random'
import { separateExamples } from '../domain/examples'
import type { Learner, LearnerBatch, LearnerSnapshot, LearnerSpec, StepSettings } from './learner'
import { initialParameters } from './parameters'
import { createSteadyLearner, type LearnerCandidate } from './steadyLearner'

const spec: LearnerSpec = {
  network: publishedNetwork,
  mode: 'fixed',
  channels: 1,
  neurons: 1,
  samples: 100,
  classes: 2,
}
const settings: StepSettings = {
  temperature: 1,
  threshold: 1,
  penaltyWeight: 0,
  weightDecay: 0,
  learningRate: 1,
  alphaRate: 1,
}
const examples = separateExamples(new Float32Array(4 * 100), 1, 100)
const indices = Int32Array.of(0, 1)
const batch = (step: number): LearnerBatch => ({
  examples,
  indices,
  labels: Int32Array.of(0, 1),
  noise: { kind: 'seeded', seed: 1, step },
})
const parameters = initialParameters(spec, createRandom(1))
const why = 'its process ended with SIGTRAP'
const lost = () => new AppError({ code: 'learner/lost', message: `The learner stopped: ${why}`, detail: why })

type Method = Exclude<keyof Learner, 'spec' | 'backend' | 'dispose'>

/** A learner of bookkeeping: its one weight remembers every batch in order, so a batch that is left out, repeated or
 *  out of order shows. It dies at call number `dies.at` of a method. */
function createFragile(backend: BackendName, dies?: { method: Method; at: number }, error: () => Error = lost) {
  const calls: Partial<Record<Method, number>> = {}
  let disposed = 0
  const alive = (method: Method): void => {
    calls[method] = (calls[method] ?? 0) + 1
    if (dies?.method === method && calls[method] === dies.at) throw error()
  }
  const candidate: LearnerCandidate = {
    backend,
    open: async () => ({ backend, device: backend, create: async () => createLearner() }),
  }
  const createLearner = (): Learner => {
    let state: LearnerSnapshot = { parameters: {}, firstMoments: {}, secondMoments: {}, steps: 0, statistics: null }
    const weight = () => state.parameters['fcBias']![0]!
    const statistics = () => ({
      bn1Mean: Float32Array.of(weight()),
      bn1Var: new Float32Array(1),
      bn2Mean: new Float32Array(1),
      bn2Var: new Float32Array(1),
    })
    const answer = { loss: 0, crossEntropy: 0, penalty: 0, correct: 0 }
    return {
      spec,
      backend,
      async load(values) {
        alive('load')
        state = { ...state, parameters: { ...values, fcBias: Float32Array.of(0, 0) }, steps: 0 }
      },
      async loadStatistics(values) {
        alive('loadStatistics')
        state = { ...state, statistics: values }
      },
      async parameters() {
        alive('parameters')
        return state.parameters
      },
      async statistics() {
        alive('statistics')
        return state.statistics
      },
      async snapshot() {
        alive('snapshot')
        return state
      },
      async restore(snapshot) {
        alive('restore')
        state = snapshot
      },
      async step({ noise }) {
        alive('step')
        const step = noise.kind === 'seeded' ? noise.step : 0
        const next = (weight() * 31 + step + 1) % 65_521
        state = {
          ...state,
          parameters: { ...state.parameters, fcBias: Float32Array.of(next, 0) },
          steps: state.steps + 1,
        }
        return { ...answer, loss: next, alpha: null }
      },
      async gradients() {
        alive('gradients')
        return { ...answer, loss: weight(), logits: new Float32Array(4), gradients: {} }
      },
      async evaluate() {
        alive('evaluate')
        return Float32Array.of(weight())
      },
      async recomputeStatistics() {
        alive('recomputeStatistics')
        state = { ...state, statistics: statistics() }
        return state.statistics!
      },
      async dispose() {
        disposed++
      },
    }
  }
  return { candidate, calls, disposed: () => disposed }
}

/** A training that calls everything; what it saw, in order. */
async function train(learner: Learner): Promise<unknown[]> {
  const seen: unknown[] = []
  await learner.load(parameters)
  for (let step = 0; step < 27; step++) {
    seen.push((await learner.step(batch(step), settings)).loss)
    if (step % 5 === 4) seen.push(await learner.evaluate(examples, indices))
    if (step === 12) seen.push(await learner.recomputeStatistics(examples, indices))
    if (step === 20) await learner.restore(await learner.snapshot())
  }
  seen.push((await learner.gradients(batch(99), settings)).loss, await learner.statistics(), await learner.parameters())
  await learner.dispose()
  return seen
}

describe('createSteadyLearner', () => {
  const expected = async () => train(await createSteadyLearner([createFragile('cpu').candidate], spec))

  const deaths: { method: Method; at: number }[] = [
    { method: 'load', at: 1 },
    ...[1, 2, 9, 10, 11, 13, 20, 21, 27].map((at) => ({ method: 'step' as const, at })),
    ...[1, 2, 3].map((at) => ({ method: 'snapshot' as const, at })),
    ...[1, 5].map((at) => ({ method: 'evaluate' as const, at })),
    ...(['recomputeStatistics', 'restore', 'gradients', 'parameters', 'statistics'] as const).map((method) => ({
      method,
      at: 1,
    })),
  ]
  test.each(deaths)('a death at call $at of $method changes nothing that is learned', async (dies) => {
    const first = createFragile('tensorflow-gpu', dies)
    const switches: BackendSwitch[] = []
    const losses: BackendName[] = []
    const learner = await createSteadyLearner([first.candidate, createFragile('cpu').candidate], spec, {
      onLost: (backend) => losses.push(backend),
      onSwitch: (change) => switches.push(change),
    })
    expect(learner.backend).toBe('tensorflow-gpu')
    expect(await train(learner)).toEqual(await expected())
    expect(learner.backend).toBe('cpu')
    expect(losses).toEqual(['tensorflow-gpu'])
    expect(switches).toMatchObject([{ from: 'tensorflow-gpu', to: 'cpu', why }])
    expect(first.disposed()).toBe(1)
  })

  test('says from which step the next one went on, and repeats at most ten changes there', async () => {
    const second = createFragile('cpu')
    const switches: BackendSwitch[] = []
    const learner = await createSteadyLearner(
      [createFragile('webgpu', { method: 'step', at: 26 }).candidate, second.candidate],
      spec,
      { onSwitch: (change) => switches.push(change) },
    )
    await train(learner)
    expect(switches.map(({ step }) => step)).toEqual([25])
    // Of 25 steps before the death those after the last snapshot, then the remaining two.
    expect(second.calls.step).toBeLessThanOrEqual(10 + 2)
    expect(second.calls.load).toBeUndefined()
  })

  test('goes from one to the next also when that dies while it catches up', async () => {
    const switches: BackendSwitch[] = []
    const learner = await createSteadyLearner(
      [
        createFragile('tensorflow-gpu', { method: 'step', at: 16 }).candidate,
        createFragile('webgpu', { method: 'step', at: 3 }).candidate,
        createFragile('cpu').candidate,
      ],
      spec,
      { onSwitch: (change) => switches.push(change) },
    )
    expect(await train(learner)).toEqual(await expected())
    expect(switches).toMatchObject([{ from: 'tensorflow-gpu', to: 'cpu', step: 15 }])
  })

  test('one that cannot do the sizes, or does not open, is passed over before the first step', async () => {
    const unsupported = () => new AppError({ code: 'learner/unsupported', message: 'Only up to 64 neurons' })
    const refusing: LearnerCandidate = {
      backend: 'webgpu',
      open: async () => ({ backend: 'webgpu', device: '', create: () => Promise.reject(unsupported()) }),
    }
    const closed: LearnerCandidate = { backend: 'tensorflow-gpu', open: () => Promise.reject(lost()) }
    const switches: BackendSwitch[] = []
    const learner = await createSteadyLearner([refusing, closed, createFragile('wasm').candidate], spec, {
      onSwitch: (change) => switches.push(change),
    })
    expect(learner.backend).toBe('wasm')
    expect(switches).toEqual([{ from: 'webgpu', to: 'wasm', step: 0, why: 'Only up to 64 neurons' }])
  })

  test('a trap of WebAssembly is a crash of its backend', async () => {
    const trap = () => Object.assign(new Error('unreachable'), { name: 'RuntimeError' })
    const first = createFragile('wasm', { method: 'step', at: 2 }, trap)
    const learner = await createSteadyLearner([first.candidate, createFragile('cpu').candidate], spec)
    expect(await train(learner)).toEqual(await expected())
  })

  test('fails with what happened first when no backend is left', async () => {
    const learner = await createSteadyLearner(
      [
        createFragile('webgpu', { method: 'step', at: 4 }).candidate,
        createFragile('cpu', { method: 'step', at: 1 }, () => new AppError({ code: 'learner/memory', message: 'Full' }))
          .candidate,
      ],
      spec,
    )
    await expect(train(learner)).rejects.toMatchObject({ code: 'learner/lost', message: /SIGTRAP/ })
    await expect(createSteadyLearner([], spec)).rejects.toMatchObject({ code: 'learner/unsupported' })
  })

  test('a request to stop, or a fault of the program, ends it at once on the backend that runs', async () => {
    for (const error of [
      new AppError({ code: 'job/cancelled', message: 'Stopped' }),
      new TypeError('x is undefined'),
    ]) {
      const second = createFragile('cpu')
      const learner = await createSteadyLearner(
        [createFragile('webgpu', { method: 'step', at: 4 }, () => error).candidate, second.candidate],
        spec,
      )
      await expect(train(learner)).rejects.toBe(error)
      expect(second.calls).toEqual({})
    }
  })
})
