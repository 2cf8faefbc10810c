import type { CurveFinding, CurveMethod, CurvePoint } from '../../../core/domain/curve'
import { methodName, share, type WordingLanguage } from '../../../core/domain/curveWording'
import { escapeHtml } from '../format'
import { chartScale, markerPath, markOf, type ChartScale, type MethodMark } from './chartScale'
import { reportWords } from './words'

export interface ChartOptions {
  readonly language: WordingLanguage
  readonly width: number
  readonly height: number
  /** A file of its own rather than a part of a page. */
  readonly standalone?: boolean
}

/** Accuracy by number of electrodes: a line a method with intervals, chance, its limit and what is recommended. All looks are in
 *  attributes, so that the drawing is the same wherever it is opened. */
export function chartSvg(finding: CurveFinding, options: ChartOptions): string {
  const { language, width, height, standalone = false } = options
  const methods = [...new Set(finding.points.map(({ method }) => method))]
  const legend = legendRows(methods, language, width)
  const whole = height + 18 * legend.rows
  const scale = chartScale(finding.points, width, height)
  const title = escapeHtml(`${reportWords[language].chart}: ${points(finding, language)}`)
  const space = standalone ? ' xmlns="http://www.w3.org/2000/svg"' : ''
  const ground = standalone ? `<rect width="${width}" height="${whole}" fill="#fff"/>` : ''
  return `<svg class="chart"${space} viewBox="0 0 ${width} ${whole}" width="${width}" height="${whole}" role="img" aria-label="${title}" font-family="Inter, system-ui, sans-serif" font-size="10.5">
${ground}${legend.svg}<g transform="translate(0 ${18 * legend.rows})">${zone(finding, scale)}${axes(scale, { language, height })}${recommended(finding, scale, language)}
${methods.map((method, place) => line(finding, method, { scale, methods, place })).join('\n')}
${labels(finding, scale, language)}</g></svg>
`
}

/** All points in words, for whoever cannot see them. */
const points = ({ points: all }: CurveFinding, language: WordingLanguage): string =>
  all.map(({ method, n, figure }) => `${methodName(method, language)} ${n}: ${share(figure.value)}`).join('; ')

const text = (x: number, y: number, words: string, more = ''): string =>
  `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" fill="#5F6875" ${more}>${escapeHtml(words)}</text>`

function zone({ recommendation: { figure } }: CurveFinding, { left, right, bottom, y }: ChartScale): string {
  const top = y(Math.min(1, figure.chanceLimit))
  return `<rect x="${left}" y="${top.toFixed(1)}" width="${right - left}" height="${Math.max(0, bottom - top).toFixed(1)}" fill="#EDEFF2"/>`
}

function axes(scale: ChartScale, { language, height }: Pick<ChartOptions, 'language' | 'height'>): string {
  const { left, right, bottom, x, y } = scale
  const rows = scale.ticks.map(
    (value) =>
      `<path d="M${left} ${y(value).toFixed(1)}H${right}" stroke="#E8EAEE"/>${text(left - 8, y(value) + 3.5, value > 0.995 ? '1' : share(value), 'text-anchor="end"')}`,
  )
  const columns = scale.sizes.map(
    (n) =>
      `<path d="M${x(n).toFixed(1)} ${bottom}v4" stroke="#9199A4"/>${text(x(n), bottom + 16, String(n), 'text-anchor="middle"')}`,
  )
  return `${rows.join('')}${columns.join('')}<path d="M${left} ${bottom}H${right}" stroke="#9199A4"/>${text((left + right) / 2, height - 5, reportWords[language].axis, 'text-anchor="middle"')}`
}

function recommended(
  { recommendation, plan }: CurveFinding,
  { top, bottom, x }: ChartScale,
  language: WordingLanguage,
): string {
  if (!recommendation.decoded || plan.shuffleLabels) return ''
  const at = x(recommendation.n)
  const words = reportWords[language].recommended(recommendation.n)
  return `<path d="M${at.toFixed(1)} ${top - 6}V${bottom}" stroke="#1C55D6" stroke-width="1.4"/><rect x="${(at - 58).toFixed(1)}" y="6" width="116" height="20" rx="4" fill="#1C55D6"/><text x="${at.toFixed(1)}" y="20" text-anchor="middle" fill="#fff" font-weight="600" font-size="11">${words}</text>`
}

