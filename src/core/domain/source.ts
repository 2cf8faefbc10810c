import type { Chunk, SourceInfo } from './signal'
import type { StreamEvent } from './session'
import type { Samples } from './units'

/** What a source delivers at one poll. */
export interface SourceBatch {
  readonly chunk: Chunk
  /** Wall time at which the newest sample of the chunk was had, milliseconds. */
  readonly arrivedAtMs: number
  readonly events: readonly StreamEvent[]
  /** Samples that never came, by the device's own count; the chunk's clock has moved over them already. */
  readonly lost: number
}

export interface SourceStatus {
  readonly battery: number | null
  /** Samples waiting to be read, in samples. */
  readonly backlog: Samples
  /** Time since the last sample came, milliseconds. */
  readonly silentMs: number
  /** Share of a finite source that has been given, 0…1; absent for a device. */
  readonly progress?: number
}

/** BrainFlow, a recording, a recorded session or the simulator: nothing after a source knows which it is. */
export interface SampleSource {
  readonly label: string
  readonly info: SourceInfo
  /** Starts the flow. Throws AppError. */
  start(): Promise<void>
  /** Whatever has come since the last call, in order; empty when nothing has; null at the end of the data. */
  poll(): SourceBatch[] | null
  status(): SourceStatus
  /** Stops and releases the device; safe to call twice. */
  stop(): Promise<void>
}
