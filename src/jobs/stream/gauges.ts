import type { Clock } from '../../core/domain/clock'
import type { LatencyFigure } from '../../core/domain/session'
import type { SourceBatch, SourceStatus } from '../../core/domain/source'
import type { ChannelQuality, StreamStatus } from '../../core/domain/stream'
import type { Hertz } from '../../core/domain/units'
import { latencyFigure } from '../../core/evaluation/percentile'
import type { SessionRecord } from './record'

/** Silence from here on is shown as a stall, milliseconds. */
export const stalledAfterMs = 1000
/** So many of the newest latencies make the figure of a running stream: about half a minute. */
const recentLatencies = 480

/** Counts of a running stream. */
export interface Gauges {
  batch(batch: SourceBatch): void
  /** An output came just now, of a batch that arrived then. */
  latency(arrivedAtMs: number): void
  readonly lostSamples: number
  /** Span of what was received, in seconds of the source's clock. */
  readonly seconds: number
  /** Over all outputs. */
  readonly latencyMs: LatencyFigure | null
  status(now: StatusParts): StreamStatus
}

export interface StatusParts {
  readonly counts: { readonly outputs: number; readonly decisions: number }
  readonly source: SourceStatus
  readonly record: SessionRecord
  readonly quality: readonly ChannelQuality[]
  readonly freeBytes: number | null
}

export function createGauges(clock: Clock, sampleRate: Hertz): Gauges {
  const startedMs = clock.monotonicMs()
  const latencies: number[] = []
  let received = 0
  let lost = 0
  let first: number | null = null
  let end = 0
  let newestMs: number | null = null
  let recordStoppedAt: number | null = null

  return {
    batch({ chunk, lost: missing, arrivedAtMs }) {
      first ??= chunk.start
      end = chunk.start + chunk.data[0]!.length
      received += chunk.data[0]!.length
      lost += missing
      newestMs = arrivedAtMs
    },
    latency: (arrivedAtMs) => void latencies.push(Math.max(0, clock.nowMs() - arrivedAtMs)),
    get lostSamples() {
      return lost
    },
    get seconds() {
      return (end - (first ?? 0)) / sampleRate
    },
    get latencyMs() {
      return latencyFigure(latencies)
    },
    status({ counts, source, record, quality, freeBytes }) {
      const elapsedSeconds = (clock.monotonicMs() - startedMs) / 1000
      if (record.stopped) recordStoppedAt ??= elapsedSeconds
      return {
        elapsedSeconds,
        ...counts,
        newestSampleAgeMs: newestMs === null ? 0 : Math.max(0, clock.nowMs() - newestMs),
        latencyMs: latencyFigure(latencies.slice(-recentLatencies)),
        receivedSamples: received,
        lostSamples: lost,
        backlogMs: (source.backlog / sampleRate) * 1000,
        battery: source.battery,
        recordedBytes: record.byteLength,
        freeBytes,
        quality,
        progress: source.progress ?? null,
        stalled: source.silentMs >= stalledAfterMs,
        recordingStopped: record.stopped && { ...record.stopped, atSeconds: recordStoppedAt ?? elapsedSeconds },
      }
    },
  }
}
