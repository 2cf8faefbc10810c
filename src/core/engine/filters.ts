import { autocorrelation, cosines, inputMoments, inputMomentsBackward, momentFilter } from './moments'
import type { BatchSums, SumSlopes } from './moments'
import { sumOfFirstBins } from './inputs'
import { alone, blockOf, forShare, setting, type Phase, type ThreadContext } from './threadContext'

// The collapsed filters K[s, m, τ] = Σ_f W[s, f, m] · gain_f · w_f[τ], gain_f = γ_f / σ_f: from the parameters to the
// kernels' spectra, and back from their gradients.

const tables = new Map<number, Float64Array>()
const cosinesOf = (length: number): Float64Array => {
  let table = tables.get(length)
  if (!table) tables.set(length, (table = cosines(length)))
  return table
}

/** Moments of the batch, the variances of the filters' outputs and the scaled filters. */
export const measureBatch: Phase = alone('moments', (context) => {
  const { plan, kernels, floats } = context
  const { at, sizes } = plan
  const { filters, tapStride, taps } = sizes
  const sums = batchSums(context)
  const moments = inputMoments(sums, autocorrelation(sums.power, cosinesOf(sizes.length), sizes), sizes)
  floats.set(moments.covariance, at.second / 4)
  const first = at.values + plan.parameters[0]!.offset * 4
  kernels.multiply(
    at.image,
    tapStride * 4,
    first,
    tapStride * 4,
    4,
    at.second,
    tapStride * 4,
    filters,
    tapStride,
    taps,
    false,
  )
  const filterMean = new Float64Array(filters)
  const filterInverse = new Float64Array(filters)
  for (let f = 0; f < filters; f++) {
    let variance = 0
    for (let tap = 0, i = f * tapStride; tap < taps; tap++, i++) {
      const weight = floats[first / 4 + i]!
      filterMean[f]! += weight * moments.mean[tap]!
      variance += weight * floats[at.image / 4 + i]!
    }
    filterInverse[f] = 1 / Math.sqrt(Math.max(0, variance) + plan.spec.network.batchNormEpsilon)
  }
  context.moments = { ...moments, filterMean, filterInverse }
  scaleFilters(context, filterInverse)
})

function batchSums(context: ThreadContext): BatchSums {
  const { plan, words, settings } = context
  const batch = settings[setting.batch]!
  const sums = readSums(context)
  const count = batch * plan.sizes.neurons * plan.sizes.samples
  if (!plan.sizes.selects) return { ...sums, count }
  let total = 0
  for (let trial = 0; trial < batch; trial++) {
    total += sumOfFirstBins(context, words[plan.at.inputTable / 4 + trial]!, plan.sizes.neurons)
  }
  return { ...sums, total, count }
}

/** The batch's sums as they lie in memory. */
export function readSums({ plan, floats }: Pick<ThreadContext, 'plan' | 'floats'>): Omit<BatchSums, 'count'> {
  const { at, input } = plan
  const part = (offset: number, end: number) => floats.subarray((at.sums + offset) / 4, (at.sums + end) / 4)
  return {
    power: part(0, input.gram),
    gram: part(input.gram, input.edgeSums),
    edgeSums: part(input.edgeSums, input.total),
    total: floats[(at.sums + input.total) / 4]!,
  }
}

/** Filters with the gain of the normalisation, γ_f / σ_f. */
export function scaleFilters({ plan, floats }: ThreadContext, inverse: ArrayLike<number>): void {
  const { at, sizes } = plan
  const first = at.values / 4 + plan.parameters[0]!.offset
  const gamma = at.values / 4 + blockOf(plan, 'bn1Gamma').offset
  for (let f = 0; f < sizes.filters; f++) {
    const gain = inverse[f]! * floats[gamma + f]!
    for (let i = f * sizes.tapStride; i < (f + 1) * sizes.tapStride; i++) {
      floats[at.scaled / 4 + i] = gain * floats[first + i]!
    }
  }
}

