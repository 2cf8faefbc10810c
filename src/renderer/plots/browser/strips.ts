import { fillColumns, type CellSource } from './columns'
import { hatchColumn, paintTrace, tint, toWord, type Pixels } from './pixels'
import {
  inset,
  laneHeight,
  laneMiddle,
  laneRows,
  type Look,
  type PlotColours,
  type PlotSize,
  type Tiles,
} from './scene'
import { axisStep, factorFor, stripColumns, tileCells } from './viewport'

interface Strip {
  /** A picture that nothing changes any more: moved without a copy. */
  readonly picture: ImageBitmap
  /** All its tiles were there. */
  readonly whole: boolean
}

const keptStrips = 160

/**
 * The plot in strips of `stripColumns`, painted once and kept: a scrolled frame is some pictures moved, and a strip or two that is
 * new. Painted into pixels by hand, for which a frame of 64 traces is a fraction of what paths cost.
 */
export class StripCache {
  readonly #strips = new Map<number, Strip>()
  #look: Look | null = null
  #size: PlotSize = { width: 0, height: 0, ratio: 1 }
  #colours: PlotColours | null = null
  #image: ImageData | null = null
  #canvas: OffscreenCanvas | null = null
  readonly #tiles: Tiles
  constructor(tiles: Tiles) {
    this.#tiles = tiles
  }

