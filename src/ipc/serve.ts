import * as v from 'valibot'
import { AppError, toErrorData } from '../core/domain/error'
import type { AnyCall, Contract, Handlers } from './define'
import { channelName } from './define'
import type { Reply } from './reply'

/** The part of Electron's ipcMain that is needed; tests give a fake. */
export interface IpcServer {
  handle(channel: string, listener: (event: unknown, input: unknown) => Promise<unknown>): void
}

/** Registers a handler for every call of the contract; a missing one does not compile. */
export function serve<C extends Contract>(server: IpcServer, contract: C, handlers: Handlers<C>): void {
  const table = handlers as Record<string, Record<string, (input: unknown) => unknown>>
  for (const [area, entries] of Object.entries(contract)) {
    for (const [name, entry] of Object.entries(entries)) {
      if (entry.kind !== 'call') continue
      server.handle(channelName(area, name), (_event, input) =>
        answer(() => table[area]![name]!(parse(entry as AnyCall, `${area}.${name}`, input))),
      )
    }
  }
}

function parse(entry: AnyCall, name: string, input: unknown): unknown {
  const parsed = v.safeParse(entry.schema as v.GenericSchema, input)
  if (parsed.success) return parsed.output
  const issue = parsed.issues[0]
  const place = issue.path?.map((item) => String(item.key)).join('.') ?? ''
  throw new AppError({
    code: 'input/invalid',
    message: `${name}${place && `, ${place}`}: expected ${issue.expected ?? 'something else'}, got ${issue.received}`,
    values: { place: `${name} ${place}`.trim(), expected: String(issue.expected ?? ''), received: issue.received },
  })
}

async function answer(work: () => unknown): Promise<Reply<unknown>> {
  try {
    return { ok: true, value: await work() }
  } catch (thrown) {
    return { ok: false, error: toErrorData(thrown) }
  }
}
