import { publishedNetwork, type NetworkSpec, type TrainedModel } from '../../src/core/domain/model'
import { createRandom } from '../../src/core/domain/random'
import { initialParameters } from '../../src/core/model/parameters'
import { randomModel } from './model'

/** What a model of a test is drawn from. */
export interface ModelWish {
  readonly electrodes: readonly string[]
  readonly classes: readonly string[]
  readonly network?: Partial<NetworkSpec>
  /** Seconds. */
  readonly window?: number
  readonly seed: number
}

/** Weights, normalisations and statistics are all drawn: nothing is left at 0 or 1, where a mistake would not show. */
export function drawModel({ electrodes, classes, network, window = 2, seed }: ModelWish): TrainedModel {
  const base = randomModel({ electrodes, classes, seed })
  const spec: NetworkSpec = { ...publishedNetwork, ...network }
  const random = createRandom(seed).fork('export')
  const between = (length: number, low: number, high: number): Float32Array =>
    Float32Array.from({ length }, () => low + (high - low) * random.next())
  const filters = spec.taps.length * spec.filtersPerBank
  const sizes = { channels: electrodes.length, neurons: electrodes.length, classes: classes.length }
  const samples = Math.round(window * base.pipeline.sampleRate)
  const weights = initialParameters({ network: spec, mode: 'fixed', ...sizes, samples }, random)
  return {
    ...base,
    pipeline: { ...base.pipeline, window },
    decoder: {
      kind: 'network',
      network: spec,
      parameters: {
        ...weights,
        bn1Gamma: between(filters, 0.5, 1.5),
        bn1Beta: between(filters, -0.5, 0.5),
        bn2Gamma: between(spec.maps, 0.5, 1.5),
        bn2Beta: between(spec.maps, -0.5, 0.5),
        fcBias: between(classes.length, -1, 1),
      },
      statistics: {
        bn1Mean: between(filters, -0.2, 0.2),
        bn1Var: between(filters, 0.1, 0.6),
        bn2Mean: between(spec.maps, -0.5, 0.5),
        bn2Var: between(spec.maps, 0.3, 2),
      },
    },
  }
}
