import type { LearnerPort } from '../core/model/learnerPort'

/** One end of a MessageChannel as Electron gives it to main and to utility processes. */
export interface ChannelEnd {
  postMessage(message: unknown): void
  on(event: 'message', listener: (event: { data: unknown }) => void): unknown
  on(event: 'close', listener: () => void): unknown
  start(): void
  close(): void
}

/** A learner's line over a channel. Typed arrays go by copy. That the other end has gone is told as `closed`; whoever
 *  knows better says why with `lose`. */
export function createLearnerLine(
  end: ChannelEnd,
  closed = 'it was closed',
): LearnerPort & { lose(why: string): void } {
  let listen: ((why: string) => void) | null = null
  let lost: string | null = null
  const lose = (why: string): void => {
    if (lost !== null) return
    lost = why
    listen?.(why)
  }
  // The reason, if there is one, comes another way and may be a moment later.
  end.on('close', () => setTimeout(() => lose(closed), closedGraceMs))
  return {
    lose,
    post: (message) => end.postMessage(message),
    onMessage(listener) {
      end.on('message', ({ data }) => listener(data))
      end.start()
    },
    onLost(listener) {
      listen = listener
      if (lost !== null) listener(lost)
    },
    close: () => end.close(),
  }
}

const closedGraceMs = 500
