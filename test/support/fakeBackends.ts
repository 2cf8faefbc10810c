import type { BackendLack, BackendName } from '../../src/core/domain/backend'
import { AppError } from '../../src/core/domain/error'
import type { LearningDemand } from '../../src/core/domain/training'
import type { Learner, LearnerSnapshot, LearnerSpec } from '../../src/core/model/learner'
import { goldenSpec, toFlat, type GoldenCase, type Nested } from '../../src/core/model/selfTest'
import type { BackendSource } from '../../src/jobs/learning/backendSource'

export interface FakeBackend {
  readonly name: BackendName
  readonly stepMs?: number
  readonly device?: string
  readonly lack?: BackendLack
  /** What its gradients are multiplied with; 1 is right. */
  readonly gain?: number
  /** Dies when it is opened, or at this step. */
  readonly dies?: 'open' | number
  /** What is said of its death. */
  readonly why?: string
  /** What learning takes; more than 500 MB are refused. */
  readonly needsBytes?: number
  readonly inThisProcess?: boolean
}

/** Backends that know the golden answers, on a clock that their steps move; what was opened and closed is remembered. */
export function createFakeBackends(cases: readonly GoldenCase[]) {
  let timeMs = 0
  const opened: BackendName[] = []
  const closed: BackendName[] = []
  const selfTests: BackendName[] = []
  const died = ({ name, why = 'SIGTRAP' }: FakeBackend) =>
    new AppError({ code: 'learner/lost', message: `${name} stopped working: ${why}`, detail: why })

  const createLearner = (fake: FakeBackend, spec: LearnerSpec): Learner => {
    const { name, stepMs = 10, gain = 1, dies } = fake
    let steps = 0
    let state: LearnerSnapshot = { parameters: {}, firstMoments: {}, secondMoments: {}, steps: 0, statistics: null }
    const answer = (isTraining: boolean) =>
      cases.find((one) => one.training === isTraining && sameSizes(goldenSpec(one), spec))!.expected
    return {
      spec,
      backend: name,
      load: async (parameters) => void (state = { ...state, parameters }),
      loadStatistics: async (statistics) => void (state = { ...state, statistics }),
      parameters: async () => state.parameters,
      statistics: async () => state.statistics,
      snapshot: async () => state,
      restore: async (snapshot) => void (state = snapshot),
      async step() {
        if (++steps === dies) throw died(fake)
        timeMs += stepMs
        state = { ...state, steps: state.steps + 1 }
        return { loss: state.steps, crossEntropy: 0, penalty: 0, correct: 0, alpha: null }
      },
      async gradients() {
        selfTests.push(name)
        const { logits, crossEntropy, penalty, gradients } = answer(true)
        const scaled = Object.entries(gradients!).map(([key, values]) => [key, scale(values, gain)])
        const losses = { loss: crossEntropy, crossEntropy, penalty, correct: 0 }
        return {
          ...losses,
          logits: toFlat(logits),
          gradients: Object.fromEntries(scaled) as Record<string, Float32Array>,
        }
      },
      evaluate: async () => toFlat(answer(false).logits),
      recomputeStatistics: async () => state.statistics!,
      dispose: async () => undefined,
    }
  }
  const toSource = (fake: FakeBackend): BackendSource => ({
    name: fake.name,
    lack: async () => fake.lack ?? null,
    inThisProcess: fake.inThisProcess ?? false,
    async open() {
      if (fake.dies === 'open') throw died(fake)
      opened.push(fake.name)
      return {
        backend: fake.name,
        device: fake.device ?? `device of ${fake.name}`,
        accelerated: false,
        create: async (spec) => createLearner(fake, spec),
        demand: () => demandOf(fake),
        close: () => void closed.push(fake.name),
      }
    },
  })
  return { toSource, opened, closed, selfTests, now: () => timeMs }
}

function demandOf({ needsBytes = 1e6 }: FakeBackend): LearningDemand {
  if (needsBytes > 500e6) throw new AppError({ code: 'learner/memory', message: 'Too much.' })
  return { predictedBytes: needsBytes, limitBytes: 500e6 }
}

const scale = (values: Nested, gain: number): Float32Array => toFlat(values).map((value) => value * gain)

const sameSizes = (a: LearnerSpec, b: LearnerSpec): boolean =>
  a.mode === b.mode && a.channels === b.channels && a.neurons === b.neurons && a.samples === b.samples
