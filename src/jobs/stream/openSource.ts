import type { Clock } from '../../core/domain/clock'
import type { TrainedModel } from '../../core/domain/model'
import type { RecordingSummary } from '../../core/domain/recording'
import type { ErrorData } from '../../core/domain/error'
import type { SessionSummary, SourceRequest, StreamEvent } from '../../core/domain/session'
import type { DecoderOutput } from '../../core/domain/signal'
import type { SampleSource } from '../../core/domain/source'
import type { EventMap } from '../../core/domain/trial'
import { loadBrainFlow } from '../../drivers/brainflow/library'
import { createBrainFlowSource } from '../../drivers/brainflow/source'
import { createRecordingSource } from '../../drivers/recording/recordingSource'
import { createSessionSource } from '../../drivers/recording/sessionSource'
import { createSimulatorSource } from '../../drivers/simulator/simulatorSource'
import { summariseSession, type SessionContents } from '../../store/session/contents'
import { readSession } from '../../store/session/reader'
import type { Study } from '../../store/study'

export interface SourceContext {
  readonly study: Study
  readonly model: TrainedModel
  /** Where BrainFlow's libraries lie; null: not found. */
  readonly nativesFolder: string | null
  readonly clock: Clock
}

/** A source, and what is known of it beforehand. */
export interface OpenedSource {
  readonly source: SampleSource
  /** Set where the outputs of a session can be held against the recorded ones. */
  readonly recorded?: { readonly outputs: readonly DecoderOutput[]; readonly closed: boolean }
  /** The model has learned from these samples. */
  readonly usedForTraining: boolean
  /** Poll without pause. */
  readonly hurried: boolean
  /** What of a damaged session cannot be played. */
  readonly problem?: ErrorData | null
}

/**
 * The source that a request names, cut down to the model's electrodes in its order. Throws AppError:
 * `device/library-missing`, `device/wiring`, `file/not-found`, `session/…`, `model/pipeline-mismatch`.
 */
export function openSource(request: SourceRequest, context: SourceContext): OpenedSource {
  switch (request.kind) {
    case 'brainflow':
      return { source: openDevice(request, context), usedForTraining: false, hurried: false }
    case 'simulator':
      return { source: openSimulator(request, context), usedForTraining: false, hurried: request.speed === 0 }
    case 'recording':
      return openRecording(request, context)
    case 'session':
      return openSession(request, context)
  }
}

type Request<Kind extends SourceRequest['kind']> = Extract<SourceRequest, { kind: Kind }>

function openDevice({ boardId, parameters, wiring }: Request<'brainflow'>, context: SourceContext): SampleSource {
  const library = loadBrainFlow(context.nativesFolder)
  const board = library.openBoard(boardId, parameters)
  return createBrainFlowSource({ boardId, board, wiring, clock: context.clock })
}

const openSimulator = (request: Request<'simulator'>, { model, clock }: SourceContext): SampleSource =>
  createSimulatorSource({
    subject: request.subject,
    seed: request.seed,
    trials: request.trials,
    speed: request.speed,
    electrodes: model.electrodes,
    classes: model.classes,
    clock,
  })

function openRecording({ recordingId, speed }: Request<'recording'>, context: SourceContext): OpenedSource {
  const { study, model, clock } = context
  const summary = study.recordings.get(recordingId)
  const recording = study.recordings.open(recordingId)
  const source = createRecordingSource({
    recording,
    label: labelOf(summary),
    electrodes: model.electrodes,
    events: toEvents(recording.info.markers, study.eventMaps.get(recordingId)),
    speed,
    clock,
  })
  return { source, usedForTraining: model.provenance.trainedOn.includes(summary.hash), hurried: speed === 0 }
}

function openSession({ sessionId, speed }: Request<'session'>, { study, model, clock }: SourceContext): OpenedSource {
  const row = study.sessions.get(sessionId)
  const contents = readSession(study.sessions.path(row.id))
  const { header, chunks, events, outputs, closed } = contents
  const info = { channels: header.electrodes, sampleRate: header.sampleRate }
  const source = createSessionSource({ contents: { label: header.sourceLabel, info, chunks, events }, speed, clock })
  // Another model gives other outputs; there is nothing to hold them against.
  const recorded = header.modelId === model.id ? { outputs, closed } : undefined
  const usedForTraining =
    header.recordingHash !== undefined && model.provenance.trainedOn.includes(header.recordingHash)
  return { source, recorded, usedForTraining, hurried: speed === 0, problem: damageOf(row, contents) }
}

/** A session that was closed properly has to be whole; one whose process died ends early, and is known to. */
function damageOf(row: SessionSummary, contents: SessionContents): ErrorData | null {
  if (!row.closed || contents.problem === null) return null
  const seconds = summariseSession(contents).seconds
  return {
    code: 'session/damaged',
    message: `The session's file is damaged: the first ${seconds.toFixed(0)} of ${row.seconds.toFixed(0)} seconds are sound and were played.`,
    hint: 'Restore the file from a backup to have the rest.',
    values: { seconds: Math.round(seconds), total: Math.round(row.seconds) },
  }
}

const labelOf = ({ subject, run, fileName }: RecordingSummary): string => `${subject} ${run} (${fileName})`

function toEvents(markers: readonly { code: string; sample: number }[], map: EventMap): StreamEvent[] {
  const meaning = new Map(map.meanings.map(({ code, classId }) => [code, classId]))
  return markers.flatMap(({ code, sample }) => {
    const classId = meaning.get(code)
    return classId ? [{ sample, classId }] : []
  })
}
