import { sumEdgeProducts } from './inputs'
import { selectionChunk } from './layout'
import { blockOf, forShare, noiseKind, setting, share, type Phase, type ThreadContext } from './threadContext'

/** Weights of the noisy selection, the selected spectra and edge samples, one trial at a time. */
export const selectTrials: Phase = {
  name: 'select',
  run(context) {
    const { settings, words, plan } = context
    const { at, sizes, input } = plan
    forShare(context, settings[setting.batch]!, (trial) => {
      const weights = drawWeights(context, trial)
      const channels = words[at.slotTable / 4 + trial]!
      const to = words[at.inputTable / 4 + trial]!
      const { channels: rows, paddedChannels, paddedNeurons, tiles, edgeTiles, capacity } = sizes
      const from = paddedChannels * 32
      const row = paddedNeurons * 32
      context.kernels.select(weights, channels, from, to, row, to + input.sums, rows, paddedNeurons, tiles)
      const edges = at.edges + trial * row
      context.kernels.select(
        weights,
        channels + plan.channel.edges,
        from,
        edges,
        capacity * row,
        0,
        rows,
        paddedNeurons,
        2 * edgeTiles,
      )
    })
  },
}

/** Address of a trial's weights `[channel, neuron]`. */
function drawWeights(context: ThreadContext, trial: number): number {
  const { kernels, plan, settings } = context
  const { at, sizes } = plan
  const { channels, neurons } = sizes
  const stride = sizes.paddedNeurons * 4
  const weights = at.weights + trial * channels * stride
  const first = trial * channels * neurons
  if (settings[setting.gumbel] === noiseKind.seeded) {
    kernels.uniforms(weights, stride, settings[setting.gumbelKey]!, first, channels, neurons)
  } else copyUniforms(context, at.uniforms / 4 + first, weights / 4)
  const alpha = at.values + blockOf(plan, 'alpha').offset * 4
  kernels.concrete(weights, alpha, channels, neurons, 1 / settings[setting.temperature]!)
  return weights
}

/** Given uniforms as padded rows; what fills them up only has to be a number. */
function copyUniforms({ floats, plan }: ThreadContext, from: number, to: number): void {
  const { channels, neurons, paddedNeurons } = plan.sizes
  for (let channel = 0; channel < channels; channel++) {
    for (let m = 0; m < paddedNeurons; m++) {
      floats[to + channel * paddedNeurons + m] = m < neurons ? floats[from + channel * neurons + m]! : 0.5
    }
  }
}

/** The batch's sums from those that its inputs came with. */
export const sumInputs: Phase = {
  name: 'sums',
  run: (context) => sumTrials(context, context.plan.input.sumFloats),
}

/** The batch's sums after a selection: power from its trials, Gram matrices from the selected edges. */
export const sumSelected: Phase = {
  name: 'sums',
  run(context) {
    const { at, sizes, input } = context.plan
    sumTrials(context, sizes.tiles * 4)
    const row = sizes.paddedNeurons * 32
    const rows = context.settings[setting.batch]! * sizes.paddedNeurons
    const edges = { at: at.edges, stride: sizes.capacity * row, rows }
    forShare(context, 2 * sizes.edgeTiles, (block) =>
      sumEdgeProducts(context, edges, { gram: at.sums + input.gram, edgeSums: at.sums + input.edgeSums, block }),
    )
  },
}

function sumTrials(context: ThreadContext, floats: number): void {
  const { plan, kernels, settings } = context
  const { at, input } = plan
  const [first, end] = share(context, floats / 4)
  const count = (end - first) * 4
  kernels.sumRowsAt(at.sums + first * 16, at.inputTable, input.sums + first * 16, settings[setting.batch]!, count)
}

/** Each trial's part of alpha's gradient, in place of its weights. Products of spectra are Parseval's sums: nothing goes
 *  back to time. */
