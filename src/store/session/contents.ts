import type { ElectrodeName } from '../../core/domain/electrode'
import type { ErrorData } from '../../core/domain/error'
import type { SessionSummary, StreamEvent, Wiring } from '../../core/domain/session'
import type { Chunk, DecoderOutput } from '../../core/domain/signal'
import type { ClassId } from '../../core/domain/trial'
import type { Hertz } from '../../core/domain/units'

/** What is known before the first sample. */
export interface SessionHeader {
  readonly version: 1
  readonly id: string
  readonly modelId: string
  readonly subject: string
  /** Order of the channels in every chunk. */
  readonly electrodes: readonly ElectrodeName[]
  /** Null for a source whose channels have names. */
  readonly wiring: Wiring | null
  readonly sampleRate: Hertz
  readonly classes: readonly ClassId[]
  readonly sourceLabel: string
  readonly startedAtMs: number
  /** Of a recording that was streamed; a replay knows by it whether the model has learned from these samples. */
  readonly recordingHash?: string
}

/** The sound part of a session file. */
export interface SessionContents {
  readonly header: SessionHeader
  /** Raw µV as they were pushed to the decoder, in order. */
  readonly chunks: readonly Chunk[]
  readonly events: readonly StreamEvent[]
  readonly outputs: readonly DecoderOutput[]
  readonly lostSamples: number
  /** False when the file ends without its closing record. */
  readonly closed: boolean
  /** What is not sound and was left out; null when all is. */
  readonly problem: ErrorData | null
  readonly byteLength: number
}

/** The row of the catalogue for a file, also for one whose process died before it could write the row. */
export function summariseSession(contents: SessionContents): SessionSummary {
  const { header, chunks, outputs } = contents
  const first = chunks[0]?.start ?? 0
  const last = chunks.at(-1)
  const end = last ? last.start + (last.data[0]?.length ?? 0) : first
  return {
    id: header.id,
    modelId: header.modelId,
    subject: header.subject,
    startedAtMs: header.startedAtMs,
    seconds: (end - first) / header.sampleRate,
    sampleRate: header.sampleRate,
    electrodes: header.electrodes,
    classes: header.classes,
    sourceLabel: header.sourceLabel,
    outputs: outputs.length,
    decisions: outputs.filter(({ decision }) => decision >= 0).length,
    lostSamples: contents.lostSamples,
    byteLength: contents.byteLength,
    closed: contents.closed,
  }
}
