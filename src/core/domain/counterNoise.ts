/** Uniforms that depend on a seed and a position alone: any part of them can be made anywhere, in any order, by any
 *  backend, to the bit. Used where millions are needed a second; everything else draws from `createRandom`. */

/** Uniforms stay this far from 0 and 1, so that their logarithms of logarithms stay finite. */
export const noiseMargin = 1e-6

/** What the numbers are for; each purpose has a stream of its own. */
export type NoisePurpose = 'gumbel' | 'dropout'

const purposeKey: Readonly<Record<NoisePurpose, number>> = { gumbel: 0x2545f491, dropout: 0x5bd1e995 }

/** Key of one stream: 32 bits from the seed of a training, the optimiser step and the purpose. */
export function noiseKey(seed: number, step: number, purpose: NoisePurpose): number {
  return mix((mix((seed ^ purposeKey[purpose]) >>> 0) + Math.imul(step, 0x9e3779b9)) >>> 0)
}

/** Uniform number `index` of a stream, rounded to float32, in [1e-6, 1 − 1e-6]: the upper 24 bits of the hash. */
export function noiseAt(key: number, index: number): number {
  const value = Math.fround((mix((Math.imul(index, 0x9e3779b9) + key) >>> 0) >>> 8) * 2 ** -24)
  return Math.min(Math.max(value, Math.fround(noiseMargin)), Math.fround(1 - noiseMargin))
}

/** Two rounds of xor, shift and multiply with the constants of T. Mulder's `lowbias32` family (public domain). */
function mix(value: number): number {
  let h = value
  h = Math.imul(h ^ (h >>> 16), 0x21f0aaad)
  h = Math.imul(h ^ (h >>> 15), 0x735a2d97)
  return (h ^ (h >>> 15)) >>> 0
}
