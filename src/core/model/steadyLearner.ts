import type { BackendName, BackendSwitch } from '../domain/backend'
import { AppError, type ErrorCode } from '../domain/error'
import type { Learner, LearnerFactory, LearnerSnapshot, LearnerSpec } from './learner'
import { copyParameters, copyStatistics } from './parameters'

/** A backend that may be learned on. `open` gives it ready and proven; it is called when it is needed, again for each
 *  learner, and rejects with `learner/…` when the backend does not work (any more). */
export interface LearnerCandidate {
  readonly backend: BackendName
  open(): Promise<LearnerFactory>
}

export interface SteadyOptions {
  /** A backend did not work: it crashed, hangs, computes wrongly, or cannot do these sizes. */
  onLost?(backend: BackendName, error: AppError): void
  /** The next one has taken over. */
  onSwitch?(change: BackendSwitch): void
}

/** Changes of the learner between two snapshots; at most as many are made again after a crash. */
const snapshotEvery = 10

/**
 * A learner that outlives its backend: when that crashes, hangs or cannot do what is asked, the next candidate goes on
 * from the last snapshot, repeats the few batches since, and answers the call that failed. While nothing is lost the
 * numbers are those of the first candidate, to the bit. What is handed in must not be changed afterwards.
 * Rejects with the error of the backend that was lost first when no candidate is left, and at once with whatever is no
 * fault of a backend (`job/cancelled`).
 */
export async function createSteadyLearner(
  candidates: readonly LearnerCandidate[],
  spec: LearnerSpec,
  options: SteadyOptions = {},
): Promise<Learner> {
  const relay = createRelay(candidates, spec, options)
  const { ask, change } = relay
  await relay.start()
  return {
    spec,
    get backend() {
      return relay.backend
    },
    load(parameters) {
      const own = copyParameters(spec, parameters)
      return change((learner) => learner.load(own))
    },
    loadStatistics(statistics) {
      const own = copyStatistics(statistics)
      return change((learner) => learner.loadStatistics(own))
    },
    restore: (snapshot) => change((learner) => learner.restore(snapshot)),
    step: (batch, settings) => change((learner) => learner.step(batch, settings), 1),
    recomputeStatistics: (examples, indices) => change((learner) => learner.recomputeStatistics(examples, indices)),
    parameters: () => ask((learner) => learner.parameters()),
    statistics: () => ask((learner) => learner.statistics()),
    snapshot: () => ask((learner) => learner.snapshot()),
    gradients: (batch, objective) => ask((learner) => learner.gradients(batch, objective)),
    evaluate: (examples, indices) => ask((learner) => learner.evaluate(examples, indices)),
    dispose: () => relay.dispose(),
  }
}

type Call<Answer> = (learner: Learner) => Promise<Answer>

interface Fault {
  readonly backend: BackendName
  readonly error: AppError
}

/** Hands calls to one learner after another. */
interface Relay {
  readonly backend: BackendName
  /** Makes the first learner. */
  start(): Promise<void>
  /** A call that leaves the learner as it was. */
  ask<Answer>(call: Call<Answer>): Promise<Answer>
  /** A call that another learner has to make too, to be where this one is. */
  change<Answer>(call: Call<Answer>, steps?: number): Promise<Answer>
  dispose(): Promise<void>
}

function createRelay(candidates: readonly LearnerCandidate[], spec: LearnerSpec, options: SteadyOptions): Relay {
  const waiting = [...candidates]
  let learner: Learner | null = null
  let base: LearnerSnapshot | null = null
  let changes: Call<unknown>[] = []
  let steps = 0
  let fault: Fault | null = null

  const lose = (next: Fault): void => {
    fault ??= next
    options.onLost?.(next.backend, next.error)
  }
  const bringUp = async (candidate: LearnerCandidate): Promise<Learner> => {
    const made = await (await candidate.open()).create(spec)
    try {
      if (base) await made.restore(base)
      for (const call of changes) await call(made)
      return made
    } catch (thrown) {
      await discard(made)
      throw thrown
    }
  }
  const goOn = async (): Promise<Learner> => {
    for (let candidate = waiting.shift(); candidate; candidate = waiting.shift()) {
      const { backend } = candidate
      learner = await bringUp(candidate).catch((thrown) => (lose({ backend, error: toFault(thrown) }), null))
      if (!learner) continue
      if (fault) options.onSwitch?.({ from: fault.backend, to: backend, step: steps, why: whyLost(fault.error) })
      fault = null
      return learner
    }
    throw fault?.error ?? nothingToLearnOn()
  }
  const ask = async <Answer>(call: Call<Answer>): Promise<Answer> => {
    for (;;) {
      const asked = learner ?? (await goOn())
      try {
        return await call(asked)
      } catch (thrown) {
        const error = toFault(thrown)
        learner = null
        await discard(asked)
        lose({ backend: asked.backend, error })
      }
    }
  }
  return {
    get backend() {
      return learner?.backend ?? candidates[0]!.backend
    },
    start: async () => void (await goOn()),
    ask,
    async change(call, count = 0) {
      const answer = await ask(call)
      changes.push(call)
      steps += count
      if (changes.length < snapshotEvery) return answer
      base = await ask((asked) => asked.snapshot())
      changes = []
      return answer
    },
    dispose: async () => learner?.dispose(),
  }
}

/** A lost learner may fail to end as well; there is nothing more to be had from it. */
const discard = (learner: Learner): Promise<void> => learner.dispose().catch(() => undefined)

const backendFaults: readonly ErrorCode[] = [
  'learner/lost',
  'learner/unsupported',
  'learner/self-test',
  'learner/memory',
]

/** Gives a failure that another backend may not have; throws any other. A trap of WebAssembly is a crash. */
function toFault(thrown: unknown): AppError {
  if (thrown instanceof AppError && backendFaults.includes(thrown.code)) return thrown
  if (!(thrown instanceof Error) || thrown.name !== 'RuntimeError') throw thrown
  return new AppError({ code: 'learner/lost', message: thrown.message, hint: 'Choose another backend.' })
}

/** The bare reason: whoever shows it names the backend. */
const whyLost = ({ data }: AppError): string => data.detail ?? data.message

const nothingToLearnOn = (): AppError =>
  new AppError({
    code: 'learner/unsupported',
    message: 'No backend works on this computer.',
    hint: '"sparsecap backends" says what each of them lacks.',
  })
