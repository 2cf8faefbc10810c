import { AppError } from '../domain/error'
import type { LearnerSpec } from '../model/learner'
import type { CreateCrew, Crew, EngineOrder } from './crew'
import { createExampleSlots, type ExampleSlots } from './exampleSlots'
import { engineKernels } from './kernels'
import { planEngine, writeTables, type EnginePlan } from './layout'
import { keptBudget, requireMemory } from './memory'
import { viewMemory, type SharedViews } from './threadContext'

/** What the engine needs from outside: threads, and how much memory it may take. */
export interface EngineHost {
  readonly createCrew: CreateCrew<EnginePlan>
  readonly memoryLimitBytes: number
}

/** Memory and threads for batches of at most `plan.sizes.capacity` trials. */
export interface Engine extends SharedViews {
  readonly memory: WebAssembly.Memory
  readonly crew: Crew
  readonly slots: ExampleSlots
  run(order: EngineOrder): Promise<void>
}

/** Throws `learner/memory` before anything is taken when a batch does not fit. */
export async function openEngine(spec: LearnerSpec, host: EngineHost, capacity: number): Promise<Engine> {
  const plan = planEngine(spec, capacity)
  requireMemory(plan, host.memoryLimitBytes)
  const budget = keptBudget(plan, host.memoryLimitBytes)
  const memory = createMemory(plan.fixedBytes, budget)
  writeTables(memory.buffer, plan)
  const views = viewMemory(memory, plan)
  const crew = await host.createCrew({ memory, kernels: engineKernels(), plan })
  const run = (order: EngineOrder): Promise<void> => crew.run(order)
  return { ...views, memory, crew, run, slots: createExampleSlots({ ...views, memory, run }, budget) }
}

export const pageBytes = 65_536

/** A memory with room for `fixed` bytes that can grow by `more`. */
function createMemory(fixed: number, more: number): WebAssembly.Memory {
  const initial = Math.ceil(fixed / pageBytes)
  const maximum = Math.min(65_536, Math.ceil((fixed + more) / pageBytes) + 1)
  try {
    return new WebAssembly.Memory({ initial, maximum, shared: true })
  } catch (thrown) {
    throw new AppError({
      code: 'learner/memory',
      message: `The system did not give the ${Math.ceil(fixed / 2 ** 20)} MB that a batch needs.`,
      hint: 'Close other programs, or use smaller batches or fewer channels.',
      detail: String(thrown),
      values: { predicted: Math.ceil(fixed / 2 ** 20), limit: 0 },
    })
  }
}
