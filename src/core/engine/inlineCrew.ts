import { createBarrier, word } from './control'
import type { CreateCrew } from './crew'
import type { EnginePlan } from './layout'
import { createEngineThread, type ThreadOptions } from './thread'

/** The caller's own thread: nothing to start and nothing to wait for, for small work, tests and profiles. */
export const createInlineCrew =
  (options: ThreadOptions = {}): CreateCrew<EnginePlan> =>
  async (parts) => {
    const control = new Int32Array(parts.memory.buffer, 0, 64)
    const thread = createEngineThread({ ...parts, thread: 0 }, options)
    const barrier = createBarrier(control)
    return {
      description: '1 thread',
      async run(order) {
        control[word.active] = 1
        thread.run(order, 1, barrier)
      },
      async dispose() {},
    }
  }
