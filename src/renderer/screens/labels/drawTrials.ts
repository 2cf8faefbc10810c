import type { TrialTraces } from '../../../ipc/views'

/** Places of small pictures side by side, and of the traces in each. */
export interface TrialLayout {
  readonly width: number
  readonly height: number
  /** Room for electrode names at the left, and for run and time below. */
  readonly left: number
  readonly foot: number
  /** Pictures that fit in a row, whether there or not. */
  readonly places: number
}

export interface TrialStyle {
  readonly trace: string
  readonly cue: string
  readonly label: string
  readonly font: string
}

interface Drawing {
  readonly electrodes: readonly string[]
  readonly seconds: readonly [before: number, after: number]
  /** µV of half a lane. */
  readonly scale: number
  readonly layout: TrialLayout
  readonly style: TrialStyle
}

/** µV that three of four traces stay within nearly all the time, from a short list of round values: a blink may be cut. */
export function previewScale(trials: readonly TrialTraces[]): number {
  const usual = percentile(
    trials.flatMap(({ data }) => data.map((bins) => percentile(bins.map(Math.abs), 0.95))),
    0.75,
  )
  return [10, 20, 50, 100, 200, 500, 1000, 2000].find((round) => round >= usual) ?? 5000
}

/** Of the values that are numbers; 0 for none. */
function percentile(values: ArrayLike<number>, share: number): number {
  const sorted = Float64Array.from(values)
    .filter((value) => !Number.isNaN(value))
    .sort()
  return sorted[Math.floor((sorted.length - 1) * share)] ?? 0
}

/** Draws trials of one class side by side: a lane for each electrode, the cue as a line through all. */
export function drawTrials(context: CanvasRenderingContext2D, trials: readonly TrialTraces[], drawing: Drawing): void {
  const { layout, style, electrodes, seconds } = drawing
  const { width, height, left, foot, places } = layout
  const lane = (height - foot) / Math.max(1, electrodes.length)
  const cell = (width - left) / places
  context.clearRect(0, 0, width, height)
  context.font = style.font
  context.textBaseline = 'middle'
  context.fillStyle = style.label
  electrodes.forEach((name, i) => context.fillText(name, 0, (i + 0.5) * lane))
  trials.slice(0, places).forEach((trial, place) => {
    const x = left + place * cell
    const inside = cell - 8
    context.fillStyle = style.cue
    context.fillRect(x + (inside * seconds[0]) / (seconds[0] + seconds[1]), 0, 1.5, height - foot)
    context.fillStyle = style.label
    context.fillText(placeText(trial), x, height - foot / 2 + 1, inside + 4)
    context.save()
    context.beginPath()
    context.rect(x, 0, inside, height - foot)
    context.clip()
    trial.data.forEach((bins, i) =>
      drawTrace(context, bins, { x, width: inside, middle: (i + 0.5) * lane, lane, drawing }),
    )
    context.restore()
  })
}

interface TracePlace {
  readonly x: number
  readonly width: number
  readonly middle: number
  readonly lane: number
  readonly drawing: Drawing
}

/** A line through the bins; where there is no signal, there is no line. */
function drawTrace(context: CanvasRenderingContext2D, bins: Float32Array, place: TracePlace): void {
  const { x, width, middle, lane, drawing } = place
  const step = width / (bins.length / 2)
  const y = (value: number): number => middle - (value / drawing.scale) * lane * 0.5
  context.strokeStyle = drawing.style.trace
  context.lineWidth = 1
  context.beginPath()
  let drawn = false
  for (let i = 0; i + 1 < bins.length; i += 2) {
    const [low, high] = [bins[i]!, bins[i + 1]!]
    if (Number.isNaN(low)) {
      drawn = false
      continue
    }
    const at = x + (i / 2 + 0.5) * step
    if (drawn) context.lineTo(at, y(high))
    else context.moveTo(at, y(high))
    context.lineTo(at, y(low))
    drawn = true
  }
  context.stroke()
}

/** `R06 0:42` */
export function placeText({ run, atSeconds }: Pick<TrialTraces, 'run' | 'atSeconds'>): string {
  const whole = Math.floor(atSeconds)
  return `${run} ${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`
}
