import { untriedBackend, type BackendName } from '../../core/domain/backend'
import { AppError } from '../../core/domain/error'
import type { Cancellation } from '../../core/domain/job'
import { selfTest } from '../../core/model/selfTest'
import type { OpenBackend } from './backendSource'
import { toFailure } from './checkBackend'
import { keepStatus, type BackendParts } from './checkBackends'
import { untilCancelled } from './untilCancelled'

/** Backends of one piece of work: each is loaded when it is first needed, and proven then. */
export interface OpenBackends {
  /** The one that was asked for last. */
  readonly current: OpenBackend | null
  /** Rejects with `learner/…` when it does not work, which is kept, and with `job/cancelled`. */
  open(name: BackendName): Promise<OpenBackend>
  /** It crashed or hangs: ends it, and keeps that it does not work here. */
  lose(name: BackendName, error: AppError): void
  close(): void
}

export function createOpenBackends(parts: BackendParts, cancellation: Cancellation): OpenBackends {
  const opened = new Map<BackendName, OpenBackend>()
  let current: OpenBackend | null = null
  const end = (name: BackendName): void => {
    opened.get(name)?.close()
    opened.delete(name)
  }
  const load = async (name: BackendName): Promise<OpenBackend> => {
    const opening = parts.sources.find((source) => source.name === name)!.open()
    try {
      const backend = await untilCancelled(opening, cancellation)
      await untilCancelled(prove(backend, parts), cancellation)
      return backend
    } catch (thrown) {
      void opening.then((late) => late.close()).catch(() => undefined)
      if (!(thrown instanceof AppError && thrown.code === 'job/cancelled')) {
        keepStatus(parts.records, toFailure(name, thrown))
      }
      throw thrown
    }
  }
  return {
    get current() {
      return current
    },
    async open(name) {
      current = opened.get(name) ?? (await load(name))
      opened.set(name, current)
      return current
    },
    lose(name, error) {
      end(name)
      keepStatus(parts.records, toFailure(name, error))
    },
    close() {
      for (const name of [...opened.keys()]) end(name)
    },
  }
}

/** A pass counts as long as the version, the machine and the device are the same. Our own engine is quick enough to
 *  prove itself each time. */
async function prove(backend: OpenBackend, { records, cases }: BackendParts): Promise<void> {
  const known = records.find(backend.backend)
  const isSame = known?.state === 'usable' && known.device === backend.device
  if (isSame && backend.backend !== 'cpu') return
  await selfTest(backend.create, cases)
  // Its speed was measured on another device.
  if (known && !isSame && backend.backend !== 'cpu') keepStatus(records, untriedBackend(backend.backend))
}
