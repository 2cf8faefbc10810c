import { niceAxis } from './curves'

/** A polygon with so many corners (0: a disc), turned by so many degrees, filled or as an outline. */
export interface Marker {
  readonly corners: number
  readonly turn: number
  readonly filled: boolean
}

export interface ChartPoint {
  readonly id: string
  readonly n: number
  readonly value: number
  /** 95 % interval; absent where none is known yet. */
  readonly low?: number
  readonly high?: number
  /** The whole of it in words, for a screen reader and the tooltip. */
  readonly label: string
}

/** One line a method. Colours are tokens such as `var(--m-learned)`. */
export interface ChartLine {
  readonly id: string
  readonly name: string
  readonly colour: string
  readonly marker: Marker
  readonly points: readonly ChartPoint[]
  readonly dotted?: boolean
  /** Spread of several draws at a size, drawn as a thin stroke. */
  readonly ranges?: readonly { readonly n: number; readonly low: number; readonly high: number }[]
  /** Draws the interval of each point as a whisker. */
  readonly whiskers?: boolean
}

/** Accuracy by number of electrodes as plain data. */
export interface AccuracyChartSpec {
  readonly lines: readonly ChartLine[]
  readonly chance: { readonly value: number; readonly label: string }
  /** Up to here nothing is told apart from chance. */
  readonly limit?: { readonly value: number; readonly label: string }
  /** Line whose interval is drawn as a band. */
  readonly band?: string
  readonly recommended?: { readonly n: number; readonly id: string; readonly label: string }
  readonly axis: string
}

export interface PlacedChartPoint extends ChartPoint {
  readonly x: number
  readonly y: number
}
export interface PlacedLine extends Omit<ChartLine, 'points' | 'ranges'> {
  readonly points: readonly PlacedChartPoint[]
  readonly path: string
  readonly ranges: readonly { readonly x: number; readonly top: number; readonly bottom: number }[]
}
export interface ChartLayout {
  readonly plot: { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number }
  readonly lines: readonly PlacedLine[]
  readonly band: string | null
  readonly xTicks: readonly { readonly n: number; readonly x: number }[]
  readonly yTicks: readonly { readonly value: number; readonly y: number }[]
  x(n: number): number
  y(value: number): number
}

/** Between the markers of two methods at one size, px: lines that coincide stay side by side. */
const apart = 9

/** Places everything on `width` × `height` px. N is on a logarithmic axis, each method a little beside the other. */
export function layOutChart(
  spec: AccuracyChartSpec,
  { width, height }: { width: number; height: number },
): ChartLayout {
  const plot = { left: 40, right: width - 16, top: 34, bottom: height - 40 }
  const sizes = [...new Set(spec.lines.flatMap(({ points }) => points.map(({ n }) => n)))].sort((a, b) => a - b)
  const [least, most] = [sizes[0] ?? 1, sizes.at(-1) ?? 2]
  const edge = 26
  const span = Math.log(most / least) || 1
  const x = (n: number): number => plot.left + edge + ((plot.right - plot.left - 2 * edge) * Math.log(n / least)) / span
  const axis = valueAxis(spec)
  const y = (value: number): number =>
    plot.bottom - ((plot.bottom - plot.top) * (value - axis.min)) / (axis.max - axis.min)
  const step = Math.min(apart, nearest(sizes.map(x)) / (spec.lines.length + 1))
  const lines = spec.lines.map((line, index) => {
    const offset = (n: number): number => {
      const beside = spec.lines.filter(({ points }) => points.some((point) => point.n === n))
      return (beside.indexOf(spec.lines[index]!) - (beside.length - 1) / 2) * step
    }
    return placeLine(line, { x: (n) => x(n) + offset(n), y })
  })
  return {
    ...{ plot, lines, x, y },
    band: bandPath(
      lines.find(({ id }) => id === spec.band),
      y,
    ),
    xTicks: sizes.map((n) => ({ n, x: x(n) })),
    yTicks: steps(axis).map((value) => ({ value, y: y(value) })),
  }
}

interface Scale {
  x(n: number): number
  y(value: number): number
}

