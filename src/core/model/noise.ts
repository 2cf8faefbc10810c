import { noiseAt, noiseKey } from '../domain/counterNoise'
import { featureCount, type LearnerSpec } from './learner'

/** Randomness of one batch: given as arrays (tests), or as the seed and step that every backend makes the same arrays
 *  from (training). */
export type BatchNoise =
  | ({ readonly kind: 'arrays' } & NoiseArrays)
  | { readonly kind: 'seeded'; readonly seed: number; readonly step: number }

export interface NoiseArrays {
  /** Uniforms of the Gumbel noise in [1e-6, 1 − 1e-6], `[B, channel, neuron]`; `null` in mode `fixed`. */
  readonly uniforms: Float32Array | null
  /** What each feature is multiplied with: 0 or 1 / (1 − dropout), `[B, feature]`; `null`: no dropout. */
  readonly dropoutMask: Float32Array | null
}

/** The arrays that a batch's noise stands for. Uniform i of a stream belongs to flat index i of its array; a feature is
 *  dropped where its uniform is below the rate. */
export function noiseArrays(noise: BatchNoise, spec: LearnerSpec, batch: number): NoiseArrays {
  if (noise.kind === 'arrays') return noise
  const { dropout } = spec.network
  const gumbel = noiseKey(noise.seed, noise.step, 'gumbel')
  const drops = noiseKey(noise.seed, noise.step, 'dropout')
  const kept = Math.fround(1 / (1 - dropout))
  return {
    uniforms: spec.mode === 'select' ? fill(batch * spec.channels * spec.neurons, (i) => noiseAt(gumbel, i)) : null,
    dropoutMask:
      dropout > 0
        ? fill(batch * featureCount(spec), (i) => (noiseAt(drops, i) < Math.fround(dropout) ? 0 : kept))
        : null,
  }
}

function fill(count: number, valueAt: (index: number) => number): Float32Array {
  const values = new Float32Array(count)
  for (let i = 0; i < count; i++) values[i] = valueAt(i)
  return values
}
