import type { Cancellation } from '../../core/domain/job'
import { createSystemClock, systemTimers } from './clock'
import type { SessionContext } from './session'

/** For a session without a window: the system's clock, nobody watching, libraries where set-up put them. */
export const sessionContext = (cancellation: Cancellation): SessionContext => ({
  nativesFolder: process.env.SPARSECAP_NATIVES ?? null,
  clock: createSystemClock(),
  timers: systemTimers,
  cancellation,
  sink: () => undefined,
})
