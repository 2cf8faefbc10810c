import type { SignalWindow } from '../domain/signal'
import type { Samples } from '../domain/units'

/** Sizes on the pipeline's clock. */
export interface WindowGrid {
  readonly window: Samples
  readonly hop: Samples
  /** Samples after a start before a window may end. */
  readonly warmUp: Samples
}

/** Cuts a stream of all channels into windows. Window k starts at sample k · hop of the pipeline's clock, always. */
export interface WindowStage {
  restart(start: Samples): void
  /** Adds `length` samples a channel and returns the windows that they complete. */
  push(channels: readonly Float64Array[], length: number): SignalWindow[]
}

/** State: a ring of the last window of each channel, as Float32. */
export function createWindowStage(grid: WindowGrid, channels: number): WindowStage {
  const size = grid.window
  const rings = Array.from({ length: channels }, () => new Float32Array(size))
  let position = 0
  let nextEnd = Infinity

  const append = (source: readonly Float64Array[], from: number, length: number): void => {
    for (let channel = 0; channel < channels; channel++) {
      const ring = rings[channel]!
      const values = source[channel]!
      let at = position % size
      for (let i = from; i < from + length; i++) {
        ring[at] = values[i]!
        if (++at === size) at = 0
      }
    }
    position += length
  }

  const cut = (): SignalWindow => {
    const data = new Float32Array(channels * size)
    const oldest = position % size
    rings.forEach((ring, channel) => {
      data.set(ring.subarray(oldest), channel * size)
      data.set(ring.subarray(0, oldest), channel * size + size - oldest)
    })
    return { start: position - size, end: position, data }
  }

  return {
    restart(start) {
      position = start
      const earliest = Math.max(start, start + grid.warmUp - size)
      nextEnd = Math.ceil(earliest / grid.hop) * grid.hop + size
    },
    push(source, length) {
      const windows: SignalWindow[] = []
      for (let done = 0; done < length;) {
        const take = Math.min(length - done, nextEnd - position)
        append(source, done, take)
        done += take
        if (position === nextEnd) {
          windows.push(cut())
          nextEnd += grid.hop
        }
      }
      return windows
    },
  }
}
