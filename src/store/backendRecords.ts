import { cpus } from 'node:os'
import { join } from 'node:path'
import * as v from 'valibot'
import { backendNames, type BackendChoice, type BackendName, type BackendStatus } from '../core/domain/backend'
import { AppError, type ErrorData } from '../core/domain/error'
import { programHome, readHomeJson, writeHomeJson } from './home'

/** On another machine, or with another version of the program, nothing that was found out before counts. */
export interface Machine {
  readonly appVersion: string
  readonly platform: string
  /** Model and number of cores. */
  readonly cpu: string
}

/** What is known of the backends of this machine, and which one its person wants; shared by window and command line.
 *  Every call reads or writes the file, so that the processes of one program see each other's news. Where the disk takes
 *  nothing, what was found out counts for as long as these records are held, and `notKept` says why. */
export interface BackendRecords {
  readonly choice: BackendChoice
  /** What the last record that could not be written failed with; `null`: all are on the disk. */
  readonly notKept: ErrorData | null
  /** Throws `disk/…`. */
  choose(choice: BackendChoice): void
  find(name: BackendName): BackendStatus | null
  save(status: BackendStatus): void
  forget(name: BackendName): void
  /** For a start of the program: what was the moment's fault gets another try. */
  forgetPassing(): void
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
  passing: v.optional(v.boolean()),
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
  /** What the disk did not take; `null`: that something was forgotten. */
  const held = new Map<BackendName, BackendStatus | null>()
  let notKept: ErrorData | null = null
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
  const keep = (name: BackendName, status: BackendStatus | null): void => {
    try {
      const before = read()
      const others = known(before).filter((one) => one.name !== name)
      // Nothing is known of it, and nothing shall be.
      if (!status && others.length === known(before).length) return void held.delete(name)
      write(before, status ? [...others, status] : others)
      held.delete(name)
      notKept = null
    } catch (thrown) {
      if (!(thrown instanceof AppError)) throw thrown
      held.set(name, status)
      notKept = thrown.data
    }
  }
  const find = (wanted: BackendName): BackendStatus | null => {
    const unwritten = held.get(wanted)
    return unwritten !== undefined ? unwritten : (known(readable()).find((one) => one.name === wanted) ?? null)
  }
  return {
    get choice() {
      return readable().choice
    },
    get notKept() {
      return notKept
    },
    choose: (choice) => writeHomeJson(path, { ...read(), choice }),
    find,
    save: (next) => keep(next.name, next),
    forget: (gone) => keep(gone, null),
    forgetPassing() {
      for (const name of backendNames) if (find(name)?.passing) keep(name, null)
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
