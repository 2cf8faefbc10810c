/**
 * The newest samples of a stream, one ring a channel, by sample index on the source's clock. Lost samples are NaN: they
 * are drawn as a gap and never joined.
 */
export class SignalRing {
  readonly channels: number
  readonly capacity: number
  readonly #data: Float32Array[]
  #end = 0
  #begin = 0
  #started = false

  constructor(channels: number, capacity: number) {
    this.channels = channels
    this.capacity = capacity
    this.#data = Array.from({ length: channels }, () => new Float32Array(capacity).fill(NaN))
  }

  /** One past the newest sample. */
  get end(): number {
    return this.#end
  }
  /** The oldest sample that is still there. */
  get begin(): number {
    return Math.max(this.#begin, this.#end - this.capacity)
  }

  /** Takes samples that start at `start`; a jump forward leaves a gap, a jump back starts anew. */
  write(start: number, data: readonly Float32Array[]): void {
    const length = data[0]?.length ?? 0
    if (!this.#started || start < this.#end) this.#restart(start)
    this.#erase(this.#end, start)
    for (let channel = 0; channel < this.channels; channel++) {
      const ring = this.#data[channel]!
      const samples = data[channel]!
      const first = Math.max(0, length - this.capacity)
      for (let i = first; i < length; i++) ring[(start + i) % this.capacity] = samples[i]!
    }
    this.#end = start + length
  }

  /** Marks samples that never came. */
  lose(start: number, length: number): void {
    this.#erase(Math.max(start, this.begin), Math.min(start + length, this.#end))
  }

  /** Value of a channel at a sample; NaN where there is none. */
  at(channel: number, sample: number): number {
    return sample < this.begin || sample >= this.#end ? NaN : this.#data[channel]![sample % this.capacity]!
  }

  #restart(start: number): void {
    for (const ring of this.#data) ring.fill(NaN)
    this.#begin = start
    this.#end = start
    this.#started = true
  }

  #erase(from: number, to: number): void {
    const first = Math.max(from, to - this.capacity)
    for (const ring of this.#data) for (let sample = first; sample < to; sample++) ring[sample % this.capacity] = NaN
  }
}
