import type { SetStability } from '../domain/curve'
import { logChoose } from '../domain/binomial'

const z975 = 1.959963984540054

/**
 * How alike sets chosen in different folds are, among so many candidates. Nogueira, Sechidis & Brown 2018 (J. Mach. Learn. Res.
 * 18:174), definition 4 and its asymptotic 95 % interval (theorem 10); Jaccard's index with what random sets of these sizes have.
 */
export function setStability(sets: readonly (readonly number[])[], candidates: number): SetStability {
  const sizes = sets.map((set) => set.length)
  const meanSize = mean(sizes)
  const nothingToChoose = meanSize === 0 || meanSize === candidates
  if (sets.length < 2 || nothingToChoose) {
    return { nogueira: null, nogueiraLow: null, nogueiraHigh: null, jaccard: null, jaccardChance: null }
  }
  const { value, spread } = nogueira(sets, candidates)
  return {
    nogueira: value,
    nogueiraLow: Math.max(-1, value - z975 * spread),
    nogueiraHigh: Math.min(1, value + z975 * spread),
    jaccard: mean(pairsOf(sets).map(([a, b]) => jaccard(a, b))),
    jaccardChance: mean(pairsOf(sizes).map(([a, b]) => expectedJaccard(a, b, candidates))),
  }
}

/** With h_f the share of folds that choose f, k the mean size, d candidates, M folds:
 *  Φ = 1 − (1/d · Σ M/(M−1) · h_f (1 − h_f)) / (k/d · (1 − k/d)) */
function nogueira(sets: readonly (readonly number[])[], candidates: number): { value: number; spread: number } {
  const folds = sets.length
  const shares = Array.from(
    { length: candidates },
    (_, site) => sets.filter((set) => set.includes(site)).length / folds,
  )
  const size = mean(sets.map((set) => set.length))
  const full = size / candidates
  const bottom = full * (1 - full)
  const variances = shares.map((share) => (folds / (folds - 1)) * share * (1 - share))
  const value = 1 - mean(variances) / bottom
  const influences = sets.map((set) => {
    const own = set.length
    const agreement = sum(shares.map((share, site) => (set.includes(site) ? share : 0))) / candidates
    const drift = (own * size) / candidates ** 2
    const tilt = (value / 2) * ((2 * own * size) / candidates ** 2 - own / candidates - full + 1)
    return (agreement - drift + tilt) / bottom
  })
  const centre = mean(influences)
  const variance = (4 / folds ** 2) * sum(influences.map((influence) => (influence - centre) ** 2))
  return { value, spread: Math.sqrt(variance) }
}

export function jaccard(first: readonly number[], second: readonly number[]): number {
  const shared = first.filter((site) => second.includes(site)).length
  const all = first.length + second.length - shared
  return all === 0 ? 1 : shared / all
}

/** Mean of the index for two sets drawn at random: the overlap is hypergeometric. */
export function expectedJaccard(first: number, second: number, candidates: number): number {
  let expected = 0
  const least = Math.max(0, first + second - candidates)
  for (let shared = least; shared <= Math.min(first, second); shared++) {
    const log =
      logChoose(first, shared) + logChoose(candidates - first, second - shared) - logChoose(candidates, second)
    expected += (Math.exp(log) * shared) / (first + second - shared)
  }
  return expected
}

function pairsOf<T>(items: readonly T[]): [T, T][] {
  return items.flatMap((first, i) => items.slice(i + 1).map((second): [T, T] => [first, second]))
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
const mean = (values: readonly number[]): number => (values.length === 0 ? 0 : sum(values) / values.length)
