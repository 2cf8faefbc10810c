import type { LearnerSpec } from '../model/learner'
import { radicesOf } from './fourier'
import { engineSizes, type EngineSizes } from './sizes'

/** Floating-point operations (additions and multiplications of float32, padding included) of one training step by phase,
 *  as the engine makes them. The phases that are left out take less than a hundredth together. */
export function stepOperations(spec: LearnerSpec, batch: number): Record<string, number> {
  const sizes = engineSizes(spec, batch)
  const { tiles, channels, paddedChannels, neurons, paddedNeurons, maps, paddedMaps, edgeTiles, selects } = sizes
  const { filters, taps, tapStride, samples, groups } = sizes
  const trials = groups * 4
  const transform = transformOperations(sizes)
  const kernelTransforms = ((paddedMaps / 2) * paddedNeurons) / 4
  const mapTransforms = (groups * paddedMaps) / 2
  // A product of complex numbers is four multiplications and four additions.
  const product = 8 * 4 * tiles
  const selection = (operations: number): number => (selects ? operations : 0)
  const weights = 16 * (tiles + 2 * edgeTiles)
  return {
    select: selection(batch * channels * paddedNeurons * weights),
    kernels: kernelTransforms * (transform + 16 * filters * taps),
    convolve: trials * maps * neurons * product,
    maps: mapTransforms * (transform + 8 * 4 * samples),
    'maps back': mapTransforms * (transform + 4 * 4 * samples),
    'convolve back': batch * maps * paddedNeurons * product * (selects ? 2 : 1),
    'kernels back': kernelTransforms * transform,
    'weights back': 2 * maps * filters * paddedNeurons * (taps + tapStride),
    'select back': selection(batch * paddedChannels * paddedNeurons * weights),
  }
}

/** Of four transforms at once. */
function transformOperations({ length }: EngineSizes): number {
  const butterfly: Record<number, number> = { 2: 10, 3: 28, 4: 34, 5: 72 }
  return radicesOf(length)!.reduce((sum, radix) => sum + 4 * (length / radix) * butterfly[radix]!, 0)
}
