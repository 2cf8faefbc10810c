import { middleOf } from './median'
import { sampleKernels } from './sampleKernels'

/** At most so many pairs set the scale of the electrical distance. */
const mostScaling = 300

/** How alike channels are in each window. */
export interface PairWatch {
  /** Coefficients of one window, `[channel]`; see `WindowSpectra.add`. */
  add(banded: readonly Float64Array[]): void
  finish(): readonly ChannelPairs[]
}

export interface ChannelPairs {
  /** Median over windows of the root mean square in the band, µV; null without a window. */
  readonly amplitude: number | null
  /** Median over windows of the largest absolute correlation with a neighbour; null with fewer than two neighbours. */
  readonly correlation: number | null
  /** Least median electrical distance to a neighbour, µV², the same with the middle pair at 100, and to which; null without any. */
  readonly bridge: number | null
  readonly bridgeScaled: number | null
  readonly partner: number | null
}

/**
 * Correlation with neighbours in the manner of N. Bigdely-Shamlo et al., "The PREP pipeline", Front. Neuroinform. 9 (2015) 16
 * (there: with all channels, in windows of a second), and electrical distance, the variance of the difference of two channels:
 * C. E. Tenke, J. Kayser, Clin. Neurophysiol. 112 (2001) 545–550, scaled so that the median over pairs is 100, as
 * D. M. Alschuler et al., Clin. Neurophysiol. 125 (2014) 484–490 do. `neighbours[channel]` are indices of channels nearby.
 */
export function createPairWatch(neighbours: readonly (readonly number[])[], windows: number): PairWatch {
  const channels = neighbours.length
  const near = nearPairs(neighbours)
  const scaling = spreadPairs(channels)
  const table = (rows: number) => Array.from({ length: rows }, () => new Float64Array(windows))
  const [distances, amplitudes, correlations] = [table(near.length), table(channels), table(channels)]
  const scale = new Float64Array(windows * scaling.length)
  const powers = new Float64Array(channels)
  let count = 0
  return {
    add(banded) {
      const product = productsOf(banded)
      for (let i = 0; i < channels; i++) {
        powers[i] = product(i, i)
        amplitudes[i]![count] = Math.sqrt(powers[i]!)
      }
      for (let i = 0; i < near.length; i++) {
        const [a, b] = near[i]!
        const shared = product(a, b)
        distances[i]![count] = powers[a]! + powers[b]! - 2 * shared
        const r = Math.abs(shared) / Math.sqrt(powers[a]! * powers[b]!) || 0
        if (r > correlations[a]![count]!) correlations[a]![count] = r
        if (r > correlations[b]![count]!) correlations[b]![count] = r
      }
      scaling.forEach(([a, b], i) => {
        scale[count * scaling.length + i] = powers[a]! + powers[b]! - 2 * product(a, b)
      })
      count++
    },
    finish() {
      const middle = (values: Float64Array): number => middleOf(values.subarray(0, count))
      const unit = middleOf(scale.subarray(0, count * scaling.length)) / 100
      const bridges = closest({ near, middle: distances.map(middle), unit }, channels)
      return neighbours.map((others, i) => ({
        amplitude: number(middle(amplitudes[i]!)),
        correlation: others.length >= 2 ? number(middle(correlations[i]!)) : null,
        ...bridges[i]!,
      }))
    },
  }
}

/** Each pair of neighbours once. */
const nearPairs = (neighbours: readonly (readonly number[])[]): [number, number][] =>
  neighbours.flatMap((others, a) =>
    others.flatMap((b): [number, number][] => (a < b || !neighbours[b]!.includes(a) ? [[a, b]] : [])),
  )

interface Distances {
  readonly near: readonly (readonly [number, number])[]
  readonly middle: readonly number[]
  /** One hundredth of the distance of the middle pair. */
  readonly unit: number
}

type Closest = Pick<ChannelPairs, 'bridge' | 'bridgeScaled' | 'partner'>

/** Of each channel. */
function closest({ near, middle, unit }: Distances, channels: number): Closest[] {
  const found = Array.from({ length: channels }, (): Closest => ({ bridge: null, bridgeScaled: null, partner: null }))
  const offer = (channel: number, partner: number, bridge: number): void => {
    const known = found[channel]!.bridge
    if (known === null || bridge < known) found[channel] = { bridge, bridgeScaled: number(bridge / unit), partner }
  }
  near.forEach(([a, b], i) => {
    if (Number.isNaN(middle[i])) return
    const bridge = Math.max(0, middle[i]!)
    offer(a, b, bridge)
    offer(b, a, bridge)
  })
  return found
}

/** Pairs of all channels with all, or as many of them, evenly. */
function spreadPairs(channels: number): [number, number][] {
  const all = (channels * (channels - 1)) / 2
  const stride = Math.max(1, Math.ceil(all / mostScaling))
  const pairs: [number, number][] = []
  let at = 0
  for (let a = 0; a < channels; a++) for (let b = a + 1; b < channels; b++) if (at++ % stride === 0) pairs.push([a, b])
  return pairs
}

/** Sums of products of any two rows. */
function productsOf(rows: readonly Float64Array[]): (a: number, b: number) => number {
  const length = rows[0]?.length ?? 0
  const { float64, product } = sampleKernels.withBytes(8 * rows.length * length)
  rows.forEach((row, i) => float64.set(row, i * length))
  return (a, b) => product(8 * a * length, 8 * b * length, length)
}

const number = (value: number): number | null => (Number.isFinite(value) ? value : null)
