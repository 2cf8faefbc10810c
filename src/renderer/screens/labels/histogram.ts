/** Bars of a histogram: `from` and `to` on the axis, and how many values lie between (the last bar has its upper end). */
export interface Bar {
  readonly from: number
  readonly to: number
  readonly count: number
}

/** Round steps that hold all values, at least two bars. Accuracies of n trials come in steps of 1/n, so a bar is never narrower. */
export function toBars(values: readonly number[], step: number): Bar[] {
  const [least, most] = [Math.min(...values), Math.max(...values)]
  const first = Math.floor(least / step + 1e-9)
  const last = Math.max(first + 1, Math.floor(most / step + 1e-9))
  return Array.from({ length: last - first + 1 }, (_, i) => {
    const [from, to] = [(first + i) * step, (first + i + 1) * step]
    return { from, to, count: values.filter((value) => Math.floor(value / step + 1e-9) === first + i).length }
  })
}

/** Of 1, 2, 2.5 or 5 hundredths, the narrowest that is not narrower than one trial. */
export const barWidth = (trials: number): number => [0.02, 0.025, 0.05, 0.1].find((step) => step >= 1 / trials) ?? 0.2

/** Tenths that hold everything shown. */
export function axisOf(values: readonly number[]): {
  readonly from: number
  readonly to: number
  readonly ticks: number[]
} {
  const from = Math.floor(10 * Math.min(...values) + 1e-9) / 10
  const to = Math.max(from + 0.2, Math.ceil(10 * Math.max(...values) - 1e-9) / 10)
  const count = Math.round(10 * (to - from))
  const each = count > 6 ? 2 : 1
  const ticks = Array.from({ length: Math.floor(count / each) + 1 }, (_, i) => from + (i * each) / 10)
  return { from, to, ticks }
}
