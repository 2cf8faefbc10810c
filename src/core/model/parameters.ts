import type { BatchStatistics, NetworkSpec, Parameters } from '../domain/model'
import { AppError } from '../domain/error'
import type { Random } from '../domain/random'
import { featureCount, type LearnerSpec } from './learner'

export const temporalName = (taps: number): string => `temporal${taps}`

export const filterCount = (network: NetworkSpec): number => network.taps.length * network.filtersPerBank

export const longestTaps = (network: NetworkSpec): number => Math.max(...network.taps)

/** Throws `learner/unsupported` for filters that no backend learns: even lengths have no middle to be centred by, and
 *  banks of one length would share the name of their parameter. */
export function requireFilters({ taps }: NetworkSpec): void {
  const even = taps.find((count) => count % 2 === 0)
  const twice = taps.find((count, bank) => taps.indexOf(count) !== bank)
  const what =
    even !== undefined ? `filters of ${even} taps` : twice !== undefined ? `two banks of ${twice} taps` : null
  if (what === null) return
  throw new AppError({
    code: 'learner/unsupported',
    message: `The network has ${what}; every bank needs an odd length of its own.`,
    hint: 'Give each bank of filters another odd number of taps.',
    values: { reason: what },
  })
}

/** Shape of every parameter in the golden layout; `alpha` only with a selection layer. */
export function parameterShapes(spec: LearnerSpec): Record<string, readonly number[]> {
  const { network, neurons, classes } = spec
  const filters = filterCount(network)
  const shapes: Record<string, readonly number[]> = {}
  for (const taps of network.taps) shapes[temporalName(taps)] = [network.filtersPerBank, taps]
  shapes['bn1Gamma'] = shapes['bn1Beta'] = [filters]
  shapes['spatial'] = [network.maps, filters, neurons]
  shapes['bn2Gamma'] = shapes['bn2Beta'] = [network.maps]
  shapes['fcWeight'] = [classes, featureCount(spec)]
  shapes['fcBias'] = [classes]
  if (spec.mode === 'select') shapes['alpha'] = [spec.channels, neurons]
  return shapes
}

/** Convolution and linear weights: the ones that weight decay acts on. */
export const decayed = (name: string): boolean =>
  name.startsWith('temporal') || name === 'spatial' || name === 'fcWeight'

const sizeOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1)

/** Xavier-uniform weights (Glorot and Bengio 2010), gammas 1, betas and biases 0, alpha ~ N(0, 0.01²). */
export function initialParameters(spec: LearnerSpec, random: Random): Parameters {
  const { network, neurons } = spec
  const fans: Record<string, [number, number]> = {
    spatial: [filterCount(network) * neurons, network.maps * neurons],
    fcWeight: [featureCount(spec), spec.classes],
  }
  for (const taps of network.taps) fans[temporalName(taps)] = [taps, taps * network.filtersPerBank]
  const parameters: Record<string, Float32Array> = {}
  for (const [name, shape] of Object.entries(parameterShapes(spec))) {
    const values = new Float32Array(sizeOf(shape))
    const source = random.fork(name)
    const fan = fans[name]
    if (fan) {
      const bound = Math.sqrt(6 / (fan[0] + fan[1]))
      for (let i = 0; i < values.length; i++) values[i] = (2 * source.next() - 1) * bound
    } else if (name === 'alpha') for (let i = 0; i < values.length; i++) values[i] = 0.01 * source.normal()
    else if (name.endsWith('Gamma')) values.fill(1)
    parameters[name] = values
  }
  return parameters
}

/** A copy that owns its arrays. Throws `model/damaged` when a parameter is missing or has another size. */
export function copyParameters(spec: LearnerSpec, parameters: Parameters): Record<string, Float32Array> {
  const copy: Record<string, Float32Array> = {}
  for (const [name, shape] of Object.entries(parameterShapes(spec))) {
    const values = parameters[name]
    if (!values || values.length !== sizeOf(shape)) {
      throw new AppError({
        code: 'model/damaged',
        message: `Parameter ${name} should have ${sizeOf(shape)} values (${shape.join(' × ')}), found ${values?.length ?? 'none'}.`,
        hint: 'The model does not fit its own description: learn it again.',
        values: { name, expected: sizeOf(shape), found: values?.length ?? 0 },
      })
    }
    copy[name] = values.slice()
  }
  return copy
}

export const copyStatistics = (statistics: BatchStatistics): BatchStatistics => ({
  bn1Mean: statistics.bn1Mean.slice(),
  bn1Var: statistics.bn1Var.slice(),
  bn2Mean: statistics.bn2Mean.slice(),
  bn2Var: statistics.bn2Var.slice(),
})

/** All temporal filters `[filter, longest]`, shorter ones centred between zeros. */
export function paddedFilters(network: NetworkSpec, parameters: Parameters): Float64Array {
  const longest = longestTaps(network)
  const filters = new Float64Array(filterCount(network) * longest)
  network.taps.forEach((taps, bank) => {
    const values = parameters[temporalName(taps)]!
    const margin = (longest - taps) / 2
    for (let f = 0; f < network.filtersPerBank; f++) {
      const row = (bank * network.filtersPerBank + f) * longest + margin
      for (let tap = 0; tap < taps; tap++) filters[row + tap] = values[f * taps + tap]!
    }
  })
  return filters
}

/** Gradients of the padded filters, cut back to each bank. */
export function unpaddedFilters(network: NetworkSpec, padded: Float64Array): Record<string, Float32Array> {
  const longest = longestTaps(network)
  const banks: Record<string, Float32Array> = {}
  network.taps.forEach((taps, bank) => {
    const values = (banks[temporalName(taps)] = new Float32Array(network.filtersPerBank * taps))
    const margin = (longest - taps) / 2
    for (let f = 0; f < network.filtersPerBank; f++) {
      const row = (bank * network.filtersPerBank + f) * longest + margin
      for (let tap = 0; tap < taps; tap++) values[f * taps + tap] = padded[row + tap]!
    }
  })
  return banks
}
