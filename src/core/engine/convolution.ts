import { convolutionChunk, trialBlock } from './layout'
import { setting, share, type Phase, type ThreadContext } from './threadContext'

/** Spectra of the maps: one complex product at each frequency. Threads split the frequencies, so no sum is shared. */
export const convolve: Phase = {
  name: 'convolve',
  run(context) {
    const { plan, kernels, settings, scratch } = context
    const { at, sizes, strides } = plan
    const { paddedNeurons, paddedMaps, maps, neurons } = sizes
    const batch = settings[setting.batch]!
    const groups = Math.ceil(batch / 4)
    const row = paddedNeurons * 32
    forChunks(context, (tile, count) => {
      const kernel = at.kernels + tile * paddedMaps * row
      kernels.convolve(
        ...([at.spectra + tile * 128, strides.map, kernel, row, paddedMaps * row] as const),
        ...([at.inputTable, tile * row, groups, maps, paddedMaps, neurons, count, scratch.packed] as const),
      )
      const factor = sizes.length / (batch * sizes.samples)
      if (tile === 0) kernels.centre(at.spectra, strides.map, at.shifts, batch, maps, paddedMaps, factor)
    })
  },
}

/** Gradients of the kernels and, before a selection, of the inputs. */
export const convolveBack: Phase = {
  name: 'convolve back',
  run(context) {
    const { plan, kernels, settings, scratch } = context
    const { at, sizes, strides } = plan
    const { paddedNeurons, paddedMaps, maps, selects } = sizes
    const batch = settings[setting.batch]!
    const groups = Math.ceil(batch / 4)
    const row = paddedNeurons * 32
    const tileBytes = groups * 4 * paddedMaps * 32
    const block = trialBlock(sizes)
    forChunks(context, (first, count) => {
      kernels.gatherMaps(
        scratch.maps,
        at.spectrumSlopes + first * 128,
        strides.map,
        groups,
        paddedMaps,
        count,
        tileBytes,
      )
      for (let trial = 0; trial < batch; trial += block) {
        for (let tile = first; tile < first + count; tile++) {
          const to = at.kernelSlopes + tile * paddedMaps * row
          const slopes = scratch.maps + (tile - first) * tileBytes + trial * paddedMaps * 32
          const trials = Math.min(block, batch - trial)
          const inputs = at.inputTable + trial * 4
          kernels.kernelGradient(to, row, inputs, tile * row, slopes, trials, maps, paddedMaps, trial > 0)
        }
      }
      if (!selects) return
      kernels.convolveBack(
        ...([at.inputSlopes + first * row, strides.slope, at.kernels + first * paddedMaps * row, row] as const),
        ...([scratch.maps, tileBytes, batch, maps, paddedMaps, count] as const),
      )
    })
  },
}

/** This thread's tiles, a few neighbours at a time. */
function forChunks(context: ThreadContext, work: (tile: number, count: number) => void): void {
  const chunk = convolutionChunk(context.plan.sizes)
  const [first, end] = share(context, context.plan.sizes.tiles)
  for (let tile = first; tile < end; tile += chunk) {
    context.look()
    work(tile, Math.min(chunk, end - tile))
  }
}
