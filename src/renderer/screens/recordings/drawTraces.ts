import type { TracesView } from '../../../ipc/views'

/** Colours and measures that a preview is drawn with; canvas knows no CSS variables. */
export interface TraceStyle {
  readonly trace: string
  readonly muted: string
  readonly grid: string
  readonly label: string
  readonly font: string
  /** Colour of a cue by class; null for a marker without one. */
  readonly cue: (classId: string | null) => string
}

interface Layout {
  readonly width: number
  readonly height: number
  /** Room for names at the left. */
  readonly left: number
  /** Room for cues at the top. */
  readonly top: number
}

/** Half of a lane in µV: not less than the middle of the channels' spreads, from a short list of round values. */
export function pickScale(view: TracesView): number {
  const spreads = view.data.map(spread).sort((a, b) => a - b)
  const middle = spreads[Math.floor(spreads.length / 2)] ?? 0
  return [10, 20, 50, 100, 200, 500, 1000, 2000].find((round) => round >= middle) ?? 5000
}

/** Largest extent of the bins but for one in twenty, so that one blink does not flatten the rest. */
function spread(bins: Float32Array): number {
  const extents: number[] = []
  const middle = meanOf(bins)
  for (let i = 0; i + 1 < bins.length; i += 2) extents.push(Math.max(bins[i + 1]! - middle, middle - bins[i]!))
  extents.sort((a, b) => a - b)
  return extents[Math.floor(extents.length * 0.95)] ?? 0
}

function meanOf(bins: Float32Array): number {
  let sum = 0
  for (const value of bins) sum += value
  return bins.length > 0 ? sum / bins.length : 0
}

/** Draws lanes of min–max bars with the channels' names, and cues as lines through all lanes. */
export function drawTraces(
  context: CanvasRenderingContext2D,
  view: TracesView,
  { layout, style, scale, dim }: { layout: Layout; style: TraceStyle; scale: number; dim: (name: string) => boolean },
): void {
  const { width, height, left, top } = layout
  const lane = (height - top) / Math.max(1, view.electrodes.length)
  context.clearRect(0, 0, width, height)
  context.font = style.font
  context.textBaseline = 'middle'
  drawCues(context, view, { layout, style })
  view.electrodes.forEach((name, index) => {
    context.save()
    const middle = top + (index + 0.5) * lane
    context.fillStyle = dim(name) ? style.muted : style.label
    context.fillText(name, 0, middle)
    const bins = view.data[index]!
    const mean = meanOf(bins)
    const count = bins.length / 2
    const step = (width - left) / Math.max(1, count)
    const y = (value: number) => middle - ((value - mean) / scale) * lane * 0.5
    // A large swing may reach into the neighbours, as on paper, but not over names and cues.
    context.beginPath()
    context.rect(left, top, width - left, height - top)
    context.clip()
    context.strokeStyle = dim(name) ? style.muted : style.trace
    context.lineWidth = 1
    context.beginPath()
    for (let i = 0; i < count; i++) {
      const x = left + (i + 0.5) * step
      const [high, low] = [y(bins[2 * i + 1]!), y(bins[2 * i]!)]
      if (i === 0) context.moveTo(x, high)
      else context.lineTo(x, high)
      context.lineTo(x, low)
    }
    context.stroke()
    context.restore()
  })
}

function drawCues(
  context: CanvasRenderingContext2D,
  view: TracesView,
  { layout, style }: { layout: Layout; style: TraceStyle },
): void {
  const { width, height, left, top } = layout
  for (const event of view.events) {
    const x = left + ((event.seconds - view.startSeconds) / view.seconds) * (width - left)
    if (x < left || x > width) continue
    context.fillStyle = event.classId ? style.cue(event.classId) : style.grid
    context.fillRect(x, top - 2, event.classId ? 1.5 : 1, height - top + 2)
    context.fillStyle = event.classId ? style.cue(event.classId) : style.muted
    context.fillText(event.code, Math.min(x + 3, width - 18), top / 2 - 1)
  }
}
