import type { Quality } from '../../core/domain/stream'
import { FollowClock } from './followClock'
import type { SignalRing } from './signalRing'
import { onThemeChange, resolveColour, token } from './theme'
import { drawQuality, hatch } from './traceMarks'
import { chooseScale } from './traceScale'

export interface CueMark {
  readonly sample: number
  readonly label: string
  /** A token, e.g. `var(--c-1)`. */
  readonly colour: string
}

/** What a plot of live traces reads anew for each frame; nothing of it is reactive. */
export interface TraceSource {
  readonly ring: SignalRing | null
  readonly sampleRate: number
  readonly names: readonly string[]
  readonly cues: readonly CueMark[]
  quality(channel: number): Quality | null
}

const inset = { left: 66, right: 56, top: 22, bottom: 24 }
const colourNames = [
  '--text',
  '--text-2',
  '--text-3',
  '--grid',
  '--surface',
  '--good',
  '--fair',
  '--bad',
  '--line-2',
  '--hover',
] as const
type Colours = Record<(typeof colourNames)[number], string>

interface View {
  readonly width: number
  readonly height: number
  readonly ring: SignalRing
  readonly source: TraceSource
  /** First and one past the last sample on the screen; the last may be between two samples. */
  readonly from: number
  readonly edge: number
}

/** Draws the last `seconds` of a stream, now at the right. Owns its canvas; call `draw` once a frame. */
export class TracesPlot {
  readonly #canvas: HTMLCanvasElement
  readonly #context: CanvasRenderingContext2D
  readonly #seconds: number
  readonly #nowLabel: string
  #colours!: Colours
  #font = ''
  #clock: { ring: SignalRing; follow: FollowClock } | null = null
  #scale: number | null = null
  #scaledAt = -Infinity
  #last: number | null = null
  #drawMs = 0
  readonly #stop: () => void

  constructor(canvas: HTMLCanvasElement, options: { seconds: number; nowLabel: string }) {
    this.#canvas = canvas
    this.#context = canvas.getContext('2d', { alpha: true })!
    this.#seconds = options.seconds
    this.#nowLabel = options.nowLabel
    this.#readTheme()
    this.#stop = onThemeChange(() => this.#readTheme())
  }

  /** Mean time of a frame, milliseconds. */
  get drawMs(): number {
    return this.#drawMs
  }

  destroy(): void {
    this.#stop()
  }

  /** One frame. `timeMs` is the frame's time. */
  draw(source: TraceSource, timeMs: number): void {
    const began = performance.now()
    const elapsed = this.#last === null ? 0 : Math.min(0.25, (timeMs - this.#last) / 1000)
    this.#last = timeMs
    const size = this.#fit()
    const ring = source.ring
    if (!ring || size.width < 40) return
    if (this.#clock?.ring !== ring) this.#restart(ring, source.sampleRate)
    const edge = this.#clock!.follow.advance(ring.end, elapsed)
    const from = Math.max(ring.begin, Math.floor(edge - this.#seconds * source.sampleRate) - 1)
    if (timeMs - this.#scaledAt > 1000) {
      this.#scale = chooseScale(ring, from, Math.floor(edge), this.#scale)
      this.#scaledAt = timeMs
    }
    this.#paint({ ...size, ring, source, from, edge })
    this.#drawMs += 0.05 * (performance.now() - began - this.#drawMs)
  }

  #restart(ring: SignalRing, sampleRate: number): void {
    this.#clock = { ring, follow: new FollowClock(sampleRate) }
    this.#scale = null
    this.#scaledAt = -Infinity
  }

  #readTheme(): void {
    this.#colours = Object.fromEntries(colourNames.map((name) => [name, token(name)])) as Colours
    this.#font = token('--font')
  }

  #fit(): { width: number; height: number } {
    const ratio = window.devicePixelRatio || 1
    const { clientWidth: width, clientHeight: height } = this.#canvas
    const [pixelWidth, pixelHeight] = [Math.round(width * ratio), Math.round(height * ratio)]
    if (this.#canvas.width !== pixelWidth || this.#canvas.height !== pixelHeight) {
      this.#canvas.width = pixelWidth
      this.#canvas.height = pixelHeight
    }
    this.#context.setTransform(ratio, 0, 0, ratio, 0, 0)
    this.#context.clearRect(0, 0, width, height)
    return { width, height }
  }