  /** From now on strips look so. */
  use(look: Look, size: PlotSize, colours: PlotColours): void {
    const same =
      look === this.#look &&
      colours === this.#colours &&
      size.height === this.#size.height &&
      size.ratio === this.#size.ratio
    if (same) return
    for (const index of this.#strips.keys()) this.#drop(index)
    if (size.height !== this.#size.height) this.#image = this.#canvas = null
    ;[this.#look, this.#size, this.#colours] = [look, size, colours]
  }

  /** The strip, painted when it is not there; null where painting it would take more time than this frame has. */
  get(index: number, mayPaint: boolean): ImageBitmap | null {
    const known = this.#strips.get(index)
    if (known?.whole || (known && !mayPaint)) return known.picture
    if (!mayPaint || !this.#look) return null
    const strip = this.#paint(index)
    this.#drop(index)
    this.#strips.set(index, strip)
    if (this.#strips.size > keptStrips) this.#drop(this.#strips.keys().next().value!)
    return strip.picture
  }

  isWhole(index: number): boolean {
    return this.#strips.get(index)?.whole ?? false
  }

  /** New tiles: strips that lacked some are painted again. */
  refresh(): void {
    for (const [index, { whole }] of this.#strips) if (!whole) this.#drop(index)
  }
  /** Gives its memory back at once. */
  #drop(index: number): void {
    this.#strips.get(index)?.picture.close()
    this.#strips.delete(index)
  }
  destroy(): void {
    for (const index of this.#strips.keys()) this.#drop(index)
  }

  #paint(index: number): Strip {
    const { height } = this.#size
    this.#image ??= new ImageData(stripColumns, Math.max(1, height))
    const pixels: Pixels = { words: new Uint32Array(this.#image.data.buffer), width: stripColumns, height }
    const first = index * stripColumns
    this.#ground(pixels, first)
    const whole = this.#traces(pixels, first)
    this.#canvas ??= new OffscreenCanvas(stripColumns, Math.max(1, height))
    this.#canvas.getContext('2d', { alpha: false })!.putImageData(this.#image, 0, 0)
    return { picture: this.#canvas.transferToImageBitmap(), whole }
  }

  /** All that lies below the traces. */
  #ground(pixels: Pixels, first: number): void {
    const { samplesPerColumn: per, view, badSpans } = this.#look!
    const { height, ratio } = this.#size
    const colours = this.#colours!
    pixels.words.fill(toWord(colours.surface))
    const [top, foot] = [Math.round((inset.top - 4) * ratio), height - Math.round(inset.bottom * ratio)]
    const step = axisStep(per, view.sampleRate, 90 * ratio) * view.sampleRate
    const columnOf = (sample: number): number => Math.floor(sample / per) - first
    const range = (start: number, end: number): [from: number, to: number] => [
      Math.max(0, columnOf(start)),
      Math.min(stripColumns, Math.max(columnOf(end), columnOf(start) + 1)),
    ]
    for (let line = Math.ceil((first * per) / step) * step; columnOf(line) < stripColumns; line += step)
      if (columnOf(line) >= 0)
        tint(pixels, { x: columnOf(line), from: top, to: foot }, { colour: colours.grid, share: 1 })
    for (const { start, length } of view.gaps) {
      const [from, to] = range(start, start + length)
      for (let x = from; x < to; x++) hatchColumn(pixels, { x, firstColumn: first }, colours.hatch)
    }
    for (const { start, end } of badSpans) {
      const [from, to] = range(start, end)
      for (let x = from; x < to; x++) tint(pixels, { x, from: 0, to: foot }, { colour: colours.bad, share: 0.14 })
      for (const edge of [columnOf(start), Math.max(columnOf(start), columnOf(end) - 1)])
        if (edge >= 0 && edge < stripColumns)
          tint(pixels, { x: edge, from: 0, to: foot }, { colour: colours.bad, share: 1 })
    }
    const events = eventsIn(view.events, first * per, (first + stripColumns) * per)
    // So close together, lines would hide what they are about: they keep to the room of the flags.
    const lineFoot = events.length * 12 * ratio > stripColumns ? top : foot
    for (const event of events) {
      const x = columnOf(event.sample)
      if (x >= 0 && x < stripColumns)
        tint(pixels, { x, from: 0, to: lineFoot }, { colour: colours.event(event), share: 0.75 })
    }
    for (let x = Math.max(0, Math.ceil(view.sampleCount / per) - first); x < stripColumns; x++)
      tint(pixels, { x, from: 0, to: height }, { colour: colours.sunken, share: 1 })
    for (let x = 0; x < -first && x < stripColumns; x++)
      tint(pixels, { x, from: 0, to: height }, { colour: colours.sunken, share: 1 })
  }

  /** False where some tiles are missing. */
  #traces(pixels: Pixels, first: number): boolean {
    const look = this.#look!
    const { lanes, view, butterfly, scale, samplesPerColumn } = look
    const range = { first, count: stripColumns, samplesPerColumn }
    const height = butterfly ? laneHeight(1, this.#size) / 2 : laneHeight(lanes.length, this.#size)
    const columns = new Float32Array(2 * stripColumns)
    const cells = new TileCells(this.#tiles, factorFor(samplesPerColumn), lanes.length)
    // Where a column is seconds long, its extremes would cover all lanes around.
    const wide = !butterfly && samplesPerColumn > view.sampleRate
    lanes.forEach((channel, lane) => {
      cells.lane = lane
      fillColumns(cells, range, columns)
      const level = look.centred ? 0 : view.channels[channel]!.level
      const perMicrovolt = height / scale
      paintTrace(pixels, columns, {
        colour: look.bad.has(channel) ? this.#colours!.muted : this.#colours!.trace,
        middle: laneMiddle(butterfly ? 0 : lane, butterfly ? 1 : lanes.length, this.#size) + level * perMicrovolt,
        perMicrovolt,
        thickness: Math.max(1, this.#size.ratio),
        opacity: butterfly ? 0.22 : look.bad.has(channel) ? 0.6 : 1,
        ...(wide ? { within: laneRows(lane, lanes.length, this.#size) } : {}),
      })
    })
    return !cells.lacking
  }
}

function eventsIn(events: Look['view']['events'], from: number, to: number): Look['view']['events'] {
  let [low, high] = [0, events.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (events[middle]!.sample < from) low = middle + 1
    else high = middle
  }
  let end = low
  while (end < events.length && events[end]!.sample < to) end++
  return events.slice(low, end)
}

/** Cells of one lane after another, from the tiles that there are. */
class TileCells implements CellSource {
  lane = 0
  lacking = false
  #index = -1
  #tile: Float32Array | undefined
  constructor(
    readonly tiles: Tiles,
    readonly factor: number,
    readonly lanes: number,
  ) {}

  at(cell: number, out: Float32Array): void {
    const index = Math.floor(cell / tileCells)
    if (index !== this.#index) {
      this.#index = index
      this.#tile = cell < 0 ? undefined : this.tiles.tile(this.factor, index)
    }
    const tile = this.#tile
    if (!tile) {
      if (cell >= 0 && !this.tiles.isOutside(this.factor, index)) this.lacking = true
      out[0] = out[1] = NaN
      return
    }
    const within = this.lane * tileCells + cell - index * tileCells
    if (this.factor === 1) out[0] = out[1] = tile[within]!
    else {
      out[0] = tile[2 * within]!
      out[1] = tile[2 * within + 1]!
    }
  }
}
