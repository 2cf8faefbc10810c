import { reduceExtremes, type Reduction } from './extremes'
import { sampleKernels } from './sampleKernels'

/** Samples that are taken at once: they and their cells stay in the cache. */
const most = 1 << 14

/** As `reduceExtremes`, the same values, by WebAssembly: for the many samples of a recording that is read whole. */
export function reduceCells(signal: Float32Array, target: Float32Array, reduction: Reduction): void {
  const { to, factor } = reduction
  let { from, at } = reduction
  const had = reduction.had ?? 0
  if (had > 0) {
    const stop = Math.min(to, from + factor - had)
    reduceExtremes(signal, target, { ...reduction, to: stop })
    from = stop
    at += 2
  }
  const step = factor * Math.max(1, Math.floor(most / factor))
  const { float32, extremes } = sampleKernels.withBytes(4 * (step + 2 * Math.ceil(step / factor)))
  for (; from < to; from += step) {
    const count = Math.min(step, to - from)
    float32.set(signal.subarray(from, from + count), 0)
    extremes(0, count, factor, 4 * step)
    const cells = Math.ceil(count / factor)
    target.set(float32.subarray(step, step + 2 * cells), at)
    at += 2 * cells
  }
}