  #paint(view: View): void {
    this.#grid(view)
    this.#gaps(view)
    this.#cues(view)
    for (let channel = 0; channel < view.ring.channels; channel++) this.#trace(view, channel)
    this.#scaleBar(view)
  }

  #x(view: View, sample: number): number {
    const span = view.width - inset.left - inset.right
    return view.width - inset.right - ((view.edge - sample) / (this.#seconds * view.source.sampleRate)) * span
  }

  #rowHeight(view: View): number {
    return (view.height - inset.top - inset.bottom) / view.ring.channels
  }

  #text(size: number, weight: number, colour: string, align: CanvasTextAlign): void {
    const context = this.#context
    context.font = `${weight} ${size}px ${this.#font}`
    context.fillStyle = colour
    context.textAlign = align
  }

  #grid(view: View): void {
    const context = this.#context
    const { width, height } = view
    const span = width - inset.left - inset.right
    context.lineWidth = 1
    context.strokeStyle = this.#colours['--grid']
    this.#text(10.5, 420, this.#colours['--text-3'], 'center')
    context.beginPath()
    for (let second = 0; second <= this.#seconds; second++) {
      const x = Math.round(inset.left + (second / this.#seconds) * span) + 0.5
      context.moveTo(x, inset.top)
      context.lineTo(x, height - inset.bottom)
      const label = second === this.#seconds ? this.#nowLabel : `−${this.#seconds - second} s`
      context.fillText(label, x, height - 8)
    }
    context.stroke()
  }

  /** Where no sample came, on every channel at once: losses are losses of the whole packet. */
  #gaps(view: View): void {
    let open: number | null = null
    const close = (to: number) => {
      if (open === null) return
      const left = Math.max(inset.left, this.#x(view, open - 1))
      const right = Math.min(view.width - inset.right, this.#x(view, to))
      const box = { x: left, y: inset.top, width: right - left, height: view.height - inset.top - inset.bottom }
      hatch(this.#context, box, { ground: this.#colours['--hover'], line: this.#colours['--line-2'] })
      open = null
    }
    for (let sample = view.from; sample < view.edge; sample++) {
      if (Number.isNaN(view.ring.at(0, sample))) open ??= sample
      else close(sample)
    }
    close(Math.floor(view.edge))
  }

  #cues(view: View): void {
    const context = this.#context
    for (const { sample, label, colour } of view.source.cues) {
      const x = this.#x(view, sample)
      if (x < inset.left || x > view.width - inset.right) continue
      const ink = resolveColour(colour)
      context.fillStyle = ink
      context.globalAlpha = 0.06
      context.fillRect(x, inset.top, view.width - inset.right - x, view.height - inset.top - inset.bottom)
      context.globalAlpha = 1
      context.fillRect(x - 0.7, 2, 1.4, view.height - inset.bottom - 2)
      this.#text(10.5, 600, ink, 'left')
      const width = context.measureText(label).width + 14
      const left = Math.min(x, view.width - inset.right - width)
      context.beginPath()
      context.roundRect(left, 2, width, 17, 3)
      context.fill()
      this.#text(10.5, 600, this.#colours['--surface'], 'left')
      context.fillText(label, left + 7, 14)
    }
  }

  #trace(view: View, channel: number): void {
    const context = this.#context
    const row = this.#rowHeight(view)
    const middle = inset.top + row * (channel + 0.5)
    const quality = view.source.quality(channel)
    const ink = quality === 'bad' || quality === 'fair' ? this.#colours[`--${quality}`] : this.#colours['--text']
    context.save()
    context.beginPath()
    context.rect(
      inset.left,
      inset.top - 4,
      view.width - inset.left - inset.right,
      view.height - inset.top - inset.bottom + 8,
    )
    context.clip()
    context.strokeStyle = ink
    context.lineWidth = 1
    context.lineJoin = 'round'
    context.globalAlpha = quality === 'fair' || quality === 'bad' ? 1 : 0.86
    context.beginPath()
    this.#line(view, channel, { middle, perMicrovolt: row / (this.#scale ?? 50) })
    context.stroke()
    context.restore()
    this.#text(12, 600, this.#colours['--text'], 'right')
    context.fillText(view.source.names[channel] ?? '', inset.left - 30, middle + 4)
    if (quality) drawQuality(context, { x: inset.left - 17, y: middle, quality, colours: this.#colours })
  }

  /** Below two samples a pixel each sample is a point; above, each pixel column gets its lowest and highest value. */
  #line(view: View, channel: number, place: { middle: number; perMicrovolt: number }): void {
    const { ring, from, edge } = view
    const span = view.width - inset.left - inset.right
    const perPixel = (this.#seconds * view.source.sampleRate) / span
    // Columns hold to whole multiples of samples, or the extremes would flicker while the trace moves.
    const step = perPixel > 2 ? Math.floor(perPixel) : 1
    const context = this.#context
    let joined = false
    const point = (sample: number, value: number) => {
      const y = place.middle - value * place.perMicrovolt
      if (joined) context.lineTo(this.#x(view, sample), y)
      else context.moveTo(this.#x(view, sample), y)
      joined = true
    }
    for (let sample = from - (from % step); sample < edge; sample += step) {
      let [low, high, lost] = [Infinity, -Infinity, false]
      for (let i = sample; i < sample + step && i < edge; i++) {
        const value = ring.at(channel, i)
        if (Number.isNaN(value)) lost = true
        else [low, high] = [Math.min(low, value), Math.max(high, value)]
      }
      if (low <= high) point(sample, low)
      if (high > low) point(sample, high)
      if (lost) joined = false
    }
  }

  #scaleBar(view: View): void {
    const context = this.#context
    const row = this.#rowHeight(view)
    const microvolts = this.#scale ?? 50
    const x = view.width - inset.right + 9
    const foot = view.height - inset.bottom - 4
    context.strokeStyle = this.#colours['--text-2']
    context.lineWidth = 1.4
    context.beginPath()
    context.moveTo(x, foot)
    context.lineTo(x, foot - row)
    for (const y of [foot, foot - row]) {
      context.moveTo(x - 3, y)
      context.lineTo(x + 3, y)
    }
    context.stroke()
    this.#text(10.5, 560, this.#colours['--text-2'], 'left')
    context.fillText(`${microvolts} µV`, x + 6, foot - row / 2 + 4)
  }
}
