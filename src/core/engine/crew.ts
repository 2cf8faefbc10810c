import type { Barrier } from './control'

/** Orders that all threads of an engine follow together; each is a program of phases with barriers between them. */
export const engineOrder = { step: 1, gradients: 2, evaluate: 3, moments: 4, cache: 5 } as const
export type EngineOrder = (typeof engineOrder)[keyof typeof engineOrder]

/** What one thread of an engine is made of. Plain data and shared memory: it crosses to a worker as it is.
 *  `plan` holds sizes and addresses (`layout.ts`), the same for all threads. */
export interface ThreadParts<Plan> {
  readonly memory: WebAssembly.Memory
  readonly kernels: WebAssembly.Module
  readonly plan: Plan
  /** 0 … most threads − 1. */
  readonly thread: number
}

export interface EngineThread {
  /** Does this thread's share of the order among `active` threads. */
  run(order: EngineOrder, active: number, barrier: Barrier): void
}

/** The threads of one engine. The engine does not know whether they are workers or the caller's own. */
export interface Crew {
  /** `2 threads`. */
  readonly description: string
  /** Runs an order to its end on all threads. Rejects with `job/cancelled` within 100 ms of a request, with
   *  `learner/lost` when a thread died; the engine is of no use after either. */
  run(order: EngineOrder): Promise<void>
  dispose(): Promise<void>
}

export type CreateCrew<Plan> = (parts: Omit<ThreadParts<Plan>, 'thread'>) => Promise<Crew>
