/**
 * Lowest and highest value in each of `columns` equal stretches: a trace that keeps its spikes at any width.
 * `[column][low, high]`; NaN where a stretch holds no finite sample. With more columns than samples, each column shows
 * the sample it lies in.
 */
export function envelope(signal: Float32Array, columns: number): Float32Array {
  const result = new Float32Array(2 * columns).fill(NaN)
  for (let column = 0; column < columns; column++) {
    const from = Math.floor((column * signal.length) / columns)
    const to = Math.max(from + 1, Math.floor(((column + 1) * signal.length) / columns))
    let [low, high] = [Infinity, -Infinity]
    for (let i = from; i < Math.min(to, signal.length); i++) {
      const value = signal[i]!
      if (value - value !== 0) continue
      if (value < low) low = value
      if (value > high) high = value
    }
    if (low <= high) result.set([low, high], 2 * column)
  }
  return result
}
