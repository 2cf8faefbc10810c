import type { StreamMessage } from '../../ipc/streams'

/** One end of a MessageChannel as Electron gives it to a utility process. */
export interface MessagePort {
  postMessage(message: unknown): void
  start(): void
  close(): void
}

/** The page that watches: there may be none for a while, e.g. while no window is open. A new one is told of all trials. */
export interface PagePort {
  attach(port: MessagePort | undefined): void
  send(message: StreamMessage): void
  close(): void
}

export function createPagePort(): PagePort {
  let port: MessagePort | null = null
  const trials: StreamMessage[] = []
  return {
    attach(next) {
      if (!next) return
      port?.close()
      port = next
      port.start()
      for (const trial of trials) port.postMessage(trial)
    },
    // By copy, never in a transfer list: the arrays are still the decoder's and the record's.
    send(message) {
      if (message.kind === 'trial') trials.push(message)
      port?.postMessage(message)
    },
    close: () => port?.close(),
  }
}
