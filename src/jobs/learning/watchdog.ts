import type { LearnerPort } from '../../core/model/learnerPort'
import { isReply, isRequest } from '../../core/model/remote/messages'

/** How long an answer may take, milliseconds. */
export interface WatchLimits {
  /** Loading a backend; and the first computation of a learner, for which a graphics card may compile its programs. */
  readonly firstMs: number
  readonly callMs: number
  /** On top, for each example that is computed on. */
  readonly exampleMs: number
}

/** About thirty times what the slowest device that was measured takes. */
export const usualLimits: WatchLimits = { firstMs: 180_000, callMs: 30_000, exampleMs: 100 }

/** The same port, closed and told lost when the other end owes an answer for too long. Whoever hangs in native code
 *  cannot say so. */
export function watchPort(port: LearnerPort, limits: WatchLimits): LearnerPort {
  const owed = new Map<number, number>()
  let timer: NodeJS.Timeout | undefined
  let isWarm = false
  let lose: ((why: string) => void) | null = null
  let lost = false

  /** One call is computed at a time, so each answer starts the clock anew. */
  const wind = (): void => {
    clearTimeout(timer)
    if (owed.size === 0 || lost) return
    const limitMs = Math.max(...owed.values())
    timer = setTimeout(() => {
      port.close()
      end(`it hung: no answer within ${Math.round(limitMs / 100) / 10} s`)
    }, limitMs)
  }
  const end = (why: string): void => {
    if (lost) return
    lost = true
    clearTimeout(timer)
    lose?.(why)
  }
  return {
    post(message) {
      if (isRequest(message)) {
        // Other sizes are other programs, which a graphics card compiles anew.
        if (message.call === 'create') isWarm = false
        const first = message.call === 'hello' || (!isWarm && message.work > 0)
        owed.set(message.id, (first ? limits.firstMs : limits.callMs) + limits.exampleMs * message.work)
        if (message.work > 0) isWarm = true
        wind()
      }
      port.post(message)
    },
    onMessage(listener) {
      port.onMessage((message) => {
        if (lost) return
        if (isReply(message) && owed.delete(message.id)) wind()
        listener(message)
      })
    },
    onLost(listener) {
      lose = listener
      port.onLost(end)
    },
    close() {
      clearTimeout(timer)
      owed.clear()
      port.close()
    },
  }
}
