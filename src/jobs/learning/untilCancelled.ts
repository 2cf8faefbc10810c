import { AppError } from '../../core/domain/error'
import type { Cancellation } from '../../core/domain/job'

const lookEveryMs = 50

/** Waits for work that cannot be asked to stop. Rejects with `job/cancelled` soon after a request; the work then goes
 *  on by itself, so whoever called ends what it runs on. */
export async function untilCancelled<T>(work: Promise<T>, cancellation: Cancellation): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const stopped = new Promise<never>((_, reject) => {
    timer = setInterval(() => {
      if (cancellation.requested) reject(new AppError({ code: 'job/cancelled', message: 'The check was cancelled.' }))
    }, lookEveryMs)
  })
  try {
    return await Promise.race([work, stopped])
  } finally {
    clearInterval(timer)
  }
}
