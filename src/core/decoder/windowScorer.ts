import type { Samples } from '../domain/units'

/**
 * The scores of windows that slide over a stream, for one kind of decoder. It works on new samples alone, and what it says
 * of a window has the same bits whether the stream began with that window or long before.
 */
export interface WindowScorer {
  /** Forgets the stream; the next sample is its sample 0. */
  restart(): void
  /** Takes samples `[from, end)` of `data [channel, sample]`, the next ones of the stream. */
  take(data: Float32Array, from: Samples): void
  /** Scores `[class]`, whose softmax are the probabilities, of the window that begins at `start`: a multiple of the hop, and
   *  the window's last sample is the last one taken. Overwritten by the next call. */
  scores(start: Samples): Float64Array
}

/** Sizes of a stream of windows. */
export interface WindowShape {
  readonly channels: number
  readonly samples: Samples
  readonly hop: Samples
  readonly classes: number
}
