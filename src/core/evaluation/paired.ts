import type { PairedCounts } from '../domain/pairedAnswers'
import { createRandom } from '../domain/random'
import { wilsonInterval, type Interval } from './interval'

/** Difference of two paired proportions and its 95 % interval (Newcombe 1998, Stat. Med. 17:2635, method 10 with
 *  continuity-corrected φ). */
export function pairedDifference(counts: PairedCounts): Interval & { readonly difference: number } {
  const { both, firstOnly, secondOnly, neither } = counts
  const trials = both + firstOnly + secondOnly + neither
  if (trials === 0) return { difference: 0, low: -1, high: 1 }
  const first = (both + firstOnly) / trials
  const second = (both + secondOnly) / trials
  const one = wilsonInterval(both + firstOnly, trials)
  const two = wilsonInterval(both + secondOnly, trials)
  const phi = correlation(counts)
  const half = (a: number, b: number): number => Math.sqrt(Math.max(0, a * a - 2 * phi * a * b + b * b))
  const difference = first - second
  return {
    difference,
    low: Math.max(-1, difference - half(first - one.low, two.high - second)),
    high: Math.min(1, difference + half(one.high - first, second - two.low)),
  }
}

function correlation({ both, firstOnly, secondOnly, neither }: PairedCounts): number {
  const trials = both + firstOnly + secondOnly + neither
  const margins = (both + firstOnly) * (secondOnly + neither) * (both + secondOnly) * (firstOnly + neither)
  if (margins === 0) return 0
  const raw = both * neither - firstOnly * secondOnly
  const top = raw > 0 ? Math.max(raw - trials / 2, 0) : raw
  return top / Math.sqrt(margins)
}

/** Exact two-sided signed-rank test of paired differences, zeros left out, ties at their mean rank (Wilcoxon 1945). */
export function wilcoxonTest(differences: readonly number[]): number {
  const kept = differences.filter((difference) => difference !== 0)
  if (kept.length === 0) return 1
  // Twice the ranks, so that mean ranks stay whole numbers.
  const ranks = doubledRanks(kept.map(Math.abs))
  const positive = ranks.reduce((sum, rank, i) => sum + (kept[i]! > 0 ? rank : 0), 0)
  const total = ranks.reduce((sum, rank) => sum + rank, 0)
  const counts = new Float64Array(total + 1)
  counts[0] = 1
  for (const rank of ranks) for (let at = total; at >= rank; at--) counts[at]! += counts[at - rank]!
  const extreme = Math.min(positive, total - positive)
  let tail = 0
  for (let at = 0; at <= extreme; at++) tail += counts[at]!
  return Math.min(1, (2 * tail) / 2 ** kept.length)
}

function doubledRanks(values: readonly number[]): number[] {
  return values.map((value) => {
    const below = values.filter((other) => other < value).length
    const same = values.filter((other) => other === value).length
    return 2 * below + same + 1
  })
}

const exactUpTo = 16
const sampledFlips = 20_000

/** Two-sided test that the mean of paired differences is 0, by flipping their signs: all ways up to 16 pairs, else 20,000
 *  seeded ones (Good 2005, Permutation, Parametric and Bootstrap Tests of Hypotheses). */
export function signFlipTest(differences: readonly number[], seed = 0): number {
  const observed = Math.abs(sum(differences)) - 1e-12
  if (differences.length === 0) return 1
  if (differences.length <= exactUpTo) {
    const ways = 2 ** differences.length
    let extreme = 0
    for (let way = 0; way < ways; way++) {
      const flipped = differences.reduce((total, value, i) => total + ((way >> i) & 1 ? value : -value), 0)
      if (Math.abs(flipped) >= observed) extreme++
    }
    return extreme / ways
  }
  const random = createRandom(seed).fork('sign-flips')
  let extreme = 1
  for (let i = 0; i < sampledFlips; i++) {
    const flipped = differences.reduce((total, value) => total + (random.next() < 0.5 ? value : -value), 0)
    if (Math.abs(flipped) >= observed) extreme++
  }
  return extreme / (sampledFlips + 1)
}

/** Adjusted p values in the order given (Holm 1979, Scand. J. Stat. 6:65). */
export function holm(pValues: readonly number[]): number[] {
  const order = [...pValues.keys()].sort((a, b) => pValues[a]! - pValues[b]!)
  const adjusted = new Array<number>(pValues.length)
  let least = 0
  order.forEach((index, rank) => {
    least = Math.max(least, Math.min(1, (pValues.length - rank) * pValues[index]!))
    adjusted[index] = least
  })
  return adjusted
}

export type Verdict = 'better' | 'worse' | 'not-worse' | 'unknown'

/** What an interval of a difference carries, against a margin of non-inferiority. Better also means not worse; worse is said
 *  when the difference is below zero, whatever the margin. */
export function verdictOf({ low, high }: Interval, margin: number): Verdict {
  if (low > 0) return 'better'
  if (high < 0) return 'worse'
  return low > -margin ? 'not-worse' : 'unknown'
}

/** 97.5 % and 80 % points of the standard normal distribution: a 95 % interval, and the wish to succeed in 4 of 5 studies. */
const [z975, z80] = [1.959963984540054, 0.8416212335729143]

/**
 * Trials that would show non-inferiority in four of five studies if the paired rates stay as they were seen (Liu et al. 2002,
 * Stat. Med. 21:231): null when the difference lies at or below −margin, since then more trials show the opposite.
 */
export function trialsForNotWorse(counts: PairedCounts, margin: number): number | null {
  const trials = counts.both + counts.firstOnly + counts.secondOnly + counts.neither
  if (trials === 0) return null
  const difference = (counts.firstOnly - counts.secondOnly) / trials
  // A table without any disagreement is no proof that there is none: one half is added, as is usual for empty cells.
  const discordant = Math.max(counts.firstOnly + counts.secondOnly, 0.5) / trials
  if (difference + margin <= 0) return null
  const spread = discordant - difference ** 2
  return Math.ceil(((z975 + z80) ** 2 * spread) / (difference + margin) ** 2)
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
