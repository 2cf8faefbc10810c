import type { BrowserEvent } from '../../../ipc/views'
import { onThemeChange, token } from '../theme'
import { readColours } from './colours'
import { flagsIn, layoutFlags, type Flag } from './flags'
import {
  flagHeight,
  flagRows,
  inset,
  laneHeight,
  type Look,
  type Overlay,
  type PlotColours,
  type PlotSize,
  type Tiles,
} from './scene'
import { StripCache } from './strips'
import { axisStep, barMicrovolts, stripColumns } from './viewport'

export interface PlotTexts {
  /** Of a time in seconds, for the axis. */
  time(seconds: number, step: number): string
}

/** Strips that one frame may paint: what it has no time for comes with the next. */
const paintedPerFrame = 6

/** Draws a stretch of a recording. Owns its canvas; frames come only when something changed. */
export class BrowserPlot {
  readonly #canvas: HTMLCanvasElement
  readonly #context: CanvasRenderingContext2D
  readonly #strips: StripCache
  readonly #texts: PlotTexts
  readonly #stops: (() => void)[]
  #look: Look | null = null
  #overlay: Overlay = { first: 0, cursor: null, drawing: null }
  #flags: { readonly look: Look; readonly all: readonly Flag<BrowserEvent>[] } | null = null
  #colours!: PlotColours
  #font = ''
  #frame = 0

