import type { AccuracyFigure } from '../../core/domain/model'
import type { StreamEvent, TrialOutcome } from '../../core/domain/session'
import type { Chunk, DecoderOutput } from '../../core/domain/signal'
import type { StreamMessage, StreamStatus } from '../../core/domain/stream'
import type { Samples } from '../../core/domain/units'

export type Sink = (message: StreamMessage) => void

/** Gathers what a stream has to say, so that it leaves as few messages, with every sample. */
export interface Outbox {
  samples(chunk: Chunk): void
  event(event: StreamEvent): void
  output(output: DecoderOutput): void
  trial(outcome: TrialOutcome, accuracy: AccuracyFigure): void
  /** Sends what waits, and the status if there is a new one. */
  flush(status: StreamStatus | null): void
}

interface Run {
  readonly start: Samples
  readonly chunks: Chunk[]
  readonly events: StreamEvent[]
  readonly gaps: { start: Samples; length: Samples }[]
}

export function createOutbox(sink: Sink): Outbox {
  let runs: Run[] = []
  let outputs: DecoderOutput[] = []
  let trials: { readonly outcome: TrialOutcome; readonly accuracy: AccuracyFigure }[] = []
  let early: StreamEvent[] = []
  let expected: Samples | null = null

  const sendSamples = (run: Run): void => {
    sink({ kind: 'samples', start: run.start, data: join(run.chunks), events: run.events, gaps: run.gaps })
  }
  return {
    samples(chunk) {
      const gap = expected !== null && chunk.start > expected
      if (gap || runs.length === 0) {
        const gaps = gap ? [{ start: expected!, length: chunk.start - expected! }] : []
        runs.push({ start: chunk.start, chunks: [], events: early, gaps })
        early = []
      }
      runs.at(-1)!.chunks.push(chunk)
      expected = chunk.start + chunk.data[0]!.length
    },
    event: (event) => void (runs.at(-1)?.events ?? early).push(event),
    output: (output) => void outputs.push(output),
    trial: (outcome, accuracy) => void trials.push({ outcome, accuracy }),
    flush(status) {
      runs.forEach(sendSamples)
      if (outputs.length > 0) sink({ kind: 'outputs', items: outputs })
      for (const trial of trials) sink({ kind: 'trial', ...trial })
      if (status) sink({ kind: 'status', ...status })
      runs = []
      outputs = []
      trials = []
    },
  }
}

/** One array a channel. Copies: a message must not share memory with what the decoder still reads. */
function join(chunks: readonly Chunk[]): Float32Array[] {
  const length = chunks.reduce((sum, { data }) => sum + data[0]!.length, 0)
  return chunks[0]!.data.map((_, channel) => {
    const joined = new Float32Array(length)
    let at = 0
    for (const { data } of chunks) {
      joined.set(data[channel]!, at)
      at += data[channel]!.length
    }
    return joined
  })
}
