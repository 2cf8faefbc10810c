import { setImmediate as pause } from 'node:timers/promises'
import { AppError } from '../core/domain/error'
import type { Cancellation } from '../core/domain/job'
import type { InPieces } from '../core/domain/pieces'

/** A request to cancel is heard between two turns of the event loop; a turn costs some microseconds. */
const pauseEveryMs = 20

/** Runs a long computation so that it can be cancelled. Rejects with `job/cancelled` within a piece of the request. */
export async function runInPieces<Result>(pieces: InPieces<Result>, cancellation: Cancellation): Promise<Result> {
  let pausedAt = performance.now()
  for (;;) {
    if (cancellation.requested) throw new AppError({ code: 'job/cancelled', message: 'Learning was cancelled.' })
    const { done, value } = pieces.next()
    if (done) return value
    if (performance.now() - pausedAt < pauseEveryMs) continue
    await pause()
    pausedAt = performance.now()
  }
}