  constructor(canvas: HTMLCanvasElement, tiles: Tiles, texts: PlotTexts) {
    this.#canvas = canvas
    this.#context = canvas.getContext('2d', { alpha: false })!
    this.#strips = new StripCache(tiles)
    this.#texts = texts
    const read = (): void => {
      this.#colours = readColours()
      this.#font = token('--font')
      this.#flags = null
      this.invalidate()
    }
    read()
    const observer = new ResizeObserver(() => this.invalidate())
    observer.observe(canvas)
    this.#stops = [
      onThemeChange(read),
      () => observer.disconnect(),
      () => cancelAnimationFrame(this.#frame),
      () => this.#strips.destroy(),
    ]
  }
  destroy(): void {
    for (const stop of this.#stops) stop()
  }

  show(look: Look, overlay: Overlay): void {
    this.#look = look
    this.#overlay = overlay
    this.invalidate()
  }
  /** New tiles are there. */
  refresh(): void {
    this.#strips.refresh()
    this.invalidate()
  }
  invalidate(): void {
    if (this.#frame === 0) this.#frame = requestAnimationFrame(() => this.#draw())
  }

  /** Flags at a place, CSS pixels from the left: the lines near it and the label over it. */
  flagsAt(x: number, y: number): BrowserEvent[] {
    if (!this.#look || y > inset.top) return []
    const ratio = window.devicePixelRatio || 1
    const column = this.#overlay.first + x * ratio
    const row = Math.floor(y / flagHeight)
    return flagsIn(this.#layout(this.#look, ratio), column - 5 * ratio, column + 5 * ratio)
      .filter((flag) => Math.abs(flag.x - column) <= 5 * ratio || (flag.row === row && flag.x <= column))
      .map(({ event }) => event)
  }

  #draw(): void {
    this.#frame = 0
    const size = this.#fit()
    const look = this.#look
    if (!look || size.width < 2) return
    this.#strips.use(look, size, this.#colours)
    const complete = this.#drawStrips(size)
    const context = this.#context
    context.save()
    context.scale(size.ratio, size.ratio)
    this.#drawMarks(look, size)
    this.#drawFlags(look, size)
    this.#drawAxis(look, size)
    this.#drawScale(look, size)
    context.restore()
    if (!complete) this.invalidate()
  }

  #fit(): PlotSize {
    const ratio = window.devicePixelRatio || 1
    const width = Math.round(this.#canvas.clientWidth * ratio)
    const height = Math.round(this.#canvas.clientHeight * ratio)
    if (this.#canvas.width !== width) this.#canvas.width = width
    if (this.#canvas.height !== height) this.#canvas.height = height
    return { width, height, ratio }
  }

  /** False while some strips wait for a frame with time. */
  #drawStrips({ width, height }: PlotSize): boolean {
    const { first } = this.#overlay
    const context = this.#context
    let [budget, complete] = [paintedPerFrame, true]
    const [from, to] = [Math.floor(first / stripColumns), Math.floor((first + width - 1) / stripColumns)]
    for (let index = from; index <= to; index++) {
      const whole = this.#strips.isWhole(index)
      const strip = this.#strips.get(index, budget > 0)
      if (!whole && budget > 0) budget--
      else if (!whole && strip === null) complete = false
      const x = index * stripColumns - first
      if (strip) context.drawImage(strip, x, 0)
      else {
        context.fillStyle = this.#colours.css.surface
        context.fillRect(x, 0, stripColumns, height)
      }
    }
    // With time left, the one that comes next while a person scrolls on.
    if (budget === paintedPerFrame) this.#strips.get(to + 1, true)
    return complete
  }

  #x(look: Look, sample: number, ratio: number): number {
    return (Math.floor(sample / look.samplesPerColumn) - this.#overlay.first) / ratio
  }

  #drawMarks(look: Look, { height, ratio }: PlotSize): void {
    const { cursor, drawing } = this.#overlay
    const context = this.#context
    const foot = height / ratio - inset.bottom
    if (drawing) {
      const [from, to] = [this.#x(look, drawing.from, ratio), this.#x(look, drawing.to, ratio)]
      context.globalAlpha = 0.2
      context.fillStyle = this.#colours.css.bad
      context.fillRect(from, 0, Math.max(1, to - from), foot)
      context.globalAlpha = 1
    }
    if (cursor === null) return
    context.fillStyle = this.#colours.css.accent
    context.fillRect(this.#x(look, cursor, ratio), 0, 1.5, foot)
  }

  #layout(look: Look, ratio: number): readonly Flag<BrowserEvent>[] {
    if (this.#flags?.look.view !== look.view || this.#flags.look.samplesPerColumn !== look.samplesPerColumn) {
      this.#context.font = `540 10.5px ${this.#font}`
      const widths = new Map<string, number>()
      const widthOf = (code: string): number => {
        const width = widths.get(code) ?? Math.ceil(this.#context.measureText(shorten(code)).width + 12) * ratio
        widths.set(code, width)
        return width
      }
      const { samplesPerColumn, view } = look
      this.#flags = { look, all: layoutFlags(view.events, { samplesPerColumn, rows: flagRows, widthOf }) }
    }
    return this.#flags.all
  }

  #drawFlags(look: Look, { width, ratio }: PlotSize): void {
    const { first } = this.#overlay
    const context = this.#context
    const flags = flagsIn(this.#layout(look, ratio), first, first + width)
    context.font = `540 10.5px ${this.#font}`
    context.textAlign = 'left'
    context.textBaseline = 'middle'
    for (const { event, x, row, width: room } of flags) {
      if (row === null) continue
      const [left, top] = [(x - first) / ratio, row * flagHeight + 2]
      const colour = css(this.#colours.event(event))
      context.fillStyle = this.#colours.css.surface
      context.fillRect(left + 1, top, room / ratio - 4, flagHeight - 2)
      context.fillStyle = colour
      context.fillRect(left, top, 3, flagHeight - 2)
      context.fillStyle = event.classId === null ? this.#colours.css.text3 : this.#colours.css.text
      context.fillText(shorten(event.code), left + 6, top + flagHeight / 2 - 0.5)
    }
  }

  #drawAxis(look: Look, { width, height, ratio }: PlotSize): void {
    const context = this.#context
    const { view, samplesPerColumn } = look
    const top = height / ratio - inset.bottom
    context.fillStyle = this.#colours.css.surface
    context.fillRect(0, top, width / ratio, inset.bottom)
    context.fillStyle = this.#colours.css.line
    context.fillRect(0, top, width / ratio, 1)
    context.fillStyle = this.#colours.css.text3
    context.textAlign = 'left'
    const step = axisStep(samplesPerColumn, view.sampleRate, 90 * ratio)
    const from = (this.#overlay.first * samplesPerColumn) / view.sampleRate
    const to = ((this.#overlay.first + width) * samplesPerColumn) / view.sampleRate
    for (
      let k = Math.max(0, Math.floor(from / step));
      k * step < Math.min(to, view.sampleCount / view.sampleRate);
      k++
    ) {
      const x = this.#x(look, k * step * view.sampleRate, ratio)
      if (x >= 0) context.fillText(this.#texts.time(k * step, step), x + 4, top + inset.bottom / 2 + 1)
    }
  }

  /** How high so many µV are, at the right. */
  #drawScale(look: Look, size: PlotSize): void {
    const lane = (look.butterfly ? laneHeight(1, size) / 2 : laneHeight(look.lanes.length, size)) / size.ratio
    const microvolts = barMicrovolts(lane / look.scale, 22)
    const [x, foot] = [size.width / size.ratio - 12, size.height / size.ratio - inset.bottom - 8]
    const top = foot - (microvolts * lane) / look.scale
    const context = this.#context
    const text = `${microvolts} µV`
    context.font = `560 10.5px ${this.#font}`
    context.fillStyle = this.#colours.css.surface
    context.globalAlpha = 0.85
    const width = context.measureText(text).width
    context.fillRect(x - width - 12, Math.min(top, foot - 16) - 4, width + 22, Math.max(16, foot - top) + 8)
    context.globalAlpha = 1
    context.fillStyle = this.#colours.css.text
    context.fillRect(x, top, 1.5, foot - top)
    for (const y of [top, foot - 1.5]) context.fillRect(x - 3, y, 7.5, 1.5)
    context.fillText(text, x - width - 7, (top + foot) / 2)
  }
}

const css = ([red, green, blue]: readonly [number, number, number]): string => `rgb(${red} ${green} ${blue})`

/** Annotations may be sentences; the pointer tells the rest. */
const longest = 22
const shorten = (code: string): string => (code.length > longest ? `${code.slice(0, longest - 1)}…` : code)