function placeLine({ points, ranges = [], ...line }: ChartLine, { x, y }: Scale): PlacedLine {
  const placed = [...points].sort((a, b) => a.n - b.n).map((point) => ({ ...point, x: x(point.n), y: y(point.value) }))
  return {
    ...line,
    points: placed,
    path: placed.map((point, i) => `${i === 0 ? 'M' : 'L'}${round(point.x)} ${round(point.y)}`).join(''),
    ranges: ranges.map(({ n, low, high }) => ({ x: x(n), top: y(high), bottom: y(low) })),
  }
}

function bandPath(line: PlacedLine | undefined, y: (value: number) => number): string | null {
  const points = line?.points.filter(({ low, high }) => low !== undefined && high !== undefined) ?? []
  if (points.length < 2) return null
  const up = points.map((point) => `${round(point.x)} ${round(y(point.high!))}`)
  const down = points.map((point) => `${round(point.x)} ${round(y(point.low!))}`).reverse()
  return `M${[...up, ...down].join('L')}Z`
}

function valueAxis({ lines, chance, limit, band }: AccuracyChartSpec): { min: number; max: number; step: number } {
  const values = lines.flatMap(({ id, points, ranges = [], whiskers }) => [
    ...points.map(({ value }) => value),
    ...(whiskers || id === band ? points.flatMap(({ low = NaN, high = NaN }) => [low, high]) : []),
    ...ranges.flatMap(({ low, high }) => [low, high]),
  ])
  const axis = niceAxis(values, [chance.value - 0.05, limit?.value ?? chance.value])
  return { min: Math.max(0, axis.min), max: Math.min(1, axis.max), step: axis.step }
}

const steps = ({ min, max, step }: { min: number; max: number; step: number }): number[] =>
  Array.from({ length: Math.round((max - min) / step) + 1 }, (_, i) => min + i * step).filter((v) => v <= max + 1e-9)

const nearest = (sorted: readonly number[]): number =>
  Math.min(Infinity, ...sorted.slice(1).map((value, i) => value - sorted[i]!))

const round = (value: number): number => Math.round(value * 10) / 10

/** Outline of a marker about the origin, `r` px. */
export function markerPath({ corners, turn }: Marker, r: number): string {
  if (corners === 0) return `M${-r} 0A${r} ${r} 0 1 1 ${r} 0A${r} ${r} 0 1 1 ${-r} 0Z`
  const corner = (k: number): string => {
    const angle = ((turn + (360 * k) / corners) * Math.PI) / 180
    return `${round(1.15 * r * Math.sin(angle))} ${round(-1.15 * r * Math.cos(angle))}`
  }
  return `M${Array.from({ length: corners }, (_, k) => corner(k)).join('L')}Z`
}

/** The point that an arrow leads to: left and right along the line, up and down to the next value at the same N. */
export function neighbour(layout: Pick<ChartLayout, 'lines'>, id: string, key: string): string | null {
  const line = layout.lines.find(({ points }) => points.some((point) => point.id === id))
  const own = line?.points ?? []
  const at = own.findIndex((point) => point.id === id)
  const here = own[at]
  if (!here) return layout.lines[0]?.points[0]?.id ?? null
  if (key === 'ArrowLeft' || key === 'ArrowRight') {
    const next = own[at + (key === 'ArrowRight' ? 1 : -1)]
    if (next) return next.id
    const wider = layout.lines
      .flatMap(({ points }) => points)
      .filter(({ n }) => (key === 'ArrowRight' ? n > here.n : n < here.n))
    return wider.sort((a, b) => Math.abs(a.n - here.n) - Math.abs(b.n - here.n))[0]?.id ?? null
  }
  const column = layout.lines
    .flatMap(({ points }) => points)
    .filter(({ n }) => n === here.n)
    .sort((a, b) => a.value - b.value || a.x - b.x)
  const step = key === 'ArrowUp' ? 1 : key === 'ArrowDown' ? -1 : 0
  return column[column.findIndex((point) => point.id === id) + step]?.id ?? null
}
