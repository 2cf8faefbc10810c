import { AppError } from '../core/domain/error'
import type { RecordingSummary } from '../core/domain/recording'
import type { Work } from '../ipc/trainingProcess'
import type { RecordingUse, StreamState } from '../ipc/views'
import type { Study } from '../store/study'

/** What is under way. */
export interface UnderWay {
  readonly works: readonly Work[]
  readonly stream: StreamState
}

/** What was made from each of these recordings, and what reads it now. */
export function usesOf(study: Study, recordingIds: readonly number[], underWay: UnderWay): RecordingUse[] {
  const models = study.models.list()
  const works = underWay.works.filter((work) => 'studyPath' in work && work.studyPath === study.folder)
  return recordingIds.map((id) => {
    const recording = study.recordings.get(id)
    const from = ({ trainedOn, heldOut }: { trainedOn: readonly string[]; heldOut: readonly string[] }): boolean =>
      trainedOn.includes(recording.hash) || heldOut.includes(recording.hash)
    return {
      recordingId: id,
      answers: models
        .filter(({ provenance }) => from(provenance))
        .map(({ id: modelId, createdAtMs, electrodes }) => ({ modelId, createdAtMs, electrodes })),
      running: [
        ...works.flatMap((work) => readsBy(work, recording)),
        ...(isStreamed(underWay.stream, id) ? (['session'] as const) : []),
      ],
    }
  })
}

function readsBy(work: Work, { id, subject }: RecordingSummary): RecordingUse['running'][number][] {
  if (work.kind === 'curve') return work.plan.recordingIds.includes(id) ? ['select'] : []
  if (work.kind === 'select') return work.request.recordingIds.includes(id) ? ['select'] : []
  if (work.kind !== 'check-labels') return []
  const { request } = work
  const named = request.recordingIds.length === 0 || request.recordingIds.includes(id)
  return request.subject === subject && named ? ['check-labels'] : []
}

const isStreamed = (stream: StreamState, id: number): boolean =>
  (stream.phase === 'starting' || stream.phase === 'running' || stream.phase === 'stopping') &&
  stream.request.source.kind === 'recording' &&
  stream.request.source.recordingId === id

/** Throws `recording/in-use` when something reads one of them now. */
export function requireUnused(study: Study, uses: readonly RecordingUse[]): void {
  const used = uses.filter(({ running }) => running.length > 0).map(({ recordingId }) => recordingId)
  if (used.length === 0) return
  const runs = used.map((id) => study.recordings.get(id)).map(({ subject, run }) => `${subject} ${run}`)
  const named = runs.slice(0, 5).join(', ') + (runs.length > 5 ? ` +${runs.length - 5}` : '')
  throw new AppError({
    code: 'recording/in-use',
    message: `A job or session that is running reads ${named}. Nothing was removed.`,
    hint: 'Wait until it has ended, or cancel it, and remove the recording then.',
    values: { runs: named, count: used.length },
  })
}
