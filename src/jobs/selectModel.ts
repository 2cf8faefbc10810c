import { createHash } from 'node:crypto'
import type { BackendUse } from '../core/domain/backend'
import type { TrainedDecoder } from '../core/domain/decoder'
import type { AccuracyFigure, TrainedModel } from '../core/domain/model'
import type { SelectionRequest, TrainingPlan } from '../core/domain/training'
import { defaultDecision } from '../core/decoder/evidence'
import { decideCrops } from '../core/decoder/trials'
import { accuracyFigure, confusionMatrix } from '../core/evaluation/accuracy'
import type { LearnedSelection } from '../core/selection/selectionTask'
import { restrictSpec } from '../core/signal/defaults'
import { pickChannels, toCues, type Dataset } from './dataset'
import { programFiles } from './programFiles'

export interface ModelParts {
  readonly request: SelectionRequest
  readonly plan: TrainingPlan
  readonly dataset: Dataset
  readonly learned: LearnedSelection
  readonly decoder: TrainedDecoder
  readonly use: BackendUse
}

/** The decoder that was learned, with all it needs to run elsewhere; not judged yet. */
export function toModel({ request, plan, dataset, learned, decoder, use }: ModelParts): TrainedModel {
  const createdAtMs = Date.now()
  const { medianEntropy, converged, duplicatesReplaced, backend } = learned
  const hashes = ({ recordings }: Dataset['training']): string[] => recordings.map(({ hash }) => hash)
  return {
    schemaVersion: 2,
    id: modelId(request, decoder, createdAtMs),
    createdAtMs,
    subject: request.subject,
    pipeline: restrictSpec(plan.pipeline, learned.electrodes),
    classes: request.classes,
    electrodes: learned.electrodes,
    decoder,
    decision: defaultDecision,
    crops: plan.crops,
    provenance: {
      ...(request.shuffleLabels && { control: 'shuffled-labels' }),
      ...{ medianEntropy, converged, duplicatesReplaced, backend },
      learnedOn: use,
      appVersion: programFiles().version,
      seed: request.seed,
      trainedOn: hashes(dataset.training),
      heldOut: hashes(dataset.heldOut),
      candidates: dataset.candidates,
      accuracy: null,
      confusion: null,
    },
  }
}

/** Subject and N for a person, and a mark that tells two learnings of the same apart. */
function modelId({ subject, electrodes }: SelectionRequest, decoder: TrainedDecoder, createdAtMs: number): string {
  const hash = createHash('sha256').update(String(createdAtMs))
  const learned = decoder.kind === 'network' ? decoder.parameters : decoder.scores
  for (const [, values] of Object.entries(learned).sort(([a], [b]) => (a < b ? -1 : 1))) {
    hash.update(new Uint8Array(values.slice().buffer))
  }
  return `${subject.replace(/[^\w.-]+/g, '_')}-${electrodes}-${hash.digest('hex').slice(0, 6)}`
}

/** A model with the figures of the run that it never saw. */
export type JudgedModel = TrainedModel & {
  readonly provenance: { readonly accuracy: AccuracyFigure; readonly confusion: readonly (readonly number[])[] }
}

/** Decides the held-out trials as a replay would, and counts. */
export function judge(model: TrainedModel, { heldOut }: Dataset, { channels }: LearnedSelection): JudgedModel {
  const { outcomes } = decideCrops(pickChannels(heldOut.crops, channels), toCues(heldOut.trials), model)
  const decided = outcomes.map((outcome) => outcome.decided)
  const actual = outcomes.map(({ classId }) => classId)
  const accuracy = accuracyFigure(decided, actual, model.classes)
  const confusion = confusionMatrix(decided, actual, model.classes)
  return { ...model, provenance: { ...model.provenance, accuracy, confusion } }
}
