import { publishedNetwork, type TrainedModel } from '../../src/core/domain/model'
import type { SelectionRequest, SelectionResult } from '../../src/core/domain/training'
import { createRandom } from '../../src/core/domain/random'
import { hertz, seconds } from '../../src/core/domain/units'

/** A model with the shapes of two electrodes and two classes and seeded weights; it has learned nothing. */
export function exampleModel(id: string): TrainedModel {
  const random = createRandom(7)
  const weights = (length: number): Float32Array => Float32Array.from({ length }, () => random.normal())
  return {
    schemaVersion: 2,
    id,
    createdAtMs: 1_700_000_000_000,
    subject: 'S001',
    pipeline: {
      version: 1,
      channels: ['C3', 'C4'],
      sampleRate: hertz(160),
      filters: [{ kind: 'highpass', order: 3, corners: [hertz(4)] }],
      standardise: { kind: 'exponential', factor: 1e-3, epsilon: 1e-4 },
      window: seconds(2),
      hop: seconds(0.25),
      warmUp: seconds(2),
      bridgeGap: seconds(0.04),
    },
    classes: ['both-fists', 'both-feet'],
    electrodes: ['C3', 'C4'],
    decoder: {
      kind: 'network',
      network: publishedNetwork,
      parameters: { temporalK: weights(40 * 65), spatial: weights(800), fcWeight: weights(340), fcBias: weights(2) },
      statistics: { bn1Mean: weights(40), bn1Var: weights(40), bn2Mean: weights(10), bn2Var: weights(10) },
    },
    decision: { kind: 'evidence', threshold: 2.5, memory: Infinity },
    crops: { from: seconds(0.5), to: seconds(4), step: seconds(0.25) },
    provenance: {
      appVersion: '0.1.0',
      backend: 'wasm',
      seed: 7,
      trainedOn: ['a'],
      heldOut: ['b'],
      candidates: ['C3', 'Cz', 'C4'],
      medianEntropy: 0.12,
      converged: true,
      duplicatesReplaced: 0,
      accuracy: null,
      confusion: null,
    },
  }
}

export const exampleRequest: SelectionRequest = {
  subject: 'S001',
  recordingIds: [1, 2],
  classes: ['both-fists', 'both-feet'],
  electrodes: 2,
  candidates: [],
  keep: [],
  avoid: [],
  seed: 7,
  steps: 300,
  shuffleLabels: false,
}

export const exampleResult = (model: TrainedModel): SelectionResult => ({
  modelId: model.id,
  subject: model.subject,
  electrodes: model.electrodes,
  classes: model.classes,
  accuracy: { value: 0.8, low: 0.5, high: 0.9, chance: 0.5, chanceLimit: 0.73, correct: 12, trials: 15, kappa: 0.6 },
  confusion: [
    [6, 1],
    [2, 6],
  ],
  medianEntropy: 0.12,
  converged: true,
  duplicatesReplaced: 0,
  decoder: 'network',
  heldOutRuns: ['R14'],
  backend: 'wasm',
  seconds: 70,
  seed: 7,
  report: {
    candidates: ['C3', 'Cz', 'C4'],
    neurons: 2,
    probabilities: [
      [0.9, 0.05, 0.05],
      [0.05, 0.05, 0.9],
    ],
    points: [],
    stage: 'evaluating',
    totalSteps: 300,
    classes: model.classes,
    trainingTrials: 30,
    heldOutTrials: 15,
    heldOutRuns: ['R14'],
  },
})
