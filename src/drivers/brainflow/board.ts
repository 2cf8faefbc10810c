import type { BoardDescription } from './description'
import { toDeviceError } from './failures'
import { toParameterString, type BoardParameters } from './parameters'
import { callAsync, type NativeFunctions } from './signatures'

/** What one read took out of the board. */
export interface BoardRows {
  readonly count: number
  /** `[row, sample]`, row-major, stride `count`; valid until the next read. */
  readonly data: Float64Array
}

/** One session with a device. A test gives a fake. */
export interface Board {
  readonly name: string
  readonly description: BoardDescription
  /** Connects; may take seconds (Bluetooth scan, serial time-outs). Throws AppError. */
  prepare(): Promise<void>
  /** Starts the flow into a buffer of `capacity` samples; a full buffer loses its oldest. Throws AppError. */
  start(capacity: number): Promise<void>
  /** Samples that wait in the buffer. */
  waiting(): number
  /** Takes the oldest samples out, at most `most`. Throws AppError. */
  read(most: number): BoardRows
  /** Sends a command in the device's own language and gives its reply; only while not streaming (about 1 s). */
  ask(command: string): Promise<string>
  stop(): Promise<void>
  release(): Promise<void>
}

interface Opening {
  readonly boardId: number
  readonly parameters: BoardParameters
  readonly description: BoardDescription
  readonly name?: string
}

/** Throws `input/invalid` for parameters that BrainFlow does not have. */
export function openBoard(natives: NativeFunctions, opening: Opening): Board {
  const { boardId, description } = opening
  const name = opening.name ?? description.name
  const parameters = toParameterString(opening.parameters)
  const counter = new Int32Array(1)
  let data = new Float64Array(0)
  const check = (code: number, doing: string): void => {
    if (code !== 0) throw toDeviceError(code, name, doing)
  }
  const waiting = (): number => {
    check(natives.count(0, counter, boardId, parameters), 'count')
    return counter[0]!
  }
  return {
    name,
    description,
    waiting,
    prepare: async () => check(await callAsync(natives.prepare, boardId, parameters), 'prepare'),
    start: async (capacity) => check(await callAsync(natives.start, capacity, null, boardId, parameters), 'start'),
    read(most) {
      const count = Math.min(most, waiting())
      if (count === 0) return { count, data }
      if (data.length < count * description.rowCount) data = new Float64Array(count * description.rowCount)
      check(natives.read(count, 0, data, boardId, parameters), 'read')
      return { count, data }
    },
    async ask(command) {
      const reply = new Uint8Array(4096)
      const length = new Int32Array(1)
      const code = await callAsync(natives.config, command, reply, length, reply.length, boardId, parameters)
      check(code, 'configure')
      return new TextDecoder().decode(reply.subarray(0, Math.max(0, Math.min(reply.length, length[0]!))))
    },
    stop: async () => check(await callAsync(natives.stop, boardId, parameters), 'stop'),
    release: async () => check(await callAsync(natives.release, boardId, parameters), 'release'),
  }
}
