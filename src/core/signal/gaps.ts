import type { Gap } from '../domain/signal'
import type { Samples } from '../domain/units'

/** What stands behind the gate: sees good and held samples only. */
export interface GatedStages<Output> {
  /** Starts anew at source sample `start`, whose values stand at `at` of the channels. */
  restart(start: Samples, channels: readonly Float64Array[], at: number): void
  /** Samples `from` to `to` of the channels, following those before. */
  push(channels: readonly Float64Array[], from: number, to: number): Output[]
}

export interface GateSpec {
  readonly channels: number
  /** Longest gap that is bridged, in samples of the source. */
  readonly bridge: Samples
}

/**
 * Keeps lost and unusable samples from the stages behind it. A gap of up to `bridge` samples is filled with the last
 * value; a longer one ends in a restart at the next good sample. Decides sample by sample.
 */
export interface Gate<Output> {
  readonly gaps: readonly Gap[]
  /** Samples that arrived, one array for each of the gate's channels. */
  take(start: Samples, data: readonly Float32Array[], into: Output[]): void
  /** Samples that never came. */
  lose(start: Samples, length: Samples, into: Output[]): void
}

/** Samples worked on at once. Bounds the scratch memory; no result depends on it. */
export const blockLength = 256

export function createGate<Output>(spec: GateSpec, stages: GatedStages<Output>): Gate<Output> {
  const log = createGapLog()
  const channels = Array.from({ length: spec.channels }, () => new Float64Array(blockLength))
  /** 1 where at least one channel has no usable value. */
  const missing = new Uint8Array(blockLength)
  const held = new Float64Array(spec.channels)
  let waiting = true
  let run = 0

  /** Returns true when a missing sample ends what can be bridged. */
  const miss = (start: Samples): boolean => {
    run++
    const tooLong = !waiting && run > spec.bridge
    if (tooLong) waiting = true
    log.note({ start, length: 1, action: waiting ? 'reset' : 'held' })
    return tooLong
  }

  const walk = (start: Samples, length: number, into: Output[]): void => {
    let from = 0
    for (let i = 0; i < length; i++) {
      if (missing[i] === 1) {
        if (miss(start + i)) into.push(...stages.push(channels, from, i))
        continue
      }
      if (waiting) {
        stages.restart(start + i, channels, i)
        from = i
      }
      waiting = false
      run = 0
    }
    if (!waiting) into.push(...stages.push(channels, from, length))
  }

  return {
    gaps: log.gaps,
    take(start, data, into) {
      const total = data[0]!.length
      for (let done = 0; done < total; done += blockLength) {
        const end = Math.min(total, done + blockLength)
        missing.fill(0)
        data.forEach((source, i) => {
          held[i] = copyHeld(source.subarray(done, end), channels[i]!, missing, held[i]!)
        })
        walk(start + done, end - done, into)
      }
    },
    lose(start, length, into) {
      if (waiting || run + length > spec.bridge) {
        waiting = true
        log.note({ start, length, action: 'reset' })
        return
      }
      missing.fill(1)
      channels.forEach((channel, i) => channel.fill(held[i]!))
      for (let done = 0; done < length; done += blockLength) {
        walk(start + done, Math.min(blockLength, length - done), into)
      }
    },
  }
}

/** Copies; where a value is not finite, the last good one stands in and `missing` is marked. Returns the last good one. */
function copyHeld(source: Float32Array, target: Float64Array, missing: Uint8Array, held: number): number {
  let good = held
  for (let i = 0; i < source.length; i++) {
    const value = source[i]!
    // Only NaN and the infinities fail this.
    if (value - value === 0) good = value
    else missing[i] = 1
    target[i] = good
  }
  return good
}

/** Stretches that touch are one gap; a held one that grows too long becomes a reset. */
function createGapLog(): { gaps: readonly Gap[]; note(gap: Gap): void } {
  const gaps: Gap[] = []
  return {
    gaps,
    note(gap) {
      const last = gaps.at(-1)
      if (last && last.start + last.length === gap.start) {
        const action = last.action === 'reset' ? 'reset' : gap.action
        gaps[gaps.length - 1] = { start: last.start, length: last.length + gap.length, action }
      } else {
        gaps.push(gap)
      }
    },
  }
}
