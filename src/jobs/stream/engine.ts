import type { Clock } from '../../core/domain/clock'
import { AppError, type ErrorData } from '../../core/domain/error'
import type { Cancellation } from '../../core/domain/job'
import type { TrainedModel } from '../../core/domain/model'
import type { SessionResult } from '../../core/domain/session'
import type { DecoderOutput } from '../../core/domain/signal'
import type { SampleSource, SourceBatch } from '../../core/domain/source'
import type { Decoder } from '../../core/decoder/decoder'
import { createQualityMonitor } from '../../core/signal/quality'
import type { SessionWriter } from '../../store/session/writer'
import type { Timers } from './clock'
import { createComparison } from './comparison'
import { createGauges } from './gauges'
import { createOutbox, type Sink } from './outbox'
import { createSessionRecord } from './record'
import { createTrialWatch } from './trialWatch'

export interface StreamOptions {
  readonly source: SampleSource
  readonly model: TrainedModel
  /** Of this model, for this source; it has seen no sample yet. */
  readonly decoder: Decoder
  /** Where the stream is written; null: nowhere. Closed at the end in every case. */
  readonly recorder: SessionWriter | null
  readonly sessionId: string | null
  readonly sink: Sink
  readonly clock: Clock
  readonly timers: Timers
  readonly cancellation: Cancellation
  /** Free space where the record is written, in bytes. */
  readonly freeBytes?: () => Promise<number | null>
  /** Poll without pause: a replay as fast as possible. */
  readonly hurried?: boolean
  /** Outputs of the session that is played, to hold the new ones against. */
  readonly recorded?: { readonly outputs: readonly DecoderOutput[]; readonly closed: boolean }
  readonly usedForTraining?: boolean
  /** What is missing of the source from the start. */
  readonly problem?: ErrorData | null
  /** Called once when samples flow. */
  readonly running?: () => void
}

const pollEveryMs = 10
const messageEveryMs = 50
const statusEveryMs = 250
/** A device that has been silent for so long is given up, milliseconds. */
const giveUpAfterMs = 10_000

/**
 * Samples → decoder → record and messages, until the source ends or someone cancels. Everything that has come is read
 * at each poll; a loop that falls behind drops nothing and shows its backlog. Throws AppError (`device/…`); what was
 * recorded until then is closed properly.
 */
export async function runStream(options: StreamOptions): Promise<SessionResult> {
  const { source } = options
  const stream = createStream(options)
  try {
    await source.start()
    options.running?.()
    const complete = await loop(options, stream)
    return stream.result(complete)
  } finally {
    try {
      stream.end()
    } finally {
      // Whatever happened to the record: a device that is not released cannot be opened again.
      await source.stop()
    }
  }
}

type Stream = ReturnType<typeof createStream>

/** True when the source came to its end, false when it was stopped. */
async function loop({ source, cancellation, timers, hurried }: StreamOptions, stream: Stream): Promise<boolean> {
  for (;;) {
    // Asked before the poll: what came until the stop is still decoded and recorded.
    const last = cancellation.requested
    const batches = source.poll()
    batches?.forEach(stream.take)
    stream.tick()
    if (batches === null) return true
    if (last) return false
    await timers.wait(hurried ? 0 : pollEveryMs)
  }
}

function createStream(options: StreamOptions) {
  const { source, model, decoder, clock, sink } = options
  const record = createSessionRecord(options.recorder)
  const outbox = createOutbox(sink)
  const gauges = createGauges(clock, source.info.sampleRate)
  const trials = createTrialWatch(model, source.info, outbox.trial)
  const quality = createQualityMonitor(source.info)
  const { recorded } = options
  const comparison = recorded ? createComparison(recorded.outputs, recorded.closed) : null
  const counts = { outputs: 0, decisions: 0 }
  let messageDueMs = clock.monotonicMs()
  let statusDueMs = messageDueMs
  let freeBytes: number | null = null

  const takeOutput = (output: DecoderOutput): void => {
    counts.outputs++
    if (output.decision >= 0) counts.decisions++
    record.output(output)
    outbox.output(output)
    comparison?.take(output)
    trials.output(output)
  }
  const status = () => gauges.status({ counts, source: source.status(), record, quality: quality.current(), freeBytes })
  const askFreeBytes = (): void => {
    if (options.freeBytes) void options.freeBytes().then((bytes) => void (freeBytes = bytes))
  }

  return {
    take(batch: SourceBatch): void {
      gauges.batch(batch)
      record.batch(batch)
      outbox.samples(batch.chunk)
      quality.push(batch.chunk)
      for (const event of batch.events) {
        outbox.event(event)
        trials.event(event)
      }
      const outputs = decoder.push(batch.chunk)
      outputs.forEach(() => gauges.latency(batch.arrivedAtMs))
      outputs.forEach(takeOutput)
    },
    tick(): void {
      const nowMs = clock.monotonicMs()
      if (nowMs < messageDueMs) return
      messageDueMs = nowMs + messageEveryMs
      const withStatus = nowMs >= statusDueMs
      if (withStatus) {
        statusDueMs = nowMs + statusEveryMs
        askFreeBytes()
      }
      outbox.flush(withStatus ? status() : null)
      if (source.status().silentMs >= giveUpAfterMs) throw silent(source.label)
    },
    end(): void {
      record.close()
      outbox.flush(status())
    },
    result(complete: boolean): SessionResult {
      const { equalsRecorded, firstDifference } = comparison?.result(complete) ?? notCompared
      return {
        sessionId: options.sessionId,
        ...counts,
        lostSamples: gauges.lostSamples,
        seconds: gauges.seconds,
        latencyMs: gauges.latencyMs,
        ...trials.result(),
        equalsRecorded,
        firstDifference,
        usedForTraining: options.usedForTraining ?? false,
        problem: options.problem ?? null,
      }
    },
  }
}

const notCompared = { equalsRecorded: null, firstDifference: null }

const silent = (device: string): AppError =>
  new AppError({
    code: 'device/stalled',
    message: `${device} has sent nothing for ${giveUpAfterMs / 1000} seconds and was released. What it sent before is saved.`,
    hint: 'Check its battery, distance and plug, then start a new session.',
    values: { device, seconds: giveUpAfterMs / 1000 },
  })
