import type {
  BackendChoice,
  BackendDecision,
  BackendName,
  BackendSwitch,
  BackendUse,
  LostBackend,
} from '../../core/domain/backend'
import { AppError } from '../../core/domain/error'
import type { LearningDemand } from '../../core/domain/training'
import type { LearnerFactory } from '../../core/model/learner'
import { createSteadyLearner } from '../../core/model/steadyLearner'
import type { LearningSize } from './backendSource'
import type { BackendParts } from './checkBackends'
import type { OpenBackends } from './openBackends'

/** What a learning is asked for. */
export interface LearningWish extends BackendParts {
  /** For this learning alone; it fails where that backend does not work. Without it the kept choice counts, and another
   *  backend runs where that one does not work. */
  readonly backend?: BackendChoice
  /** What is going to be learned: a backend that was asked for and cannot do it is refused now, not after the signals
   *  were prepared. Of several kinds of learner, all. */
  readonly sizes?: readonly LearningSize[]
  /** Backends that took an earlier process of this work with them: it goes on without them. */
  readonly lost?: readonly LostBackend[]
  /** Those that were lost before, in a process that is gone. */
  readonly switches?: readonly BackendSwitch[]
  /** Steps of the whole work so far; left out: those of the learner that was lost. */
  stepsDone?(): number
  /** A backend was lost while learning, and another took over. */
  onSwitch?(change: BackendSwitch): void
}

/** What learns now, whatever was lost. */
export interface Learning {
  /** Learners that outlive their backend. Its `backend` and `device` are those of the one that runs now. */
  readonly factory: LearnerFactory
  /** What it runs on now, and why. */
  readonly use: BackendUse
  /** Memory that the one that runs now takes for the largest of the sizes; `null` where it does not say. */
  readonly demand: LearningDemand | null
  /** Ends processes and pages. */
  close(): void
}

export interface Begun {
  /** Those that may be learned on, in order; a lost one is taken out. */
  readonly names: BackendName[]
  readonly backends: OpenBackends
  readonly wish: LearningWish
  readonly begun: BackendDecision
}

/** What the largest of the sizes takes. Throws `learner/unsupported` and `learner/memory`. */
export function demandOf({ current }: OpenBackends, sizes: readonly LearningSize[] = []): LearningDemand | null {
  const demands = sizes.flatMap((size) => current?.demand?.(size) ?? [])
  return demands.toSorted((a, b) => b.predictedBytes - a.predictedBytes)[0] ?? null
}

/** Switches from the backends that are gone to the one that goes on. */
function switchesOf({ lost = [], switches = [] }: LearningWish, { backend }: BackendDecision): BackendSwitch[] {
  const untold = lost.filter((one) => !switches.some(({ from, step }) => from === one.backend && step === one.step))
  const told = untold.map((one, i) => ({
    from: one.backend,
    to: untold[i + 1]?.backend ?? backend,
    step: one.step,
    why: one.why,
  }))
  return [...switches, ...told]
}

export function createLearning({ names, backends, wish, begun }: Begun): Learning {
  const switches = switchesOf(wish, begun)
  const factory: LearnerFactory = {
    get backend() {
      return backends.current!.backend
    },
    get device() {
      return backends.current!.device
    },
    create(spec) {
      const candidates = names.map((name) => ({ backend: name, open: () => backends.open(name) }))
      return createSteadyLearner(candidates, spec, {
        onLost(name, error) {
          // Sizes that are too large for one say nothing about the next learner's.
          if (error.code !== 'learner/lost' && error.code !== 'learner/self-test') return
          backends.lose(name, error)
          without(names, name)
        },
        onSwitch(change) {
          switches.push({ ...change, step: wish.stepsDone?.() ?? change.step })
          wish.onSwitch?.(switches.at(-1)!)
        },
      })
    },
  }
  return {
    factory,
    get use() {
      const { backend, device } = factory
      if (switches.length === 0) return { ...begun, device, switches: [] }
      return { backend, device, reason: 'fallback' as const, detail: whySwitched(switches), switches: [...switches] }
    },
    get demand() {
      try {
        return demandOf(backends, wish.sizes)
      } catch (thrown) {
        // Another one takes over when it comes to that.
        if (thrown instanceof AppError) return null
        throw thrown
      }
    },
    close: () => backends.close(),
  }
}

/** Takes a name out; one that is gone already stays gone. */
export function without(names: BackendName[], name: BackendName): void {
  const at = names.indexOf(name)
  if (at >= 0) names.splice(at, 1)
}

const whySwitched = (switches: readonly BackendSwitch[]): string =>
  switches.map(({ from, step, why }) => `${from} stopped at step ${step}: ${why}`).join('; ')
