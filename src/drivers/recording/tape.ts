import type { StreamEvent } from '../../core/domain/session'
import type { Chunk, SourceInfo } from '../../core/domain/signal'
import type { Samples } from '../../core/domain/units'

/** Stored samples that can be played once, from the first to the last. */
export interface Tape {
  readonly label: string
  readonly info: SourceInfo
  /** First sample and one past the last, on the clock of what was stored. */
  readonly start: Samples
  readonly end: Samples
  /** By sample, ascending. */
  readonly events: readonly StreamEvent[]
  /** The chunks not yet taken that end at or before `until`, oldest first. They belong to the caller. */
  take(until: Samples): Chunk[]
}
