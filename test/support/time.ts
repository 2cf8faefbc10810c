import type { Clock } from '../../src/core/domain/clock'
import type { Timers } from '../../src/jobs/stream/clock'

/** Time that passes only by waiting. */
export function createFakeTime(): { clock: Clock; timers: Timers; pass(ms: number): void } {
  let ms = 0
  const pass = (more: number): void => void (ms += more)
  return {
    clock: { nowMs: () => 1_700_000_000_000 + ms, monotonicMs: () => ms },
    timers: { wait: async (more) => pass(Math.max(more, 0.5)) },
    pass,
  }
}
