import type { BadSpan } from '../../../core/domain/badSpans'
import type { BrowserEvent, BrowserView } from '../../../ipc/views'
import type { Rgb } from './pixels'

/** All that changes what a strip of the plot looks like. A new object means a new look. */
export interface Look {
  readonly view: BrowserView
  /** Channels by number, from the top. */
  readonly lanes: readonly number[]
  readonly bad: ReadonlySet<number>
  readonly badSpans: readonly BadSpan[]
  /** µV from one lane to the next; for a butterfly from the middle to the edge. */
  readonly scale: number
  readonly butterfly: boolean
  /** Whether signals lie around zero, or around each channel's level. */
  readonly centred: boolean
  readonly samplesPerColumn: number
}

/** What lies over the strips and changes with every move. */
export interface Overlay {
  /** Column of the recording at the left edge. */
  readonly first: number
  /** The time cursor, sample; null: not shown. */
  readonly cursor: number | null
  /** A span that is being drawn, samples. */
  readonly drawing: { readonly from: number; readonly to: number } | null
}

/** Data of the cells, as far as they are known. */
export interface Tiles {
  tile(factor: number, index: number): Float32Array | undefined
  /** Whether the recording has ended before it. */
  isOutside(factor: number, index: number): boolean
}

export interface PlotColours {
  readonly surface: Rgb
  readonly sunken: Rgb
  readonly grid: Rgb
  readonly trace: Rgb
  readonly muted: Rgb
  readonly hatch: Rgb
  readonly bad: Rgb
  event(event: BrowserEvent): Rgb
  /** For what is drawn over the strips, as CSS has them. */
  readonly css: Readonly<Record<'accent' | 'text' | 'text3' | 'line' | 'surface' | 'bad', string>>
}

/** Sizes in device pixels. */
export interface PlotSize {
  readonly width: number
  readonly height: number
  readonly ratio: number
}

/** Rows of flags above the lanes, and the time axis below them, CSS pixels. */
export const flagRows = 3
export const flagHeight = 16
export const inset = { top: flagRows * flagHeight + 6, bottom: 20 } as const

/** Row of a lane's zero, device pixels. */
export function laneMiddle(lane: number, lanes: number, { height, ratio }: PlotSize): number {
  const room = height - (inset.top + inset.bottom) * ratio
  return inset.top * ratio + ((lane + 0.5) * room) / lanes
}
export const laneHeight = (lanes: number, { height, ratio }: PlotSize): number =>
  (height - (inset.top + inset.bottom) * ratio) / lanes

/** Rows of a lane, with a little room to the next. */
export function laneRows(lane: number, lanes: number, size: PlotSize): readonly [from: number, to: number] {
  const middle = laneMiddle(lane, lanes, size)
  const half = 0.44 * laneHeight(lanes, size)
  return [middle - half, middle + half]
}
