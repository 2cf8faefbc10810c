import { convolve, convolveBackward } from './convolution'
import { banksOf, type FrontPass, type FrontShape, type ReferenceFront } from './front'
import { collapse, collapseBackward, filterMoments, filterMomentsBackward, type Linear } from './collapse'
import { inputMoments, inputMomentsBackward } from './moments'
import type { Tensors } from './tensors'

/** The front as one linear map of the batch statistics ("An exact, fast formulation", docs/ARCHITECTURE): one kernel of the
 *  longest filter's length for each map and neuron, and a bias. Nothing is approximate. */
export function createAlgebraReference(shape: FrontShape): ReferenceFront {
  const { network, neurons, samples } = shape
  const taps = Math.max(...network.taps)
  return {
    forward(input, parameters, fixed): FrontPass {
      const trials = input.length / (neurons * samples)
      const layout = { trials, rows: neurons, samples, maps: network.maps, taps }
      const linear = linearPart(shape, parameters)
      const sums = inputMoments(input, { samples, taps })
      const moments = fixed ?? filterMoments(linear, sums)
      const { kernel, bias } = collapse(linear, moments)
      const maps = convolve(input, kernel, layout)
      return {
        maps: maps.map((value, i) => value + bias[Math.floor(i / samples) % network.maps]!),
        moments,
        backward(slope) {
          const direct = convolveBackward(input, { kernel, slope }, layout)
          const biasSlope = new Float64Array(network.maps)
          slope.forEach((value, i) => (biasSlope[Math.floor(i / samples) % network.maps]! += value))
          const { spatial, gamma, beta, ...rest } = collapseBackward(linear, moments, {
            kernel: direct.kernel,
            bias: biasSlope,
          })
          const behind = filterMomentsBackward(linear, sums, rest.moments)
          const filters = rest.filters.map((value, i) => value + behind.filters[i]!)
          const through = inputMomentsBackward(input, behind.sums, { samples, taps })
          return {
            parameters: { ...banks(shape, filters), bn1Gamma: gamma, bn1Beta: beta, spatial },
            input: direct.input.map((value, i) => value + through[i]!),
          }
        },
      }
    },
  }
}

/** Filters of all banks `[filter, tap]`, shorter ones centred between zeros, and what follows them. */
function linearPart({ network, neurons }: FrontShape, parameters: Readonly<Tensors>): Linear {
  const taps = Math.max(...network.taps)
  const filters = new Float64Array(network.taps.length * network.filtersPerBank * taps)
  for (const bank of banksOf(network)) {
    parameters[bank.name]!.forEach((value, i) => {
      const [f, tap] = [Math.floor(i / bank.taps), i % bank.taps]
      filters[(bank.first + f) * taps + tap + (taps - bank.taps) / 2] = value
    })
  }
  return {
    filters,
    taps,
    gamma: parameters['bn1Gamma']!,
    beta: parameters['bn1Beta']!,
    spatial: parameters['spatial']!,
    maps: network.maps,
    neurons,
    epsilon: network.batchNormEpsilon,
  }
}

function banks({ network }: FrontShape, filters: Float64Array): Tensors {
  const longest = Math.max(...network.taps)
  return Object.fromEntries(
    banksOf(network).map((bank) => [
      bank.name,
      Float64Array.from({ length: bank.filters * bank.taps }, (_, i) => {
        const [f, tap] = [Math.floor(i / bank.taps), i % bank.taps]
        return filters[(bank.first + f) * longest + tap + (longest - bank.taps) / 2]!
      }),
    ]),
  )
}
