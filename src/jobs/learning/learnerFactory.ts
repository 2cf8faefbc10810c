import type { BackendChoice, BackendDecision, BackendName, BackendStatus, LostBackend } from '../../core/domain/backend'
import { decideBackend, usableBackends, whyNot } from '../../core/domain/decideBackend'
import { AppError } from '../../core/domain/error'
import type { JobContext } from '../../core/domain/job'
import { toFailure } from './checkBackend'
import { checkBackends, surveyBackends, type BackendParts } from './checkBackends'
import { createLearning, demandOf, without, type Learning, type LearningWish } from './learning'
import { createOpenBackends, type OpenBackends } from './openBackends'

type Context = Pick<JobContext, 'cancellation' | 'progress'>

/**
 * The backend to learn on, proven on this machine. What was never tried here is checked first, once per machine and
 * version of the program. Throws `learner/unsupported` when none works, or not the one asked for, `learner/memory` when the
 * one asked for has not enough, and `job/cancelled`.
 */
export async function createLearnerFactory(wish: LearningWish, context: Context): Promise<Learning> {
  const gone = (wish.lost ?? []).map(({ backend }) => backend)
  // One that was asked for and is lost has done what it could: others go on, as they do where this process lives on.
  const asked = wish.backend && wish.backend !== 'auto' && gone.includes(wish.backend) ? 'auto' : wish.backend
  const choice = asked ?? wish.records.choice
  const parts = { ...wish, sources: wish.sources.filter(({ name }) => !gone.includes(name)) }
  const statuses = await knowEnough(choice, parts, context)
  const decision = decideBackend(choice, statuses)
  if (!decision) throw wish.lost && wish.lost.length > 0 ? noneLeft(wish.lost) : nothingWorks(statuses)
  if (asked && decision.reason === 'fallback') throw doesNotWork(decision, asked)
  const backends = createOpenBackends(parts, context.cancellation)
  const names = inOrder(decision, statuses)
  try {
    const isBound = asked === decision.backend
    const begun = await begin(names, decision, { backends, isBound })
    if (isBound) demandOf(backends, wish.sizes)
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

const nothingWorks = (statuses: readonly BackendStatus[]): AppError =>
  new AppError({
    code: 'learner/unsupported',
    message: `No backend works on this computer. ${statuses.map((status) => `${whyNot(status)}.`).join(' ')}`,
    hint: '"sparsecap backends --check" tries them again.',
  })

/** Each took a process of this work with it. `values`: the step, and by the name of each backend why it went. */
function noneLeft(lost: readonly LostBackend[]): AppError {
  const step = lost.at(-1)!.step
  const each = lost.map(({ backend, why }) => `${backend} stopped (${why})`).join(', ')
  return new AppError({
    code: 'learner/none-left',
    message: `${each}, and no other backend works here. The learning was lost at step ${step}; nothing of it was kept.`,
    hint: '"sparsecap backends --check" tries them again.',
    values: { step, ...Object.fromEntries(lost.map(({ backend, why }) => [backend, why])) },
  })
}

const doesNotWork = ({ detail }: BackendDecision, backend: BackendChoice): AppError =>
  new AppError({
    code: 'learner/unsupported',
    message: `The backend that was asked for does not work here: ${detail}.`,
    hint: `"sparsecap backends" says how to get ${backend}; without --backend the fastest that works runs.`,
    values: { backend },
  })
