/** Windows that batches point into. Those of one trial share its signal, however much they overlap.
 *  A learner may keep work of its own for as long as the object lives, so nothing in it may change. */
export interface Examples {
  readonly count: number
  readonly channels: number
  /** Length of every window. */
  readonly samples: number
  /** Stretches of signal, each `[channel, length]`; lengths may differ. */
  readonly signals: readonly Float32Array[]
  /** Which stretch a window lies in, `[example]`. */
  readonly signalOf: Int32Array
  /** Its first sample there, `[example]`. */
  readonly startOf: Int32Array
}

/** Samples of one channel of one example: a view, not a copy. */
export function rowOf(examples: Examples, example: number, channel: number): Float32Array {
  const signal = examples.signals[examples.signalOf[example]!]!
  const start = (signal.length / examples.channels) * channel + examples.startOf[example]!
  return signal.subarray(start, start + examples.samples)
}

/** Examples that share nothing, from `[example, channel, sample]`. */
export function separateExamples(x: Float32Array, channels: number, samples: number): Examples {
  const size = channels * samples
  const count = x.length / size
  return {
    count,
    channels,
    samples,
    signals: Array.from({ length: count }, (_, example) => x.subarray(example * size, (example + 1) * size)),
    signalOf: Int32Array.from({ length: count }, (_, example) => example),
    startOf: new Int32Array(count),
  }
}

/** `[index, channel, sample]` of some examples; with `channels` only those, in that order. */
export function gatherExamples(examples: Examples, indices: Int32Array, channels?: ArrayLike<number>): Float32Array {
  const list = channels ?? Array.from({ length: examples.channels }, (_, channel) => channel)
  const x = new Float32Array(indices.length * list.length * examples.samples)
  let at = 0
  for (const index of indices) {
    for (let i = 0; i < list.length; i++, at += examples.samples) x.set(rowOf(examples, index, list[i]!), at)
  }
  return x
}

/** The same windows with some of the channels, in the order given; copies these channels' signal once. */
export function pickExamples(examples: Examples, channels: readonly number[]): Examples {
  const signals = examples.signals.map((signal) => {
    const length = signal.length / examples.channels
    const picked = new Float32Array(channels.length * length)
    channels.forEach((channel, i) => picked.set(signal.subarray(channel * length, (channel + 1) * length), i * length))
    return picked
  })
  return { ...examples, channels: channels.length, signals }
}

/** All examples of the parts, one part after the other; nothing is copied. The parts have the same channels and length. */
export function joinExamples(parts: readonly Examples[]): Examples {
  const [first] = parts
  if (!first) return { ...separateExamples(new Float32Array(), 1, 1), channels: 0, samples: 0 }
  const signalOf = new Int32Array(parts.reduce((total, { count }) => total + count, 0))
  const startOf = new Int32Array(signalOf.length)
  let [at, signals] = [0, 0]
  for (const part of parts) {
    signalOf.set(
      part.signalOf.map((signal) => signal + signals),
      at,
    )
    startOf.set(part.startOf, at)
    at += part.count
    signals += part.signals.length
  }
  return { ...first, count: at, signals: parts.flatMap((part) => part.signals), signalOf, startOf }
}
