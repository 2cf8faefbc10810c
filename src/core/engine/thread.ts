import type { Barrier } from './control'
import type { EngineOrder, EngineThread, ThreadParts } from './crew'
import type { EnginePlan } from './layout'
import { programOf } from './programs'
import { createContext, runProgram } from './threadContext'

/** Milliseconds by phase since the thread was made, waiting for the other threads included. */
export type PhaseTimes = Record<string, number>

export interface ThreadOptions {
  /** Milliseconds; with it the thread keeps `times`. */
  readonly now?: () => number
  readonly times?: PhaseTimes
}

/** One thread of an engine: follows orders on its share of the shared memory. */
export function createEngineThread(
  parts: ThreadParts<EnginePlan>,
  { now, times = {} }: ThreadOptions = {},
): EngineThread {
  const context = createContext(parts)
  return {
    run(order: EngineOrder, active: number, barrier: Barrier) {
      context.active = active
      let last = now?.() ?? 0
      runProgram(context, programOf(order, context), barrier, ({ name }) => {
        if (!now) return
        const passed = now()
        times[name] = (times[name] ?? 0) + passed - last
        last = passed
      })
    },
  }
}
