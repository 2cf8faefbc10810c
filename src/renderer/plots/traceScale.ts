import type { SignalRing } from './signalRing'

const steps = [5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000]

/** Root mean square of a channel over samples [from, to), or null when there is none. */
function rms(ring: SignalRing, channel: number, from: number, to: number): number | null {
  let sum = 0
  let count = 0
  // A third of the samples is enough for a scale.
  for (let sample = from; sample < to; sample += 3) {
    const value = ring.at(channel, sample)
    if (Number.isNaN(value)) continue
    sum += value * value
    count++
  }
  return count ? Math.sqrt(sum / count) : null
}

/**
 * µV that a row is high: a round step that holds most of the median channel, so that one loose electrode does not make
 * all others flat. Stays with `current` while that is still within reach, so that the scale does not flicker.
 */
export function chooseScale(ring: SignalRing, from: number, to: number, current: number | null): number {
  const levels = Array.from({ length: ring.channels }, (_, channel) => rms(ring, channel, from, to))
    .filter((level): level is number => level !== null)
    .sort((a, b) => a - b)
  const median = levels[Math.floor(levels.length / 2)]
  if (median === undefined || median === 0) return current ?? 50
  const wanted = 5 * median
  if (current !== null && wanted < current * 1.15 && wanted > current * 0.3) return current
  return steps.find((step) => step >= wanted) ?? steps.at(-1)!
}
