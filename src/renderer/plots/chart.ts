import { Chart, LinearScale, LineController, LineElement, PointElement } from 'chart.js'
import type { ChartConfiguration, ChartDataset, Plugin } from 'chart.js'
import type { CurveSeries, CurveSpec } from './curves'
import { niceAxis } from './curves'
import { onThemeChange, resolveColour, token } from './theme'

Chart.register(LineController, LineElement, PointElement, LinearScale)

/** A chart on a canvas that follows its data and the theme. */
export interface CurveChart {
  update(spec: CurveSpec): void
  destroy(): void
}

const tickFont = () => ({ family: token('--font'), size: Number.parseFloat(token('--t-2xs')) || 10.5 })

function toDataset(series: CurveSeries): ChartDataset<'line', { x: number; y: number }[]> {
  const colour = resolveColour(series.colour)
  const last = series.points.length - 1
  return {
    label: series.label,
    data: [...series.points],
    borderColor: colour,
    backgroundColor: colour,
    borderWidth: series.width ?? 2,
    borderDash: [...(series.dash ?? [])],
    borderJoinStyle: 'round',
    pointRadius: series.head ? ({ dataIndex }) => (dataIndex === last ? 3.2 : 0) : 0,
    pointBorderColor: token('--surface'),
    pointBorderWidth: 1.5,
    pointHitRadius: 0,
  }
}

/** The band lies under the lines; the label of the level over them with a halo, so that no line strikes it through. */
const marksOf = (current: () => CurveSpec): Plugin<'line'> => ({
  id: 'marks',
  beforeDatasetsDraw({ ctx, chartArea: { left, right, top, bottom }, scales }) {
    const { band, reference, verticals = [] } = current()
    const y = (value: number) => scales['y']!.getPixelForValue(value)
    ctx.save()
    ctx.strokeStyle = token('--axis')
    for (const { x } of verticals) {
      const at = scales['x']!.getPixelForValue(x)
      ctx.beginPath()
      ctx.moveTo(at, top)
      ctx.lineTo(at, bottom)
      ctx.stroke()
    }
    if (band) {
      ctx.fillStyle = token('--good-soft')
      ctx.fillRect(left, y(band.to), right - left, y(band.from) - y(band.to))
    }
    if (reference) {
      ctx.strokeStyle = token('--chance')
      ctx.setLineDash([5, 4])
      ctx.beginPath()
      ctx.moveTo(left, y(reference.y))
      ctx.lineTo(right, y(reference.y))
      ctx.stroke()
    }
    ctx.restore()
  },
  afterDatasetsDraw({ ctx, chartArea: { right, top }, scales }) {
    const { reference, verticals = [] } = current()
    for (const { x, label: text } of verticals) {
      const at = scales['x']!.getPixelForValue(x)
      label(ctx, text, { x: at - 4, y: top + 10, colour: '--text-2', halo: '--surface', align: 'right' })
    }
    const y = (value: number) => scales['y']!.getPixelForValue(value)
    if (reference) {
      label(ctx, reference.label, {
        x: right,
        y: y(reference.y) - 5,
        colour: '--chance',
        halo: '--surface',
        align: 'right',
      })
    }
  },
})

interface LabelPlace {
  readonly x: number
  readonly y: number
  readonly colour: string
  readonly halo: string
  readonly align: CanvasTextAlign
}
function label(ctx: CanvasRenderingContext2D, text: string, { x, y, colour, halo, align }: LabelPlace): void {
  ctx.save()
  ctx.font = `500 10.5px ${token('--font')}`
  ctx.textAlign = align
  ctx.lineJoin = 'round'
  ctx.lineWidth = 4
  ctx.strokeStyle = token(halo)
  ctx.strokeText(text, x, y)
  ctx.fillStyle = token(colour)
  ctx.fillText(text, x, y)
  ctx.restore()
}

function toOptions(spec: CurveSpec): ChartConfiguration<'line'>['options'] {
  const ticks = { color: token('--text-3'), font: tickFont(), maxRotation: 0, padding: 4 }
  return {
    animation: false,
    responsive: true,
    maintainAspectRatio: false,
    events: [],
    parsing: false,
    normalized: true,
    layout: { padding: { top: 8, right: 10 } },
    scales: {
      x: {
        type: 'linear',
        min: 0,
        max: spec.xMax,
        grid: { display: false },
        border: { color: token('--axis') },
        ticks: { ...ticks, stepSize: spec.xStep ?? 2 * niceAxis([0, spec.xMax]).step, includeBounds: false },
      },
      y: {
        type: 'linear',
        min: spec.yMin,
        max: spec.yMax,
        border: { display: false },
        grid: { color: token('--grid'), drawTicks: false },
        ticks: { ...ticks, stepSize: spec.yStep, callback: (value) => spec.format(Number(value)) },
      },
    },
  }
}

/** The one adapter between Chart.js and the tokens. The canvas' parent gives the size. */
export function createCurveChart(canvas: HTMLCanvasElement, first: CurveSpec): CurveChart {
  let spec = first
  const chart = new Chart(canvas, {
    type: 'line',
    data: { datasets: spec.series.map(toDataset) },
    options: toOptions(spec),
    plugins: [marksOf(() => spec)],
  })
  const redraw = () => {
    chart.data.datasets = spec.series.map(toDataset)
    chart.options = toOptions(spec)!
    chart.update('none')
  }
  const stop = onThemeChange(redraw)
  return {
    update(next) {
      spec = next
      redraw()
    },
    destroy() {
      stop()
      chart.destroy()
    },
  }
}