export const selectBack: Phase = {
  name: 'select back',
  run(context) {
    const { settings, kernels, plan, scratch } = context
    const { at, sizes } = plan
    const { channels, neurons, paddedChannels, paddedNeurons } = sizes
    const sums = scratch.correlations + 16
    forShare(context, settings[setting.batch]!, (trial) => {
      kernels.clear(sums, paddedChannels * paddedNeurons * 16)
      correlateSpectra(context, trial, sums)
      correlateEdges(context, trial, sums)
      kernels.gatherWeights(scratch.weightSlopes, sums, paddedChannels, paddedNeurons)
      const weights = at.weights + trial * channels * paddedNeurons * 4
      kernels.concreteGradient(weights, scratch.weightSlopes, channels, neurons, 1 / settings[setting.temperature]!)
    })
  },
}

function correlateSpectra({ plan, words, floats, kernels, scratch }: ThreadContext, trial: number, sums: number): void {
  const { at, sizes, strides } = plan
  const { paddedChannels, paddedNeurons, tiles } = sizes
  const row = paddedNeurons * 32
  const channels = words[at.slotTable / 4 + trial]!
  const x = words[at.inputTable / 4 + trial]!
  const slopes = at.inputSlopes + trial * strides.slope
  const gradient = scratch.inputGradient
  const chunk = selectionChunk(sizes)
  for (let tile = 0; tile < tiles; tile += chunk) {
    const count = Math.min(chunk, tiles - tile)
    const bins = tile * 16
    const offset = tile * row
    kernels.inputGradient(
      gradient,
      slopes + offset,
      x + offset,
      row,
      at.parseval + bins,
      at.momentFilter + bins,
      paddedNeurons,
      count,
    )
    // Bin 0 is the sum over all samples, which the mean needs.
    if (tile === 0) for (let m = 0; m < sizes.neurons; m++) floats[gradient / 4 + m * 8]! += floats[at.totalSlope / 4]!
    const stride = paddedChannels * 32
    kernels.correlate(sums, channels + tile * stride, stride, gradient, paddedChannels, paddedNeurons, count)
  }
}

/** The edge samples' part: what the moments leave out of the sums over all samples. */
function correlateEdges({ plan, words, kernels, scratch }: ThreadContext, trial: number, sums: number): void {
  const { at, sizes } = plan
  const { paddedChannels, paddedNeurons, edgeTiles, capacity } = sizes
  if (edgeTiles === 0) return
  const edge = edgeTiles * 8
  const row = paddedNeurons * 32
  const gradient = scratch.inputGradient
  kernels.copy(gradient, at.edgeSlopes, 2 * edgeTiles * row)
  for (let block = 0; block < 2 * edgeTiles; block++) {
    const side = Math.floor(block / edgeTiles)
    for (let other = 0; other < edgeTiles; other++) {
      const samples = at.edges + (side * edgeTiles + other) * capacity * row + trial * row
      const gram = at.edgeSlopeGram + ((side * edge + other * 8) * edge + (block % edgeTiles) * 8) * 4
      kernels.multiply(gradient + block * row, 32, samples, 32, 4, gram, edge * 4, paddedNeurons, 8, 8, true)
    }
  }
  const channels = words[at.slotTable / 4 + trial]! + plan.channel.edges
  kernels.correlate(sums, channels, paddedChannels * 32, gradient, paddedChannels, paddedNeurons, 2 * edgeTiles)
}

/** Alpha's gradient: the trials' parts in order, and the pull of the duplicate penalty. */
export const sumAlpha: Phase = {
  name: 'alpha',
  run(context) {
    const { kernels, plan, floats, settings } = context
    const { at, sizes } = plan
    const size = sizes.channels * sizes.paddedNeurons
    const [first, end] = share(context, size / 4)
    if (end === first) return
    const gradient = at.gradients + blockOf(plan, 'alpha').offset * 4
    kernels.sumRows(
      gradient + first * 16,
      at.weights + first * 16,
      size * 4,
      settings[setting.batch]!,
      (end - first) * 4,
    )
    const weight = settings[setting.penaltyWeight]!
    for (let i = first * 4; i < end * 4; i++) floats[gradient / 4 + i]! += weight * floats[at.penaltyGradient / 4 + i]!
  },
}
