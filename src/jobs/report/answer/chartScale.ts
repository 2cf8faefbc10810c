import { familyOf, isOwnSet, type CurveMethod, type CurvePoint } from '../../../core/domain/curve'

/** A family's colour and marker, as the Electrodes screen has them on light ground. */
export interface MethodMark {
  readonly colour: string
  /** Corners of the marker (0: a disc) and how far it is turned, degrees. */
  readonly corners: number
  readonly turn: number
  readonly filled: boolean
}

const families = {
  fixed: { colour: '#158388', corners: 0, turn: 0, filled: true },
  own: { colour: '#158388', corners: 0, turn: 0, filled: false },
  ranking: { colour: '#B5223E', corners: 3, turn: 180, filled: true },
  wrapper: { colour: '#AF6005', corners: 4, turn: 45, filled: false },
  learned: { colour: '#733BE7', corners: 3, turn: 0, filled: false },
  control: { colour: '#2A303A', corners: 0, turn: 0, filled: true },
  all: { colour: '#1D4489', corners: 4, turn: 0, filled: true },
} as const

const familyKey = (method: CurveMethod): keyof typeof families =>
  method === 'all' ? 'all' : isOwnSet(method) ? 'own' : familyOf(method)

/** Methods of one family get one corner more each, so that no two look the same. */
export function markOf(method: CurveMethod, among: readonly CurveMethod[]): MethodMark {
  const key = familyKey(method)
  const place = among.filter((other) => familyKey(other) === key).indexOf(method)
  const { corners, ...rest } = families[key]
  return { ...rest, corners: place === 0 ? corners : Math.max(corners, 3) + place }
}

/** Outline of a marker about the origin, `radius` px. */
export function markerPath({ corners, turn }: MethodMark, radius: number): string {
  if (corners === 0)
    return `M${-radius} 0A${radius} ${radius} 0 1 1 ${radius} 0A${radius} ${radius} 0 1 1 ${-radius} 0Z`
  const corner = (k: number): string => {
    const angle = ((turn + (360 * k) / corners) * Math.PI) / 180
    return `${(1.15 * radius * Math.sin(angle)).toFixed(1)} ${(-1.15 * radius * Math.cos(angle)).toFixed(1)}`
  }
  return `M${Array.from({ length: corners }, (_, k) => corner(k)).join('L')}Z`
}

export interface ChartScale {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
  /** Logarithmic in N. */
  x(n: number): number
  y(value: number): number
  readonly sizes: readonly number[]
  readonly ticks: readonly number[]
}

/** Axes for all points with their intervals, chance included; ticks every .1. */
export function chartScale(points: readonly CurvePoint[], width: number, height: number): ChartScale {
  const frame = { left: 40, right: width - 16, top: 34, bottom: height - 40 }
  const sizes = [...new Set(points.map(({ n }) => n))].sort((a, b) => a - b)
  const values = points.flatMap(({ figure, drawValues }) => [
    figure.low,
    figure.high,
    figure.chance - 0.05,
    ...(drawValues ?? []),
  ])
  const least = Math.max(0, Math.floor(10 * Math.min(...values)) / 10)
  const most = Math.min(1, Math.ceil(10 * Math.max(...values)) / 10)
  const [first, last] = [sizes[0] ?? 1, sizes.at(-1) ?? 2]
  const [edge, span] = [34, Math.log(last / first) || 1]
  return {
    ...{ ...frame, sizes },
    x: (n) => frame.left + edge + ((frame.right - frame.left - 2 * edge) * Math.log(n / first)) / span,
    y: (value) => frame.bottom - ((frame.bottom - frame.top) * (value - least)) / (most - least),
    ticks: Array.from({ length: Math.round((most - least) * 10) + 1 }, (_, i) => least + i / 10),
  }
}