/** Spectra of the kernels of two maps and four neurons at a time, scaled with 1 / n. Tap τ lies at taps − 1 − τ, so that
 *  the product is a cross-correlation, and output t comes out at t + half. */
export const transformKernels: Phase = {
  name: 'kernels',
  run(context) {
    const { plan, kernels, scratch } = context
    const { at, sizes } = plan
    const { paddedNeurons, paddedMaps, filters, taps, tapStride, length } = sizes
    const spatial = at.values + blockOf(plan, 'spatial').offset * 4
    const row = paddedNeurons * 4
    forShare(context, (paddedMaps / 2) * (paddedNeurons / 4), (piece) => {
      const map = (piece % (paddedMaps / 2)) * 2
      const m = Math.floor(piece / (paddedMaps / 2)) * 4
      kernels.clear(scratch.x, length * 32)
      for (let part = 0; part < 2 && map + part < sizes.maps; part++) {
        const weights = spatial + ((map + part) * filters * paddedNeurons + m) * 4
        const last = scratch.x + (taps - 1) * 32 + part * 16
        kernels.multiply(last, -32, at.scaled, 4, tapStride * 4, weights, row, taps, 4, filters, false)
      }
      const result = kernels.transform(scratch.x, scratch.y, length, at.radices, at.twiddles)
      const to = at.kernels + (map * paddedNeurons + m) * 32
      const second = to + paddedNeurons * 32
      kernels.toTiles(to, second, paddedMaps * paddedNeurons * 32, result, length, 1 / length, 2, scratch.tile)
    })
  },
}

/** Gradients of the kernels back in time, as `[map][tap][neuron]` and `[map][neuron][tap]`. */
export const kernelsBack: Phase = {
  name: 'kernels back',
  run(context) {
    const { plan, kernels, scratch } = context
    const { at, sizes } = plan
    const { paddedNeurons, paddedMaps, taps, tapStride, length } = sizes
    forShare(context, (paddedMaps / 2) * (paddedNeurons / 4), (piece) => {
      const map = (piece % (paddedMaps / 2)) * 2
      const m = Math.floor(piece / (paddedMaps / 2)) * 4
      const from = at.kernelSlopes + (map * paddedNeurons + m) * 32
      const tile = paddedMaps * paddedNeurons * 32
      kernels.fromTiles(scratch.x, from, from + paddedNeurons * 32, tile, length, scratch.tile)
      const result = kernels.transform(scratch.x, scratch.y, length, at.radices, at.twiddles)
      for (let part = 0; part < 2; part++) {
        const columns = at.kernelColumns + ((map + part) * taps * paddedNeurons + m) * 4
        const rows = at.kernelRows + ((map + part) * paddedNeurons + m) * tapStride * 4
        const last = result + (taps - 1) * 32 + part * 16
        kernels.takeRows(columns, paddedNeurons * 4, rows, tapStride * 4, last, taps, 1 / length)
      }
    })
  },
}

/** Gradients of the spatial weights, a map at a time, and of the scaled filters, four at a time. */
export const weightsBack: Phase = {
  name: 'weights back',
  run(context) {
    const { plan, kernels } = context
    const { at, sizes } = plan
    const { maps, filters, taps, tapStride, paddedNeurons } = sizes
    const spatial = blockOf(plan, 'spatial').offset * 4
    const row = paddedNeurons * 4
    const blocks = Math.ceil(filters / 4)
    forShare(context, maps + blocks, (piece) => {
      if (piece < maps) {
        const to = at.gradients + spatial + piece * filters * row
        const columns = at.kernelColumns + piece * taps * row
        kernels.multiply(to, row, at.scaled, tapStride * 4, 4, columns, row, filters, paddedNeurons, taps, false)
        return
      }
      const f = (piece - maps) * 4
      const count = Math.min(4, filters - f)
      for (let map = 0; map < maps; map++) {
        const to = at.scaledSlopes + f * tapStride * 4
        const weights = at.values + spatial + (map * filters + f) * row
        const rows = at.kernelRows + map * paddedNeurons * tapStride * 4
        kernels.multiply(
          to,
          tapStride * 4,
          weights,
          row,
          4,
          rows,
          tapStride * 4,
          count,
          tapStride,
          paddedNeurons,
          map > 0,
        )
      }
    })
  },
}

