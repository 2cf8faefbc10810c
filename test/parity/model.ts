import type { TrainedModel } from '../../src/core/domain/model'
import { publishedNetwork } from '../../src/core/domain/model'
import { createRandom } from '../../src/core/domain/random'
import { defaultDecision } from '../../src/core/decoder/evidence'
import { initialParameters } from '../../src/core/model/parameters'
import { defaultCrops, defaultPipeline, restrictSpec } from '../../src/core/signal/defaults'
import { toGrid } from '../../src/core/signal/spec'

/** A model as initialisation makes it, with statistics and normalisations that are not trivial. Seeded. */
export function untrainedModel(electrodes: readonly string[], classes: readonly string[], seed = 5): TrainedModel {
  const random = createRandom(seed)
  const pipeline = restrictSpec(defaultPipeline(), electrodes)
  const spec = {
    network: publishedNetwork,
    mode: 'fixed' as const,
    channels: electrodes.length,
    neurons: electrodes.length,
    samples: toGrid(pipeline).window,
    classes: classes.length,
  }
  const around = (length: number, centre: number, spread: number): Float32Array =>
    Float32Array.from({ length }, () => centre + spread * random.normal())
  const positive = (length: number): Float32Array => around(length, 1, 0.2).map(Math.abs)
  return {
    schemaVersion: 1,
    id: 'test',
    createdAtMs: 0,
    subject: 'S001',
    pipeline,
    network: publishedNetwork,
    classes,
    electrodes,
    parameters: {
      ...initialParameters(spec, random.fork('weights')),
      bn1Gamma: around(40, 1, 0.3),
      bn1Beta: around(40, 0, 0.3),
      bn2Gamma: around(10, 1, 0.3),
      bn2Beta: around(10, 0, 0.3),
    },
    statistics: {
      bn1Mean: around(40, 0, 0.1),
      bn1Var: positive(40),
      bn2Mean: around(10, 0, 0.3),
      bn2Var: positive(10),
    },
    decision: defaultDecision,
    crops: defaultCrops,
    provenance: {
      appVersion: '0',
      backend: 'none',
      seed,
      trainedOn: [],
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
