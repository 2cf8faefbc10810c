import { rmSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { createDecoder } from '../../core/decoder/decoder'
import type { Clock } from '../../core/domain/clock'
import type { Cancellation } from '../../core/domain/job'
import type { TrainedModel } from '../../core/domain/model'
import type { SessionRequest, SessionResult, SourceRequest } from '../../core/domain/session'
import type { SampleSource } from '../../core/domain/source'
import { summariseSession, type SessionHeader } from '../../store/session/contents'
import { refreshOpenSessions, refreshSession } from '../../store/session/refresh'
import { createSessionWriter, type SessionWriter } from '../../store/session/writer'
import type { Study } from '../../store/study'
import type { Timers } from './clock'
import { runStream } from './engine'
import { openSource } from './openSource'
import type { Sink } from './outbox'

export interface SessionContext {
  /** Where BrainFlow's libraries lie; null: not found. */
  readonly nativesFolder: string | null
  readonly clock: Clock
  readonly timers: Timers
  readonly cancellation: Cancellation
  readonly sink: Sink
  /** When the session was asked for, wall time; now when absent. */
  readonly startedAtMs?: number
  /** Called once when samples flow. */
  readonly running?: (running: RunningSession) => void
}

export interface RunningSession {
  readonly sessionId: string | null
  readonly model: TrainedModel
  readonly source: SampleSource
}

/**
 * A live session or a replay from its request to its result: opens model and source, records where asked, keeps the
 * catalogue right. The replay of a session is never recorded again. Throws AppError; what was recorded until then is in the study.
 */
export async function runSession(
  study: Study,
  request: SessionRequest,
  context: SessionContext,
): Promise<SessionResult> {
  refreshOpenSessions(study)
  const model = study.models.load(request.modelId)
  const { source, ...opened } = openSource(request.source, { ...context, study, model })
  // Before the record: a source that this model cannot decode leaves no session in the study.
  const decoder = createDecoder(model, source.info)
  const recordable = request.record && request.source.kind !== 'session'
  const recording = recordable
    ? startRecording(study, toHeader(request, { study, model, source, context }), context)
    : null
  const sessionId = recording?.id ?? null
  try {
    return await runStream({
      ...opened,
      ...context,
      source,
      model,
      decoder,
      sessionId,
      recorder: recording?.writer ?? null,
      freeBytes: () => freeBytesOf(study.folder),
      running: () => context.running?.({ sessionId, model, source }),
    })
  } finally {
    if (recording) refreshSession(study, recording.id)
  }
}

interface Opened {
  readonly study: Study
  readonly model: TrainedModel
  readonly source: SampleSource
  readonly context: SessionContext
}

function toHeader({ source: asked }: SessionRequest, { model, source, context, study }: Opened): SessionHeader {
  const startedAtMs = context.startedAtMs ?? context.clock.nowMs()
  return {
    version: 1,
    id: new Date(startedAtMs).toISOString().slice(0, 23).replace(/[:T.]/g, '-'),
    modelId: model.id,
    subject: model.subject,
    electrodes: source.info.channels,
    wiring: wiringOf(asked),
    sampleRate: source.info.sampleRate,
    classes: model.classes,
    sourceLabel: source.label,
    startedAtMs,
    recordingHash: asked.kind === 'recording' ? study.recordings.get(asked.recordingId).hash : undefined,
  }
}

const wiringOf = (request: SourceRequest): SessionHeader['wiring'] =>
  request.kind === 'brainflow' ? request.wiring : null

/** The file comes first, so that every row has one to be read from; a file that got no row is taken away again. */
function startRecording(
  study: Study,
  header: SessionHeader,
  { clock }: SessionContext,
): { id: string; writer: SessionWriter } {
  const path = study.sessions.path(header.id)
  const writer = createSessionWriter(path, header, clock)
  try {
    const nothing = { chunks: [], events: [], outputs: [], lostSamples: 0, closed: false, problem: null }
    study.sessions.add(summariseSession({ ...nothing, header, byteLength: writer.byteLength }))
  } catch (thrown) {
    writer.close()
    rmSync(path, { force: true })
    throw thrown
  }
  return { id: header.id, writer }
}

/** Free bytes of the disk that holds `folder`; null where the system does not tell. */
async function freeBytesOf(folder: string): Promise<number | null> {
  try {
    const { bavail, bsize } = await statfs(folder)
    return bavail * bsize
  } catch {
    return null
  }
}
