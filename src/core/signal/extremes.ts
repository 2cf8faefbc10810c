/** Where samples of a signal go in an array of cells `[cell][low, high]`. */
export interface Reduction {
  /** Samples `from … to − 1` of the signal. */
  readonly from: number
  readonly to: number
  /** Samples in a cell. */
  readonly factor: number
  /** Index of the first cell's low in the target. */
  readonly at: number
  /** Samples that the first cell has had already. */
  readonly had?: number
}

/**
 * Lowest and highest finite value of each cell; NaN for a cell without any. A first cell that `had` some goes on from what stands
 * in the target.
 */
export function reduceExtremes(
  signal: Float32Array,
  target: Float32Array,
  { from, to, factor, ...rest }: Reduction,
): void {
  let { at } = rest
  const had = rest.had ?? 0
  for (let i = from, end = from + factor - had; i < to; end += factor, at += 2) {
    const stop = end < to ? end : to
    const begin = i
    let low = Infinity
    let high = -Infinity
    // Two of each: one of them would have to wait for the comparison before.
    let low2 = Infinity
    let high2 = -Infinity
    for (; i + 2 <= stop; i += 2) {
      const one = signal[i]!
      const two = signal[i + 1]!
      // A comparison with NaN is false: missing samples fall through.
      if (one < low) low = one
      if (one > high) high = one
      if (two < low2) low2 = two
      if (two > high2) high2 = two
    }
    if (i < stop) {
      const one = signal[i++]!
      if (one < low) low = one
      if (one > high) high = one
    }
    if (low2 < low) low = low2
    if (high2 > high) high = high2
    if (low === -Infinity || high === Infinity) [low, high] = finiteExtremes(signal, begin, stop)
    if (begin === from && had > 0) {
      // NaN there: the part before had no finite sample.
      if (target[at]! < low) low = target[at]!
      if (target[at + 1]! > high) high = target[at + 1]!
    }
    const none = low > high
    target[at] = none ? NaN : low
    target[at + 1] = none ? NaN : high
  }
}

/** Rare: a sample is infinite, or all are missing. */
function finiteExtremes(signal: Float32Array, from: number, to: number): [low: number, high: number] {
  let [low, high] = [Infinity, -Infinity]
  for (let i = from; i < to; i++) {
    const value = signal[i]!
    if (!Number.isFinite(value)) continue
    low = Math.min(low, value)
    high = Math.max(high, value)
  }
  return [low, high]
}

/** Cells `[cell][low, high]` from finer ones, so many at a time; the last may have fewer. */
export function joinCells(
  fine: Float32Array,
  { from, count, step }: { readonly from: number; readonly count: number; readonly step: number },
  target: Float32Array,
  at: number,
): void {
  for (let cell = 0; cell < count; cell += step, at += 2) {
    let low = Infinity
    let high = -Infinity
    for (let i = cell; i < cell + step && i < count; i++) {
      const index = from + 2 * i
      if (fine[index]! < low) low = fine[index]!
      if (fine[index + 1]! > high) high = fine[index + 1]!
    }
    const none = low > high
    target[at] = none ? NaN : low
    target[at + 1] = none ? NaN : high
  }
}
