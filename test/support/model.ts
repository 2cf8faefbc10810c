import type { TrainedNetwork } from '../../src/core/domain/decoder'
import { publishedNetwork, type NetworkSpec, type TrainedModel } from '../../src/core/domain/model'
import { createRandom } from '../../src/core/domain/random'
import { movementClasses, type ClassId } from '../../src/core/domain/trial'
import { filterCount, initialParameters } from '../../src/core/model/parameters'
import { defaultCrops, defaultPipeline, restrictSpec } from '../../src/core/signal/defaults'

/** The network in a model that has one. */
export function networkOf({ decoder }: TrainedModel): TrainedNetwork {
  if (decoder.kind !== 'network') throw new Error(`The model decodes by ${decoder.kind}, not by a network.`)
  return decoder
}

interface Wish {
  readonly id?: string
  readonly electrodes: readonly string[]
  readonly classes?: readonly ClassId[]
  readonly sampleRate?: number
  readonly seed?: number
  readonly trainedOn?: readonly string[]
  readonly network?: NetworkSpec
  /** In samples; those of the default pipeline when absent. */
  readonly window?: number
  readonly hop?: number
}

/** A model that decodes with seeded weights and has learned nothing: what it says is arbitrary, but always the same. */
export function randomModel({
  id = 'random',
  electrodes,
  classes = movementClasses,
  sampleRate = 160,
  seed = 11,
  trainedOn = [],
  network = publishedNetwork,
  ...timing
}: Wish): TrainedModel {
  const random = createRandom(seed)
  const usual = restrictSpec(defaultPipeline(sampleRate), electrodes)
  const samples = timing.window ?? Math.round(usual.window * sampleRate)
  const hop = timing.hop ? timing.hop / sampleRate : usual.hop
  const pipeline = { ...usual, window: samples / sampleRate, hop }
  const neurons = electrodes.length
  const shape = { network, mode: 'fixed' as const, channels: neurons, neurons }
  const filters = filterCount(network)
  const around = (length: number, mean: number): Float32Array =>
    Float32Array.from({ length }, () => mean * (0.8 + 0.4 * random.next()))
  return {
    schemaVersion: 2,
    id,
    createdAtMs: 1_700_000_000_000,
    subject: 'S001',
    pipeline,
    classes,
    electrodes,
    decoder: {
      kind: 'network',
      network,
      parameters: initialParameters({ ...shape, samples, classes: classes.length }, random.fork('weights')),
      statistics: {
        bn1Mean: around(filters, 0),
        bn1Var: around(filters, 0.2),
        bn2Mean: around(network.maps, 0),
        bn2Var: around(network.maps, 1),
      },
    },
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
