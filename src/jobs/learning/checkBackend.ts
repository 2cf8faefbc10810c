import { setImmediate as pause } from 'node:timers/promises'
import { backendLacks, untriedBackend, type BackendName, type BackendStatus } from '../../core/domain/backend'
import { AppError, toErrorData } from '../../core/domain/error'
import { isPassing } from '../../core/domain/lossReason'
import type { Cancellation } from '../../core/domain/job'
import { measureStep } from '../../core/model/measureStep'
import { selfTest, type GoldenCase } from '../../core/model/selfTest'
import type { BackendSource, OpenBackend } from './backendSource'
import { untilCancelled } from './untilCancelled'

export interface CheckParts {
  readonly cases: readonly GoldenCase[]
  readonly cancellation: Cancellation
  /** Milliseconds on any clock that only rises; the machine's by default. */
  readonly now?: () => number
}

/** Longest check of one backend: a graphics card may compile for a minute at its first start. */
const limitMs = 180_000

/** Loads a backend, holds it against the golden cases and measures its step. What goes wrong with it is its status.
 *  Rejects with `job/cancelled` alone, within a second of the request unless a single step takes longer. */
export async function checkBackend(source: BackendSource, parts: CheckParts): Promise<BackendStatus> {
  const lack = await source.lack()
  if (lack) return { ...untriedBackend(source.name), state: 'missing', lack }
  const opening = source.open()
  try {
    const work = opening.then((opened) => examine(opened, parts))
    return await untilCancelled(withLimit(work, limitMs), parts.cancellation)
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === 'job/cancelled') throw thrown
    return toFailure(source.name, thrown)
  } finally {
    // Also one that is there only after the check was given up.
    void opening.then((opened) => opened.close()).catch(() => undefined)
  }
}

async function examine(opened: OpenBackend, parts: CheckParts): Promise<BackendStatus> {
  const { cases, cancellation, now = () => performance.now() } = parts
  const { backend, device, accelerated } = opened
  const found = { name: backend, lack: null, device, accelerated, checkedAtMs: Date.now() }
  try {
    const worstError = await selfTest(opened.create, cases)
    const stepMs = await measureStep(opened, { now, pause: () => pause(), cancellation })
    return { ...found, state: 'usable', worstError, stepMs, detail: '' }
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === 'job/cancelled') throw thrown
    return { ...toFailure(backend, thrown), device, accelerated }
  }
}

/** What a failure says of a backend. */
export function toFailure(name: BackendName, thrown: unknown): BackendStatus {
  const error = toErrorData(thrown)
  const { code, message, detail, values } = error
  const failed = { ...untriedBackend(name), checkedAtMs: Date.now(), ...(isPassing(error) ? { passing: true } : {}) }
  const lack = backendLacks.find((one) => one === values?.['lack'])
  if (code === 'learner/unsupported' && lack) return { ...failed, state: 'missing', lack, detail: '' }
  if (code === 'learner/lost') return { ...failed, state: 'crashed', detail: detail ?? message }
  const off = code === 'learner/self-test' ? values?.['error'] : undefined
  const worstError = typeof off === 'number' && Number.isFinite(off) ? off : null
  return { ...failed, state: 'refused', detail: message, worstError }
}

async function withLimit<T>(work: Promise<T>, milliseconds: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    const message = `no answer for ${milliseconds / 1000} s`
    timer = setTimeout(() => reject(new AppError({ code: 'learner/lost', message })), milliseconds)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
