import type { Client, Contract } from './define'
import { channelName } from './define'
import type { Reply } from './reply'
import { unwrap } from './reply'

/** What the preload script puts on the page: raw, without meaning. */
export interface Bridge {
  invoke(channel: string, input: unknown): Promise<unknown>
  on(channel: string, listener: (payload: unknown) => void): () => void
  /** Paths of files that a person dropped on the page. */
  pathsOf(files: readonly File[]): string[]
}

/** Typed functions for a contract over the bridge. Calls throw AppError. */
export function createClient<C extends Contract>(bridge: Bridge, contract: C): Client<C> {
  const client: Record<string, Record<string, unknown>> = {}
  for (const [area, entries] of Object.entries(contract)) {
    const functions: Record<string, unknown> = {}
    for (const [name, entry] of Object.entries(entries)) {
      const channel = channelName(area, name)
      functions[name] =
        entry.kind === 'call'
          ? async (input?: unknown) => unwrap((await bridge.invoke(channel, input)) as Reply<unknown>)
          : (listener: (payload: unknown) => void) => bridge.on(channel, listener)
    }
    client[area] = functions
  }
  return client as Client<C>
}
