import { cpus } from 'node:os'
import { join } from 'node:path'
import * as v from 'valibot'
import { backendNames, type BackendChoice, type BackendName, type BackendStatus } from '../core/domain/backend'
import { AppError } from '../core/domain/error'
import { programHome, readHomeJson, writeHomeJson } from './home'

/** On another machine, or with another version of the program, nothing that was found out before counts. */
export interface Machine {
  readonly appVersion: string
  readonly platform: string
  /** Model and number of cores. */
  readonly cpu: string
}

/** What is known of the backends of this machine, and which one its person wants; shared by window and command line.
 *  Every call reads or writes the file, so that the processes of one program see each other's news. */
export interface BackendRecords {
  readonly choice: BackendChoice
  /** Throws `disk/…`, as `save` does. */
  choose(choice: BackendChoice): void
  find(name: BackendName): BackendStatus | null
  save(status: BackendStatus): void
  forget(name: BackendName): void
}

const name = v.picklist(backendNames)
const status = v.object({
  name,
  state: v.picklist(['usable', 'refused', 'crashed']),
  lack: v.null(),
  device: v.string(),
  accelerated: v.boolean(),
  worstError: v.nullable(v.number()),
  stepMs: v.nullable(v.pipe(v.number(), v.minValue(0))),
  detail: v.string(),
  checkedAtMs: v.nullable(v.number()),
})
const stored = v.object({
  schemaVersion: v.literal(1),
  choice: v.picklist([...backendNames, 'auto']),
  /** A home may lie on a disk that several machines share; the one that was used last comes first. */
  machines: v.array(
    v.object({
      machine: v.object({ appVersion: v.string(), platform: v.string(), cpu: v.string() }),
      backends: v.array(status),
    }),
  ),
})
type Stored = v.InferOutput<typeof stored>

const mostMachines = 8
const nothing: Stored = { schemaVersion: 1, choice: 'auto', machines: [] }

export function createBackendRecords(machine: Machine, home = programHome()): BackendRecords {
  const path = join(home, 'backends.json')
  const read = (): Stored => readHomeJson(path, parse) ?? nothing
  /** What cannot be read is not known: it must not keep anyone from learning. */
  const readable = (): Stored => {
    try {
      return read()
    } catch (thrown) {
      if (thrown instanceof AppError) return nothing
      throw thrown
    }
  }
  const known = ({ machines }: Stored): readonly BackendStatus[] =>
    machines.find((entry) => isSame(entry.machine, machine))?.backends ?? []
  const write = (before: Stored, backends: readonly BackendStatus[]): void => {
    const others = before.machines.filter((entry) => !isSame(entry.machine, machine))
    const machines = [{ machine, backends }, ...others].slice(0, mostMachines)
    writeHomeJson(path, { ...before, machines })
  }
  return {
    get choice() {
      return readable().choice
    },
    choose: (choice) => writeHomeJson(path, { ...read(), choice }),
    find: (wanted) => known(readable()).find((one) => one.name === wanted) ?? null,
    save(next) {
      const before = read()
      write(before, [...known(before).filter((one) => one.name !== next.name), next])
    },
    forget(gone) {
      const before = read()
      if (!known(before).some((one) => one.name === gone)) return
      write(
        before,
        known(before).filter((one) => one.name !== gone),
      )
    },
  }
}

export const thisMachine = (appVersion: string): Machine => ({
  appVersion,
  platform: `${process.platform} ${process.arch}`,
  cpu: `${cpus()[0]?.model.trim() ?? 'unknown'}, ${cpus().length} cores`,
})

function parse(value: unknown): Stored | null {
  const parsed = v.safeParse(stored, value)
  return parsed.success ? parsed.output : null
}

const isSame = (a: Machine, b: Machine): boolean =>
  a.appVersion === b.appVersion && a.platform === b.platform && a.cpu === b.cpu
