import { AppError } from '../../domain/error'
import type { SelectorContext } from '../selectors/selector'

/** Others get their turn this often. */
const pauseEveryMs = 50

/** When a search stops for others, and when for good. */
export interface Pace {
  /** To be awaited before each piece of work. Throws `job/cancelled`. */
  rest(): Promise<void>
  /** Is the time of the search over? */
  readonly over: boolean
}

export function createPace({ cancellation, pause, now, budgetMs = Infinity }: SelectorContext): Pace {
  const began = now()
  let rested = began
  let over = false
  return {
    async rest() {
      const time = now()
      over ||= time - began >= budgetMs
      if (time - rested < pauseEveryMs) return
      await pause()
      rested = now()
      if (cancellation.requested) throw new AppError({ code: 'job/cancelled', message: 'The search was cancelled.' })
    },
    get over() {
      return over
    },
  }
}
