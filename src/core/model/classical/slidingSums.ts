import type { Samples } from '../../domain/units'

/** Sums over the last `length` samples of a stream, for spans that begin at multiples of `block`. */
export interface SlidingSums {
  /** Sums `[block, size]`; a sample is added from the place on that `next` gives. */
  readonly values: Float64Array
  /** Where the next sample of the stream is to be added. */
  next(): number
  /** Says that the sample was added. */
  added(): void
  /** Sums over the span that begins at sample `start` and ends with the last one added. */
  read(start: Samples, total: Float64Array): void
  restart(): void
}

/**
 * Level 0 has the sums of blocks, level k those of 2^k blocks from each block on: level k − 1 from there plus level k − 1 from
 * the middle. A span is the sum of one run for each binary digit of its number of blocks, longest first, and what has come
 * of the last block. So a block costs log₂ of the span's blocks, nothing is ever subtracted, and the order of the additions
 * is the span's own: the same bits wherever in the stream it lies.
 */
export function createSlidingSums(size: number, length: Samples, block: Samples): SlidingSums {
  const whole = Math.floor(length / block)
  const slots = Math.ceil(length / block)
  const levels = Array.from({ length: Math.max(1, 32 - Math.clz32(whole)) }, () => new Float64Array(slots * size))
  const values = levels[0]!
  const placeOf = (index: number): number => (index % slots) * size
  let taken = 0

  const combine = (last: number): void => {
    for (let level = 1; level < levels.length; level++) {
      const span = 2 ** level
      const first = last - span + 1
      if (first < 0) return
      const [target, source] = [levels[level]!, levels[level - 1]!]
      const [at, left, right] = [placeOf(first), placeOf(first), placeOf(first + span / 2)]
      for (let i = 0; i < size; i++) target[at + i] = source[left + i]! + source[right + i]!
    }
  }
  const addRun = (level: number, index: number, total: Float64Array): void => {
    const source = levels[level]!
    const at = placeOf(index)
    for (let i = 0; i < size; i++) total[i]! += source[at + i]!
  }
  return {
    values,
    next() {
      const at = placeOf(Math.floor(taken / block))
      if (taken % block === 0) values.fill(0, at, at + size)
      return at
    },
    added() {
      taken++
      if (taken % block === 0) combine(taken / block - 1)
    },
    read(start, total) {
      total.fill(0)
      let index = start / block
      for (let level = levels.length - 1; level >= 0; level--) {
        if ((whole & (1 << level)) === 0) continue
        addRun(level, index, total)
        index += 2 ** level
      }
      if (slots > whole) addRun(0, index, total)
    },
    restart: () => void (taken = 0),
  }
}
