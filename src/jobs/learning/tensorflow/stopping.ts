import type { Cancellation } from '../../../core/domain/job'
import { stopOnRequest } from '../../download/stopping'
import { cancelled } from './errors'

/** Runs work under a signal that fires soon after a request to cancel; then it rejects with `job/cancelled`. */
export const stoppable = <T>(cancellation: Cancellation, work: (signal: AbortSignal) => Promise<T>): Promise<T> =>
  stopOnRequest(cancellation, cancelled, work)
