import { publishedNetwork, type TrainedModel } from '../../src/core/domain/model'
import { createRandom } from '../../src/core/domain/random'
import { movementClasses, type ClassId } from '../../src/core/domain/trial'
import { initialParameters } from '../../src/core/model/parameters'
import { defaultCrops, defaultPipeline, restrictSpec } from '../../src/core/signal/defaults'

interface Wish {
  readonly id?: string
  readonly electrodes: readonly string[]
  readonly classes?: readonly ClassId[]
  readonly sampleRate?: number
  readonly seed?: number
  readonly trainedOn?: readonly string[]
}

/** A model that decodes with seeded weights and has learned nothing: what it says is arbitrary, but always the same. */
export function randomModel({
  id = 'random',
  electrodes,
  classes = movementClasses,
  sampleRate = 160,
  seed = 11,
  trainedOn = [],
}: Wish): TrainedModel {
  const random = createRandom(seed)
  const pipeline = restrictSpec(defaultPipeline(sampleRate), electrodes)
  const neurons = electrodes.length
  const shape = { network: publishedNetwork, mode: 'fixed' as const, channels: neurons, neurons }
  const samples = Math.round(pipeline.window * sampleRate)
  const around = (length: number, mean: number): Float32Array =>
    Float32Array.from({ length }, () => mean * (0.8 + 0.4 * random.next()))
  return {
    schemaVersion: 1,
    id,
    createdAtMs: 1_700_000_000_000,
    subject: 'S001',
    pipeline,
    network: publishedNetwork,
    classes,
    electrodes,
    parameters: initialParameters({ ...shape, samples, classes: classes.length }, random.fork('weights')),
    statistics: { bn1Mean: around(40, 0), bn1Var: around(40, 0.2), bn2Mean: around(10, 0), bn2Var: around(10, 1) },
    decision: { kind: 'evidence', threshold: 1, memory: 4 },
    crops: defaultCrops,
    provenance: {
      appVersion: '0.1.0',
      backend: 'none',
      seed,
      trainedOn,
      heldOut: [],
      candidates: electrodes,
      medianEntropy: 0,
      converged: true,
      duplicatesReplaced: 0,
      accuracy: null,
      confusion: null,
    },
  }
}
