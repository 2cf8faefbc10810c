import type { RecordingGap } from '../domain/recording'
import type { Samples } from '../domain/units'
import { reduceCells } from './cells'
import { joinCells } from './extremes'

/** Samples in a cell of the finest level: below it a few seconds of samples are read as quickly. */
export const finestFactor = 64
/** Cells of a level in one of the next. */
export const levelStep = 4
/** Cells that are written together, of all channels. */
export const chunkCells = 256

export interface PyramidLevel {
  /** Samples in a cell. */
  readonly factor: number
  readonly cells: number
}

/** Levels from the finest on, until one chunk holds a level. */
export function pyramidLevels(sampleCount: Samples): PyramidLevel[] {
  const levels: PyramidLevel[] = []
  for (let factor = finestFactor; ; factor *= levelStep) {
    const cells = Math.ceil(sampleCount / factor)
    levels.push({ factor, cells })
    if (cells <= chunkCells) return levels
  }
}

/** Cells of one level, all channels: `data[channel][cell][low, high]`, the buffer is used again afterwards. */
export interface PyramidChunk {
  readonly level: number
  /** First cell. */
  readonly first: number
  readonly cells: number
  readonly data: Float32Array
}

export interface PyramidBuilder {
  /** The next samples of all channels, any number of them. */
  push(data: readonly Float32Array[]): void
  /** To be called after the last sample. */
  finish(): void
}

interface Level {
  readonly buffer: Float32Array
  /** First cell of the buffer, and cells in it. */
  first: number
  filled: number
}

/**
 * Lowest and highest finite value of each `finestFactor` samples and, level by level, of `levelStep` cells below; NaN where
 * there is none. Streaming: memory is one chunk a level. `emit` gets the chunks of each level in order.
 */
export function createPyramid(
  { channels, sampleCount }: { readonly channels: number; readonly sampleCount: Samples },
  emit: (chunk: PyramidChunk) => void,
): PyramidBuilder {
  const stride = 2 * chunkCells
  const levels = pyramidLevels(sampleCount).map((): Level => ({
    buffer: new Float32Array(channels * stride),
    first: 0,
    filled: 0,
  }))
  /** Samples in the finest level's buffer. */
  let position = 0

  const close = (index: number): void => {
    const level = levels[index]!
    const { buffer, first, filled: cells } = level
    if (cells === 0) return
    emit({ level: index, first, cells, data: cells === chunkCells ? buffer : packed(buffer, channels, cells) })
    const next = levels[index + 1]
    if (next) {
      for (let channel = 0; channel < channels; channel++) {
        const at = channel * stride
        joinCells(buffer, { from: at, count: cells, step: levelStep }, next.buffer, at + 2 * next.filled)
      }
      next.filled += Math.ceil(cells / levelStep)
    }
    level.first += cells
    level.filled = 0
    if (next?.filled === chunkCells) close(index + 1)
  }
  return {
    push(data) {
      const length = data[0]?.length ?? 0
      const full = chunkCells * finestFactor
      for (let from = 0; from < length;) {
        const to = Math.min(length, from + full - position)
        const cell = Math.floor(position / finestFactor)
        const place = { from, to, factor: finestFactor, had: position % finestFactor }
        for (let channel = 0; channel < channels; channel++)
          reduceCells(data[channel]!, levels[0]!.buffer, { ...place, at: channel * stride + 2 * cell })
        position += to - from
        from = to
        levels[0]!.filled = Math.ceil(position / finestFactor)
        if (position < full) continue
        position = 0
        close(0)
      }
    },
    finish: () => levels.forEach((_, index) => close(index)),
  }
}

/** A last chunk that is not full. */
function packed(buffer: Float32Array, channels: number, cells: number): Float32Array {
  const data = new Float32Array(2 * channels * cells)
  for (let channel = 0; channel < channels; channel++) {
    const at = 2 * channel * chunkCells
    data.set(buffer.subarray(at, at + 2 * cells), 2 * channel * cells)
  }
  return data
}

/** Where nothing was recorded, readers hold the last value: makes these samples NaN. `data` begins at sample `from`. */
export function maskGaps(data: readonly Float32Array[], from: Samples, gaps: readonly RecordingGap[] = []): void {
  const length = data[0]?.length ?? 0
  for (const gap of gaps) {
    const [start, end] = [Math.max(0, gap.start - from), Math.min(length, gap.start + gap.length - from)]
    if (end > start) for (const signal of data) signal.fill(NaN, start, end)
  }
}
