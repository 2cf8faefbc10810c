import type {
  BackendChoice,
  BackendDecision,
  BackendName,
  BackendStatus,
  BackendSwitch,
  BackendUse,
} from '../../core/domain/backend'
import { decideBackend, usableBackends, whyNot } from '../../core/domain/decideBackend'
import { AppError } from '../../core/domain/error'
import type { JobContext } from '../../core/domain/job'
import type { LearnerFactory } from '../../core/model/learner'
import { createSteadyLearner } from '../../core/model/steadyLearner'
import { toFailure } from './checkBackend'
import { checkBackends, surveyBackends, type BackendParts } from './checkBackends'
import { createOpenBackends, type OpenBackends } from './openBackends'

export interface LearningWish extends BackendParts {
  /** For this learning alone; it fails where that backend does not work. Without it the kept choice counts, and another
   *  backend runs where that one does not work. */
  readonly backend?: BackendChoice
  /** Steps of the whole work so far; left out: those of the learner that was lost. */
  stepsDone?(): number
  /** A backend was lost while learning, and another took over. */
  onSwitch?(change: BackendSwitch): void
}

export interface Learning {
  /** Learners that outlive their backend. Its `backend` and `device` are those of the one that runs now. */
  readonly factory: LearnerFactory
  /** What it runs on now, and why. */
  readonly use: BackendUse
  /** Ends processes and pages. */
  close(): void
}

type Context = Pick<JobContext, 'cancellation' | 'progress'>

/**
 * The backend to learn on, proven on this machine. What was never tried here is checked first, once per machine and
 * version of the program. Throws `learner/unsupported` when none works, or not the one asked for, and `job/cancelled`.
 */
export async function createLearnerFactory(wish: LearningWish, context: Context): Promise<Learning> {
  const choice = wish.backend ?? wish.records.choice
  const statuses = await knowEnough(choice, wish, context)
  const decision = decideBackend(choice, statuses)
  if (!decision) throw nothingWorks(statuses)
  if (wish.backend && decision.reason === 'fallback') throw doesNotWork(decision, wish.backend)
  const backends = createOpenBackends(wish, context.cancellation)
  const names = inOrder(decision, statuses)
  try {
    const begun = await begin(names, decision, { backends, isBound: wish.backend === decision.backend })
    return createLearning({ names, backends, wish, begun })
  } catch (thrown) {
    backends.close()
    throw thrown
  }
}

/** Where the fastest is wanted all are compared; a chosen one has no rival unless it does not work. */
async function knowEnough(
  choice: BackendChoice,
  parts: BackendParts,
  context: Context,
): Promise<readonly BackendStatus[]> {
  const quiet = { ...context, report: () => undefined }
  const statuses = await surveyBackends(parts)
  const untried = statuses.filter(({ state }) => state === 'untried').map(({ name }) => name)
  const first = choice === 'auto' ? untried : untried.filter((name) => name === choice)
  const found = first.length > 0 ? await checkBackends(first, parts, quiet) : statuses
  if (found.some(({ name, state }) => state === 'usable' && (choice === 'auto' || name === choice))) return found
  const others = untried.filter((name) => !first.includes(name))
  return others.length > 0 ? checkBackends(others, parts, quiet) : found
}

/** The one decided on, then those that may take over. Those never tried are proven when it comes to that. */
function inOrder({ backend }: BackendDecision, statuses: readonly BackendStatus[]): BackendName[] {
  const untried = statuses.filter(({ state }) => state === 'untried')
  return [...new Set([backend, ...[...usableBackends(statuses), ...untried].map(({ name }) => name)])]
}

/** Loads the first that works. One that passed some day may not work today: its driver or its card may be gone. */
async function begin(
  names: BackendName[],
  decision: BackendDecision,
  { backends, isBound }: { backends: OpenBackends; isBound: boolean },
): Promise<BackendDecision> {
  let failed: BackendStatus | null = null
  for (const name of [...names]) {
    try {
      const { device } = await backends.open(name)
      if (!failed) return { ...decision, device }
      return { backend: name, device, reason: 'fallback', detail: whyNot(failed) }
    } catch (thrown) {
      if (isBound || !(thrown instanceof AppError) || thrown.code === 'job/cancelled') throw thrown
      failed ??= toFailure(name, thrown)
      without(names, name)
    }
  }
  throw nothingWorks(failed ? [failed] : [])
}

interface Begun {
  /** Those that may be learned on, in order; a lost one is taken out. */
  readonly names: BackendName[]
  readonly backends: OpenBackends
  readonly wish: LearningWish
  readonly begun: BackendDecision
}

function createLearning({ names, backends, wish, begun }: Begun): Learning {
  const switches: BackendSwitch[] = []
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
    close: () => backends.close(),
  }
}

/** Takes a name out; one that is gone already stays gone. */
function without(names: BackendName[], name: BackendName): void {
  const at = names.indexOf(name)
  if (at >= 0) names.splice(at, 1)
}

const whySwitched = (switches: readonly BackendSwitch[]): string =>
  switches.map(({ from, step, why }) => `${from} stopped at step ${step}: ${why}`).join('; ')

const nothingWorks = (statuses: readonly BackendStatus[]): AppError =>
  new AppError({
    code: 'learner/unsupported',
    message: `No backend works on this computer. ${statuses.map(whyNot).join('. ')}`,
    hint: '"sparsecap backends --check" tries them again.',
  })

const doesNotWork = ({ detail }: BackendDecision, backend: BackendChoice): AppError =>
  new AppError({
    code: 'learner/unsupported',
    message: `The backend that was asked for does not work here. ${detail}`,
    hint: `"sparsecap backends" says how to get ${backend}; without --backend the fastest that works runs.`,
    values: { backend },
  })
