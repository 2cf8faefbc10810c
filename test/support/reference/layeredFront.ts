import { convolve, convolveBackward, type ConvolutionShape } from './convolution'
import { banksOf, type Bank, type FrontPass, type FrontShape, type ReferenceFront } from './front'
import { normalise } from './layers'
import type { Tensors } from './tensors'

/** The front as published: every bank over every row, first normalisation, spatial convolution over all filters and rows.
 *  Slow, and with nothing in common with the collapsed form. */
export function createLayeredReference(shape: FrontShape): ReferenceFront {
  const { network, neurons, samples } = shape
  const filters = network.taps.length * network.filtersPerBank
  return {
    forward(input, parameters, fixed): FrontPass {
      const trials = input.length / (neurons * samples)
      const values = temporalMaps(input, parameters, shape)
      const layout = { trials, maps: filters, inner: neurons * samples }
      const normalisation = normalise(
        values,
        { gamma: parameters['bn1Gamma']!, beta: parameters['bn1Beta']!, epsilon: network.batchNormEpsilon, fixed },
        layout,
      )
      const spatial = parameters['spatial']!
      // The spatial convolution is one of a single tap over rows (filter, neuron).
      const columns = { trials, rows: filters * neurons, samples, maps: network.maps, taps: 1 }
      return {
        maps: convolve(normalisation.output, spatial, columns),
        moments: normalisation.moments,
        backward(slope) {
          const behind = convolveBackward(normalisation.output, { kernel: spatial, slope }, columns)
          const { values: dValues, gamma, beta } = normalisation.backward(behind.input)
          const ahead = temporalBackward(input, dValues, parameters, shape)
          const rest = { bn1Gamma: gamma, bn1Beta: beta, spatial: behind.kernel }
          return { parameters: { ...ahead.parameters, ...rest }, input: ahead.input }
        },
      }
    },
  }
}

/** A bank sees every trial's row on its own. */
const bankShape = (bank: Bank, rows: number, samples: number): ConvolutionShape => ({
  trials: rows,
  rows: 1,
  samples,
  maps: bank.filters,
  taps: bank.taps,
})

/** `[trial, filter, neuron, sample]` */
function temporalMaps(input: Float64Array, parameters: Readonly<Tensors>, shape: FrontShape): Float64Array {
  const rows = input.length / shape.samples
  const banks = banksOf(shape.network)
  const maps = new Float64Array(input.length * banks.length * shape.network.filtersPerBank)
  for (const bank of banks) {
    const output = convolve(input, parameters[bank.name]!, bankShape(bank, rows, shape.samples))
    forEachRow(bank, rows, shape, (own, all) => maps.set(output.subarray(own, own + shape.samples), all))
  }
  return maps
}

function temporalBackward(
  input: Float64Array,
  slope: Float64Array,
  parameters: Readonly<Tensors>,
  shape: FrontShape,
): { parameters: Tensors; input: Float64Array } {
  const rows = input.length / shape.samples
  const gradients: Tensors = {}
  const inputGradient = new Float64Array(input.length)
  for (const bank of banksOf(shape.network)) {
    const own = new Float64Array(input.length * bank.filters)
    forEachRow(bank, rows, shape, (to, from) => own.set(slope.subarray(from, from + shape.samples), to))
    const layout = bankShape(bank, rows, shape.samples)
    const behind = convolveBackward(input, { kernel: parameters[bank.name]!, slope: own }, layout)
    gradients[bank.name] = behind.kernel
    behind.input.forEach((value, i) => (inputGradient[i]! += value))
  }
  return { parameters: gradients, input: inputGradient }
}

/** Where a row lies in the bank's output `[trial · neuron, filter, sample]` and in `[trial, filter, neuron, sample]`. */
function forEachRow(bank: Bank, rows: number, shape: FrontShape, visit: (own: number, all: number) => void): void {
  const { neurons, samples, network } = shape
  const filters = network.taps.length * network.filtersPerBank
  for (let row = 0; row < rows; row++) {
    const [trial, neuron] = [Math.floor(row / neurons), row % neurons]
    for (let f = 0; f < bank.filters; f++) {
      const own = (row * bank.filters + f) * samples
      visit(own, ((trial * filters + bank.first + f) * neurons + neuron) * samples)
    }
  }
}
