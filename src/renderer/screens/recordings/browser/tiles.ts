import type { DisplayFilter } from '../../../../core/signal/displayFilter'
import type { Tiles } from '../../../plots/browser/scene'
import { tileCells } from '../../../plots/browser/viewport'

/** What the tiles are of; another set means other tiles. */
export interface TileSet {
  readonly recordingId: number
  readonly sampleCount: number
  readonly channels: readonly number[]
  readonly filter: DisplayFilter
}

export interface TileAsk extends Omit<TileSet, 'sampleCount'> {
  readonly factor: number
  readonly first: number
  readonly cells: number
}

interface TileStoreParts {
  /** Null: it takes an overview that is not there yet. */
  ask(request: TileAsk): Promise<Float32Array | null>
  /** Something came, or could not be had. */
  changed(): void
  failed(thrown: unknown): void
}

/** At once: one is read while another crosses over. */
const mostAsked = 3
const keptBytes = 96e6

/** Tiles of a recording: asked for in the order of their need, kept while there is room. */
export class TileStore implements Tiles {
  readonly #parts: TileStoreParts
  #set: TileSet | null = null
  readonly #tiles = new Map<string, Float32Array>()
  #bytes = 0
  #wanted: { readonly factor: number; readonly index: number }[] = []
  readonly #asked = new Set<string>()
  /** Those without an overview, and those that failed: not asked again until `retry`. */
  readonly #refused = new Set<string>()
  constructor(parts: TileStoreParts) {
    this.#parts = parts
  }

  use(set: TileSet): void {
    if (this.#set && keyOf(set) === keyOf(this.#set)) return
    this.#set = set
    this.#tiles.clear()
    this.#bytes = 0
    this.#wanted = []
    this.#asked.clear()
    this.#refused.clear()
  }
  tile(factor: number, index: number): Float32Array | undefined {
    return this.#tiles.get(`${factor}/${index}`)
  }
  isOutside(factor: number, index: number): boolean {
    return index < 0 || index * factor * tileCells >= (this.#set?.sampleCount ?? 0)
  }
  /** Whether some tile waits for the overview. */
  get isWaiting(): boolean {
    return this.#refused.size > 0
  }
  retry(): void {
    this.#refused.clear()
    this.#next()
  }

  /** These are needed, the first most of all; what was wanted before and has not been asked for is dropped. */
  want(factor: number, indices: readonly number[]): void {
    this.#wanted = indices.map((index) => ({ factor, index }))
    for (const { index } of this.#wanted) this.#touch(`${factor}/${index}`)
    this.#next()
  }

  /** The order of a Map is the order of use here. */
  #touch(key: string): void {
    const tile = this.#tiles.get(key)
    if (!tile) return
    this.#tiles.delete(key)
    this.#tiles.set(key, tile)
  }

  #next(): void {
    for (const { factor, index } of this.#wanted) {
      if (this.#asked.size >= mostAsked) return
      const key = `${factor}/${index}`
      const known = this.#tiles.has(key) || this.#asked.has(key) || this.#refused.has(key)
      if (!known && !this.isOutside(factor, index)) void this.#ask(key, factor, index)
    }
  }

  async #ask(key: string, factor: number, index: number): Promise<void> {
    const set = this.#set!
    const { recordingId, channels, filter } = set
    this.#asked.add(key)
    const request = {
      recordingId,
      channels: [...channels],
      filter: { ...filter },
      factor,
      first: index * tileCells,
      cells: tileCells,
    }
    const answer = await this.#parts.ask(request).catch((thrown: unknown) => {
      if (set === this.#set) this.#parts.failed(thrown)
      return null
    })
    // Of another set, it is of no use, and its place among the asked is gone.
    if (set !== this.#set) return
    this.#asked.delete(key)
    if (answer) this.#keep(key, answer)
    else this.#refused.add(key)
    this.#parts.changed()
    this.#next()
  }

  #keep(key: string, tile: Float32Array): void {
    this.#tiles.set(key, tile)
    this.#bytes += tile.byteLength
    for (const [oldest, { byteLength }] of this.#tiles) {
      if (this.#bytes <= keptBytes || oldest === key) return
      this.#tiles.delete(oldest)
      this.#bytes -= byteLength
    }
  }
}

const keyOf = ({ recordingId, channels, filter }: TileSet): string => JSON.stringify([recordingId, channels, filter])
