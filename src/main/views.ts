import { countClasses } from '../core/domain/eventCounts'
import type { ModelHeader } from '../core/domain/model'
import type { RecordingSummary } from '../core/domain/recording'
import { noNotes } from '../core/domain/recordingNotes'
import type { CurveSummary, ModelSummary, RecordingView, SelectionSummary, StudyView } from '../ipc/views'
import { noEventMap } from '../store/eventMaps'
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
    trialCount: countTrials(study, recordings),
    modelCount: study.models.list().length,
    sessionCount: study.sessions.list().length,
    lastSavedAtMs,
  }
}

export function toRecordingViews(study: Study): RecordingView[] {
  // Asked for all at once: a study may have thousands of recordings.
  const [maps, bad, notes] = [study.eventMaps.all(), study.badChannels.all(), study.notes.all()]
  const ignored = study.qualities.allIgnored()
  return study.recordings.list().map((summary) => {
    const eventMap = maps.get(summary.id) ?? noEventMap
    return {
      summary,
      task: summary.task ?? null,
      eventMap,
      classCounts: countClasses(summary.markerCounts, eventMap),
      badElectrodes: bad.get(summary.id) ?? [],
      ignoredElectrodes: ignored.get(summary.id) ?? [],
      notes: notes.get(summary.id) ?? noNotes,
    }
  })
}

function countTrials(study: Study, recordings: readonly RecordingSummary[]): number {
  const maps = study.eventMaps.all()
  return recordings.reduce(
    (sum, { id, markerCounts }) => sum + total(countClasses(markerCounts, maps.get(id) ?? noEventMap)),
    0,
  )
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
    ...(provenance.control && { control: provenance.control }),
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
    decoder: result.decoder,
    ...(result.control && { control: result.control }),
    backend: result.backend,
    heldOutRuns: result.heldOutRuns,
    heldOut: heldOut.get(result.modelId) ?? [],
  }))
}

const total = (counts: Readonly<Record<string, number>>): number => Object.values(counts).reduce((a, b) => a + b, 0)

export const toCurveSummaries = (study: Study): CurveSummary[] =>
  study.curves.list().map(({ id, createdAtMs, decoder, statements, plan, recommendation }) => {
    const { method, n, electrodes, figure, decoded } = recommendation
    return {
      ...{ id, createdAtMs, decoder, statements },
      ...{ subjects: plan.subjects, classes: plan.classes, shuffleLabels: plan.shuffleLabels },
      recommended: { method, n, electrodes, figure, decoded },
    }
  })