/** Through the first normalisation: gradients of filters and gammas, and with a selection those of the batch's moments. */
export const filtersBack: Phase = alone('filters back', (context) => {
  const { plan, floats, moments } = context
  const { at, sizes } = plan
  const { filters, taps, tapStride } = sizes
  const { filterMean, filterInverse, count } = moments!
  const first = plan.parameters[0]!.offset
  const gammaBlock = blockOf(plan, 'bn1Gamma').offset
  const meanSlopes = new Float64Array(taps)
  for (let f = 0; f < filters; f++) {
    const gamma = floats[at.values / 4 + gammaBlock + f]!
    const inverse = filterInverse[f]!
    const weights = at.values / 4 + first + f * tapStride
    const slopes = at.gradients / 4 + first + f * tapStride
    const scaled = at.scaledSlopes / 4 + f * tapStride
    let gainSlope = 0
    for (let tap = 0; tap < taps; tap++) gainSlope += floats[weights + tap]! * floats[scaled + tap]!
    const varianceSlope = -0.5 * gainSlope * gamma * inverse ** 3
    const meanSlope = (-2 * varianceSlope * filterMean[f]!) / count
    floats[at.gradients / 4 + gammaBlock + f] = gainSlope * inverse
    for (let tap = 0; tap < taps; tap++) {
      const weight = floats[weights + tap]!
      floats[slopes + tap] =
        gamma * inverse * floats[scaled + tap]! + 2 * varianceSlope * floats[at.image / 4 + f * tapStride + tap]!
      meanSlopes[tap]! += meanSlope * weight
      floats[at.weighted / 4 + f * tapStride + tap] = (weight * varianceSlope) / count
    }
  }
  clearMargins(context)
  if (sizes.selects) momentsBack(context, meanSlopes)
})

/** Shorter filters lie between zeros, which stay. */
function clearMargins({ plan, floats }: ThreadContext): void {
  const { at, sizes, spec } = plan
  spec.network.taps.forEach((taps, bank) => {
    const margin = (sizes.taps - taps) / 2
    for (let row = 0; row < spec.network.filtersPerBank; row++) {
      const start = at.gradients / 4 + plan.parameters[bank]!.offset + row * sizes.tapStride
      floats.fill(0, start, start + margin)
      floats.fill(0, start + margin + taps, start + sizes.tapStride)
    }
  })
}

function momentsBack({ plan, kernels, floats }: ThreadContext, meanSlopes: Float64Array): void {
  const { at, sizes } = plan
  const { filters, taps, tapStride } = sizes
  const first = at.values + plan.parameters[0]!.offset * 4
  const row = tapStride * 4
  kernels.multiply(at.secondSlopes, row, first, 4, row, at.weighted, row, taps, tapStride, filters, false)
  const second = floats.subarray(at.secondSlopes / 4, at.secondSlopes / 4 + tapStride * tapStride)
  const slopes = inputMomentsBackward(second, meanSlopes, sizes)
  floats.set(momentFilter(slopes.correlation, cosinesOf(sizes.length), sizes), at.momentFilter / 4)
  floats.set(slopes.gram, at.edgeSlopeGram / 4)
  writeMeanSlopes({ plan, floats }, slopes)
}

/** What the mean's gradient adds to every row alike: to bin 0 (the sum of all samples) and to the edge samples. */
function writeMeanSlopes({ plan, floats }: Pick<ThreadContext, 'plan' | 'floats'>, slopes: SumSlopes): void {
  const { at, sizes } = plan
  floats[at.totalSlope / 4] = slopes.total
  for (let block = 0; block < 2 * sizes.edgeTiles; block++) {
    for (let m = 0; m < sizes.neurons; m++) {
      const start = at.edgeSlopes / 4 + (block * sizes.paddedNeurons + m) * 8
      for (let i = 0; i < 8; i++) floats[start + i] = slopes.edgeSums[block * 8 + i]!
    }
  }
}
