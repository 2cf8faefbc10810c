export interface DistinctChoice {
  /** Channel of each neuron, all different. */
  readonly channels: readonly number[]
  /** Neurons that did not get their first choice. */
  readonly replaced: number
}

/** Gives every neuron a channel of its own: kept neurons first, then the surest; who finds a channel taken gets the
 *  next best by probability. `probabilities` `[neuron][channel]`; needs as many channels as neurons. */
export function deduplicate(probabilities: readonly (readonly number[])[], kept: number): DistinctChoice {
  const ranked = probabilities.map((row) =>
    row.map((probability, channel) => ({ probability, channel })).sort((a, b) => b.probability - a.probability),
  )
  const turn = probabilities
    .map((_, neuron) => neuron)
    .sort((a, b) => Number(b < kept) - Number(a < kept) || ranked[b]![0]!.probability - ranked[a]![0]!.probability)
  const taken = new Set<number>()
  const channels = new Array<number>(probabilities.length)
  let replaced = 0
  for (const neuron of turn) {
    const place = ranked[neuron]!.findIndex(({ channel }) => !taken.has(channel))
    if (place > 0) replaced++
    channels[neuron] = ranked[neuron]![place]!.channel
    taken.add(channels[neuron])
  }
  return { channels, replaced }
}
