import type { Clock } from '../../core/domain/clock'
import type { StreamEvent } from '../../core/domain/session'
import type { SampleSource, SourceBatch } from '../../core/domain/source'
import type { Samples } from '../../core/domain/units'
import type { Tape } from './tape'

export interface Playing {
  /** 1 = as recorded; 0 = as fast as it is polled. */
  readonly speed: number
  readonly clock: Clock
}

/** The most that one poll gives, in seconds of the tape: whoever polls must get back to its event loop. */
const longestPoll = 0.25

/** Plays a tape like a device: samples come when they are due. */
export function createTapeSource(tape: Tape, { speed, clock }: Playing): SampleSource {
  const { sampleRate } = tape.info
  const longest = Math.max(1, Math.ceil(longestPoll * Math.max(1, speed) * sampleRate))
  const events = [...tape.events]
  let started: { readonly wallMs: number; readonly steadyMs: number } | null = null
  /** Everything before this was given; and where the last chunk ended. */
  let horizon = tape.start
  let position = tape.start
  let stopped = false

  const due = (): Samples => {
    if (speed === 0) return tape.end
    const seconds = started === null ? 0 : (clock.monotonicMs() - started.steadyMs) / 1000
    return Math.min(tape.end, tape.start + Math.floor(seconds * speed * sampleRate))
  }
  const arrivalOf = (end: Samples): number => {
    const nowMs = clock.nowMs()
    if (speed === 0) return nowMs
    return Math.min(nowMs, started!.wallMs + ((end - tape.start) / sampleRate / speed) * 1000)
  }
  const eventsBefore = (end: Samples): StreamEvent[] => {
    const later = events.findIndex((event) => event.sample >= end)
    return events.splice(0, later < 0 ? events.length : later)
  }

  return {
    label: tape.label,
    info: tape.info,
    async start() {
      started = { wallMs: clock.nowMs(), steadyMs: clock.monotonicMs() }
    },
    poll() {
      if (stopped || horizon >= tape.end) return null
      horizon = Math.min(due(), horizon + longest)
      return tape.take(horizon).map((chunk): SourceBatch => {
        const lost = chunk.start - position
        position = chunk.start + chunk.data[0]!.length
        return { chunk, lost, events: eventsBefore(position), arrivedAtMs: arrivalOf(position) }
      })
    },
    status: () => ({
      battery: null,
      backlog: speed === 0 ? 0 : due() - horizon,
      silentMs: 0,
      progress: tape.end === tape.start ? 1 : (horizon - tape.start) / (tape.end - tape.start),
    }),
    async stop() {
      stopped = true
    },
  }
}
