/** Which columns of a plot are wanted: column k shows samples k · samplesPerColumn … (k + 1) · samplesPerColumn. */
export interface ColumnRange {
  readonly first: number
  readonly count: number
  readonly samplesPerColumn: number
}

/** Cells of one channel, wherever they lie: `[cell][low, high]`, or samples for factor 1; null where none is known. */
export interface CellSource {
  readonly factor: number
  /** Extremes of a cell into `out[0]`, `out[1]`; for factor 1 the sample twice. NaN where nothing was recorded. */
  at(cell: number, out: Float32Array): void
}

const out = new Float32Array(2)

/**
 * What each column shows of one channel, `[column][low, high]` in µV; NaN for nothing. Neighbouring columns touch, so that a trace has
 * no holes, unless something is missing between them. With fewer samples than columns the line goes straight from one to the next.
 */
export function fillColumns(source: CellSource, range: ColumnRange, target: Float32Array): void {
  if (source.factor === 1 && range.samplesPerColumn < 2) return interpolate(source, range, target)
  const { first, count, samplesPerColumn } = range
  const perColumn = samplesPerColumn / source.factor
  let [before, beforeHigh] = [NaN, NaN]
  // One column earlier, for what the first one has to touch.
  for (let k = -1; k < count; k++) {
    const from = Math.floor((first + k) * perColumn)
    const to = Math.max(from + 1, Math.floor((first + k + 1) * perColumn))
    let [low, high] = [Infinity, -Infinity]
    for (let cell = from; cell < to; cell++) {
      source.at(cell, out)
      if (out[0]! < low) low = out[0]!
      if (out[1]! > high) high = out[1]!
    }
    if (k >= 0) {
      const none = low > high
      target[2 * k] = none ? NaN : low > beforeHigh ? beforeHigh : low
      target[2 * k + 1] = none ? NaN : high < before ? before : high
    }
    ;[before, beforeHigh] = low > high ? [NaN, NaN] : [low, high]
  }
}

/** Lines between samples: each column has what the line passes in it. */
function interpolate(source: CellSource, { first, count, samplesPerColumn }: ColumnRange, target: Float32Array): void {
  // A sample stands in the middle of its time.
  const valueAt = (position: number): number => {
    const left = Math.floor(position - 0.5)
    source.at(left, out)
    const one = out[0]!
    source.at(left + 1, out)
    const two = out[0]!
    const share = position - 0.5 - left
    if (Number.isNaN(one)) return share > 0.5 ? two : NaN
    return Number.isNaN(two) ? (share < 0.5 ? one : NaN) : one + share * (two - one)
  }
  let left = valueAt(first * samplesPerColumn)
  for (let k = 0; k < count; k++) {
    const [from, to] = [(first + k) * samplesPerColumn, (first + k + 1) * samplesPerColumn]
    const right = valueAt(to)
    let [low, high] = [Math.min(left, right), Math.max(left, right)]
    for (let sample = Math.ceil(from - 0.5); sample + 0.5 < to; sample++) {
      source.at(sample, out)
      const value = out[0]!
      if (Number.isNaN(value)) continue
      low = Number.isNaN(low) ? value : Math.min(low, value)
      high = Number.isNaN(high) ? value : Math.max(high, value)
    }
    if (Number.isNaN(low) && !Number.isNaN(left + right)) [low, high] = [left, right]
    target[2 * k] = Number.isNaN(low) ? (Number.isNaN(left) ? right : left) : low
    target[2 * k + 1] = Number.isNaN(high) ? target[2 * k]! : high
    left = right
  }
}
