import type { CurveFinding, CurveMethod, CurvePoint, CurveReport, SubjectCurve } from '../../../../core/domain/curve'
import { methodName } from '../../../../core/domain/curveWording'
import { formatInterval, formatProportion } from '../../../lib/format'
import { m } from '../../../lib/paraglide/messages.js'
import { getLocale } from '../../../lib/paraglide/runtime.js'
import type { AccuracyChartSpec, ChartLine, ChartPoint } from '../../../plots/accuracyChart'
import { lineColour, markerOf } from './methodMarks'

type Place = Pick<CurvePoint, 'method' | 'n'>

/** Name of a point in chart, table and address: `fisher/8`. */
export const pointId = ({ method, n }: Place): string => `${method}/${n}`

export const findPoint = (points: readonly CurvePoint[], id: string | null): CurvePoint | null =>
  points.find((point) => pointId(point) === id) ?? null

/** Methods in the order in which they first come; random last, all before it. */
export function methodsOf(points: readonly Place[]): CurveMethod[] {
  const last = (method: CurveMethod): number => (method === 'random' ? 2 : method === 'all' ? 1 : 0)
  return [...new Set(points.map(({ method }) => method))].sort((a, b) => last(a) - last(b))
}

/** "Fisher score, 8 electrodes: .53 [.43, .63]" */
const pointLabel = ({ method, n }: Place, figure: string): string =>
  m.curve_point({ method: methodName(method, getLocale()), count: n, figure })

type Judged = Pick<CurvePoint, 'method' | 'n' | 'figure'> & { readonly drawValues?: readonly number[] | null }

function toChartPoint({ method, n, figure }: Judged): ChartPoint {
  const { value, low, high } = figure
  const text = `${formatProportion(value)} ${formatInterval(low, high)}`
  return { id: pointId({ method, n }), n, value, low, high, label: pointLabel({ method, n }, text) }
}

function toLines(points: readonly Judged[]): ChartLine[] {
  const methods = methodsOf(points)
  return methods.map((method) => {
    const own = points.filter((point) => point.method === method)
    return {
      id: method,
      name: methodName(method, getLocale()),
      colour: lineColour(method),
      marker: markerOf(method, methods),
      points: own.map(toChartPoint),
      dotted: method === 'random',
      whiskers: method === 'all',
      ranges: own.flatMap(({ n, drawValues }) =>
        drawValues && drawValues.length > 1 ? [{ n, low: Math.min(...drawValues), high: Math.max(...drawValues) }] : [],
      ),
    }
  })
}

const chanceOf = (value: number): AccuracyChartSpec['chance'] => ({
  value,
  label: m.session_chance({ value: formatProportion(value) }),
})

/** The answer's chart: outer folds, the interval of the recommended method as a band, chance and what is not told from it. */
export function answerChart({
  points,
  recommendation: { method, n, decoded, figure },
}: CurveFinding): AccuracyChartSpec {
  const { chance, chanceLimit, trials } = figure
  return {
    lines: toLines(points),
    chance: chanceOf(chance),
    ...(chanceLimit <= 1
      ? { limit: { value: chanceLimit, label: m.curve_limit({ limit: formatProportion(chanceLimit), trials }) } }
      : {}),
    ...(decoded
      ? { band: method, recommended: { n, id: pointId({ method, n }), label: m.curve_recommended({ count: n }) } }
      : {}),
    axis: m.curve_axis(),
  }
}

/** One subject of a group, on the same methods. */
export const subjectChart = ({ points }: SubjectCurve, recommended: number | null): AccuracyChartSpec => ({
  lines: toLines(points),
  chance: chanceOf(points[0]?.figure.chance ?? 0),
  ...(recommended === null ? {} : { recommended: { n: recommended, id: '', label: String(recommended) } }),
  axis: m.curve_axis(),
})

/** While it runs: inner folds alone, no interval and nothing recommended. Null before the first fold is done. */
export function growingChart({ growing, classes }: CurveReport): AccuracyChartSpec | null {
  if (growing.length === 0) return null
  const methods = methodsOf(growing)
  const lines = methods.map((method): ChartLine => {
    const own = growing.filter((point) => point.method === method)
    return {
      id: method,
      name: methodName(method, getLocale()),
      colour: lineColour(method),
      marker: markerOf(method, methods),
      dotted: method === 'random',
      points: own.map(({ n, value }) => ({
        id: pointId({ method, n }),
        n,
        value,
        label: pointLabel({ method, n }, formatProportion(value)),
      })),
    }
  })
  return { lines, chance: chanceOf(1 / classes.length), axis: m.curve_axis() }
}