/** Above lines and whiskers, with a rim that keeps them legible. */
function labels(
  { recommendation: { figure } }: CurveFinding,
  { left, right, bottom, y }: ChartScale,
  language: WordingLanguage,
): string {
  const words = reportWords[language]
  const at = y(figure.chance).toFixed(1)
  const rim = 'stroke="#EDEFF2" stroke-width="3" paint-order="stroke"'
  const zoned =
    figure.chanceLimit <= 1
      ? text(left + 8, bottom - 6, words.limit(share(figure.chanceLimit), figure.trials), rim)
      : ''
  return `<path d="M${left} ${at}H${right}" stroke="#5F6875" stroke-width="1.4" stroke-dasharray="5 4"/>${text(right - 4, Number(at) - 5, words.chance(share(figure.chance)), `text-anchor="end" font-weight="600" ${rim}`)}${zoned}`
}

interface LinePlace {
  readonly scale: ChartScale
  readonly methods: readonly CurveMethod[]
  readonly place: number
}

function line({ points: all }: CurveFinding, method: CurveMethod, { scale, methods, place }: LinePlace): string {
  const mark = markOf(method, methods)
  const isRandom = method === 'random'
  const own = all.filter((point) => point.method === method)
  // Side by side, so that lines that coincide are told apart.
  const x = (point: CurvePoint): number =>
    scale.x(point.n) + (method === 'all' ? 10 : (place - (methods.length - 2) / 2) * 6)
  const path = own.map(
    (point, i) => `${i === 0 ? 'M' : 'L'}${x(point).toFixed(1)} ${scale.y(point.figure.value).toFixed(1)}`,
  )
  const range = (point: CurvePoint): readonly [number, number] =>
    point.drawValues
      ? [Math.min(...point.drawValues), Math.max(...point.drawValues)]
      : [point.figure.low, point.figure.high]
  const whiskers = own.map((point) => {
    const [low, high] = range(point)
    return `<path d="M${x(point).toFixed(1)} ${scale.y(high).toFixed(1)}V${scale.y(low).toFixed(1)}" stroke="${mark.colour}" stroke-width="1.1" opacity=".5"/>`
  })
  const markers = own.map((point) =>
    drawMark(mark, { x: x(point), y: scale.y(point.figure.value), radius: isRandom ? 2.4 : 4.4 }),
  )
  return `<g>${whiskers.join('')}<path d="${path.join('')}" fill="none" stroke="${mark.colour}" stroke-width="1.8"${isRandom ? ' stroke-dasharray="1.5 3.5" stroke-linecap="round"' : ''}/>${markers.join('')}</g>`
}

const drawMark = (mark: MethodMark, { x, y, radius }: { x: number; y: number; radius: number }): string =>
  `<path transform="translate(${x.toFixed(1)} ${y.toFixed(1)})" d="${markerPath(mark, radius)}" fill="${mark.filled ? mark.colour : '#fff'}" stroke="${mark.filled ? '#fff' : mark.colour}" stroke-width="${mark.filled ? 1 : 1.7}"/>`

/** As many rows as the names need; a wide character counts twice. */
function legendRows(
  methods: readonly CurveMethod[],
  language: WordingLanguage,
  width: number,
): { svg: string; rows: number } {
  let [x, row] = [44, 0]
  const keys = methods.map((method) => {
    const name = methodName(method, language)
    const length = 34 + [...name].reduce((sum, letter) => sum + (letter > '⺀' ? 11.5 : 6.2), 0)
    if (x + length > width - 12 && x > 44) [x, row] = [44, row + 1]
    const mark = markOf(method, methods)
    const y = 10 + 18 * row
    const dash = method === 'random' ? ' stroke-dasharray="1.5 3"' : ''
    const drawn = `<path d="M${x} ${y}h22" stroke="${mark.colour}" stroke-width="1.8"${dash}/>${method === 'random' ? '' : drawMark(mark, { x: x + 11, y, radius: 4 })}${text(x + 27, y + 3.6, name, 'font-size="11"')}`
    x += length + 8
    return drawn
  })
  return { svg: `<g>${keys.join('')}</g>`, rows: row + 1 }
}
