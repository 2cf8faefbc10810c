/** Seconds that the drawn edge stays behind the newest sample, so that it can move evenly between messages. */
const lag = 0.09
/** Time constants, seconds: of the estimate of the rate of arrival, and of closing in on the edge. */
const rateMemory = 1
const pull = 0.4

/**
 * Where the right edge of a moving plot is. Samples come in bundles about twenty times a second; the edge moves at their
 * mean rate, whatever it is (a replay runs at four times the sample rate), and never beyond the newest sample.
 */
export class FollowClock {
  #edge: number | null = null
  #newest = 0
  #rate: number

  /** `sampleRate` is the rate expected until arrivals tell better. */
  constructor(sampleRate: number) {
    this.#rate = sampleRate
  }

  /** Moves on by `seconds` of wall time; `newest` is one past the newest sample. Returns the edge in samples. */
  advance(newest: number, seconds: number): number {
    if (this.#edge === null || newest < this.#newest) {
      this.#edge = newest
      this.#newest = newest
      return newest
    }
    if (seconds <= 0) return this.#edge
    const weight = 1 - Math.exp(-seconds / rateMemory)
    this.#rate += weight * ((newest - this.#newest) / seconds - this.#rate)
    this.#newest = newest
    const target = newest - this.#rate * lag
    const speed = Math.max(0, this.#rate + (target - this.#edge) / pull)
    this.#edge = Math.min(newest, this.#edge + speed * seconds)
    return this.#edge
  }
}
