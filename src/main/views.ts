import { countClasses } from '../core/domain/eventCounts'
import type { ModelHeader } from '../core/domain/model'
import type { ModelSummary, RecordingView, SelectionSummary, StudyView } from '../ipc/views'
import type { Study } from '../store/study'

/** What the page is shown of a study: plain data, made anew from the catalogue each time. */
export function toStudyView(study: Study, lastSavedAtMs: number | null): StudyView {
  const recordings = study.recordings.list()
  const subjects = new Map<string, number>()
  for (const { subject } of recordings) subjects.set(subject, (subjects.get(subject) ?? 0) + 1)
  return {
    path: study.folder,
    name: study.name,
    subjects: [...subjects].map(([code, recordingCount]) => ({ code, recordingCount })),
    recordingCount: recordings.length,
    trialCount: toRecordingViews(study).reduce((sum, { classCounts }) => sum + total(classCounts), 0),
    modelCount: study.models.list().length,
    sessionCount: study.sessions.list().length,
    lastSavedAtMs,
  }
}

export function toRecordingViews(study: Study): RecordingView[] {
  return study.recordings.list().map((summary) => {
    const eventMap = study.eventMaps.get(summary.id)
    return {
      summary,
      task: summary.task ?? null,
      eventMap,
      classCounts: countClasses(summary.markerCounts, eventMap),
      badElectrodes: study.badChannels.get(summary.id),
    }
  })
}

export function toModelSummary(model: ModelHeader): ModelSummary {
  const { provenance } = model
  return {
    id: model.id,
    createdAtMs: model.createdAtMs,
    subject: model.subject,
    electrodes: model.electrodes,
    classes: model.classes,
    sampleRate: model.pipeline.sampleRate,
    accuracy: provenance.accuracy,
    converged: provenance.converged,
    medianEntropy: provenance.medianEntropy,
    trainedOn: provenance.trainedOn,
    heldOut: provenance.heldOut,
    backend: provenance.backend,
    seed: provenance.seed,
    decoder: model.decoder.kind,
    decision: model.decision,
  }
}

/** The newest first. */
export function toSelectionSummaries(study: Study): SelectionSummary[] {
  const heldOut = new Map(study.models.list().map(({ id, provenance }) => [id, provenance.heldOut]))
  return study.selections.list().map(({ createdAtMs, result }) => ({
    modelId: result.modelId,
    createdAtMs,
    subject: result.subject,
    electrodes: result.electrodes,
    accuracy: result.accuracy,
    heldOutRuns: result.heldOutRuns,
    heldOut: heldOut.get(result.modelId) ?? [],
  }))
}

const total = (counts: Readonly<Record<string, number>>): number => Object.values(counts).reduce((a, b) => a + b, 0)
