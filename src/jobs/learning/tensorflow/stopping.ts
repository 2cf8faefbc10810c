import type { Cancellation } from '../../../core/domain/job'
import { cancelled } from './errors'

const lookEveryMs = 100

/** Runs work under a signal that fires soon after a request to cancel; then it rejects with `job/cancelled`, whatever
 *  the work itself made of it. */
export async function stoppable<T>(cancellation: Cancellation, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController()
  const timer = setInterval(() => cancellation.requested && controller.abort(cancelled()), lookEveryMs)
  try {
    if (cancellation.requested) throw cancelled()
    return await work(controller.signal)
  } catch (thrown) {
    throw controller.signal.aborted ? cancelled() : thrown
  } finally {
    clearInterval(timer)
  }
}
