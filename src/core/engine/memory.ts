import { AppError } from '../domain/error'
import type { LearnerSpec } from '../model/learner'
import { planEngine, type EnginePlan } from './layout'

/** Most of a WebAssembly memory that kept examples may take; more of them are transformed anew for each batch. */
const keptBytes = 1 << 30
/** What a WebAssembly memory can hold. */
const addressable = 65_535 * 65_536

export interface EngineMemory {
  /** Of the engine itself, for batches of at most `capacity`. */
  readonly fixed: number
  /** Of the examples whose spectra are kept. */
  readonly kept: number
  readonly total: number
}

export interface MemoryDemand {
  /** Largest batch. */
  readonly batch: number
  /** Examples that training and validation point into. */
  readonly examples: number
  readonly limitBytes: number
}

/** Bytes that an engine will take, the caller's own signals not counted. Kept examples give way to the limit. */
export function predictMemory(spec: LearnerSpec, { batch, examples, limitBytes }: MemoryDemand): EngineMemory {
  const plan = planEngine(spec, batch)
  const kept = Math.min(examples * slotBytes(plan), keptBudget(plan, limitBytes))
  return { fixed: plan.fixedBytes, kept, total: plan.fixedBytes + kept }
}

/** Bytes of one kept example: before the selection, or as input of the convolution. */
export const slotBytes = (plan: EnginePlan): number => (plan.sizes.selects ? plan.channel.bytes : plan.input.bytes)

/** Bytes that kept examples may take. */
export const keptBudget = (plan: EnginePlan, limitBytes: number): number =>
  Math.max(0, Math.min(keptBytes, limitBytes - plan.fixedBytes, addressable - plan.fixedBytes))

/** Throws `learner/memory` when not even a batch fits. */
export function requireMemory(plan: EnginePlan, limitBytes: number): void {
  const most = Math.min(limitBytes, addressable)
  if (plan.fixedBytes <= most) return
  const megabytes = (bytes: number): number => Math.ceil(bytes / 2 ** 20)
  const { capacity } = plan.sizes
  throw new AppError({
    code: 'learner/memory',
    message: `A batch of ${capacity} needs ${megabytes(plan.fixedBytes)} MB, allowed are ${megabytes(most)} MB.`,
    hint: 'Choose among fewer sites, or another backend.',
    values: { predicted: megabytes(plan.fixedBytes), limit: megabytes(most), batch: capacity },
  })
}
