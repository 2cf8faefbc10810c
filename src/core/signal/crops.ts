import type { PipelineSpec } from '../domain/signal'
import type { CropSpec } from '../domain/trial'
import type { Samples } from '../domain/units'
import { toGrid } from './spec'

/**
 * Starts of a trial's crops on the pipeline's clock, rising: for each `cue + from + i · step` whose window ends by
 * `cue + to`, the nearest start of a window on the pipeline's grid. So a crop *is* a window of the stream.
 * `cue` counts on the pipeline's clock (`toPipelineSample`).
 */
export function cropsOfTrial(cue: Samples, spec: Omit<PipelineSpec, 'channels'>, crops: CropSpec): Samples[] {
  const { hop } = toGrid(spec)
  const room = crops.to - spec.window - crops.from
  const count = Math.floor(room / crops.step + 1e-9) + 1
  const starts = Array.from({ length: Math.max(0, count) }, (_, i) => {
    const wanted = cue + (crops.from + i * crops.step) * spec.sampleRate
    return Math.round(wanted / hop) * hop
  })
  return starts.filter((start, i) => start !== starts[i - 1])
}
