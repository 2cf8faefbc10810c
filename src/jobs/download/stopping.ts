import type { AppError } from '../../core/domain/error'
import type { Cancellation } from '../../core/domain/job'

const lookEveryMs = 100

/** Runs work under a signal that fires soon after a request to cancel; then it rejects with what `cancelled` makes,
 *  whatever the work itself made of it. */
export async function stopOnRequest<T>(
  cancellation: Cancellation,
  cancelled: () => AppError,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
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
