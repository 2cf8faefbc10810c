/** One line of a small chart. Colours are tokens such as `var(--m-learned)`. */
export interface CurveSeries {
  readonly label: string
  readonly colour: string
  readonly points: readonly { readonly x: number; readonly y: number }[]
  readonly width?: number
  readonly dash?: readonly number[]
  /** Marks the newest point with a disc. */
  readonly head?: boolean
}

/** A small chart as plain data: what the adapter draws and the table beside it says. */
export interface CurveSpec {
  readonly series: readonly CurveSeries[]
  readonly xMax: number
  /** Between ticks; about as many as on the y axis when absent. */
  readonly xStep?: number
  readonly yMin: number
  readonly yMax: number
  readonly yStep: number
  readonly format: (value: number) => string
  /** A level to compare with, dashed, with its label at the right end. */
  readonly reference?: { readonly y: number; readonly label: string }
  /** Places on the x axis that mean something, thin, with a label at the top. */
  readonly verticals?: readonly { readonly x: number; readonly label: string }[]
  /** A stretch of the axis that means something; what, is said beside the chart. */
  readonly band?: { readonly from: number; readonly to: number }
}

/** An axis that holds all values and `must`, in whole steps; about four of them. */
export function niceAxis(
  values: readonly number[],
  must: readonly number[] = [],
): { min: number; max: number; step: number } {
  const all = [...values, ...must].filter(Number.isFinite)
  if (all.length === 0) return { min: 0, max: 1, step: 0.25 }
  const low = Math.min(...all)
  const high = Math.max(...all)
  const raw = Math.max(high - low, 0.05) / 4
  const power = 10 ** Math.floor(Math.log10(raw))
  const step = power * ([1, 2, 2.5, 5].find((factor) => factor * power >= raw) ?? 10)
  return { min: Math.floor(low / step + 1e-9) * step, max: Math.ceil(high / step - 1e-9) * step, step }
}
