import { performance } from 'node:perf_hooks'
import type { Clock } from '../../core/domain/clock'

/** Ways to let the event loop go on; a test gives a fake. */
export interface Timers {
  /** Resolves after `ms`; 0 as soon as everything that waits has had its turn. */
  wait(ms: number): Promise<void>
}

/** A wall clock that was set differs by more than this, milliseconds. */
const tolerance = 2

/** Wall time with parts of a millisecond, which follows when the machine's clock is set. */
export function createSystemClock(): Clock {
  const monotonicMs = (): number => performance.now()
  let offset = Date.now() - monotonicMs()
  return {
    monotonicMs,
    nowMs() {
      const steady = monotonicMs()
      if (Math.abs(Date.now() - (offset + steady)) > tolerance) offset = Date.now() - steady
      return offset + steady
    },
  }
}

export const systemTimers: Timers = {
  wait: (ms) => new Promise((resolve) => (ms === 0 ? setImmediate(resolve) : setTimeout(resolve, ms))),
}
