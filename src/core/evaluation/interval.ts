import { binomialProbability, binomialTail } from '../domain/binomial'

/** Bounds of a proportion, 0…1. */
export interface Interval {
  readonly low: number
  readonly high: number
}

/** 97.5 % point of the standard normal distribution. */
const z95 = 1.959963984540054

/** Wilson's score interval, 95 % (Wilson 1927, J. Am. Stat. Assoc. 22:209, doi:10.1080/01621459.1927.10502953). */
export function wilsonInterval(correct: number, trials: number): Interval {
  if (trials === 0) return { low: 0, high: 1 }
  const share = correct / trials
  const square = z95 * z95
  const bottom = 1 + square / trials
  const centre = (share + square / (2 * trials)) / bottom
  const half = (z95 / bottom) * Math.sqrt((share * (1 - share)) / trials + square / (4 * trials * trials))
  return {
    low: correct === 0 ? 0 : Math.max(0, centre - half),
    high: correct === trials ? 1 : Math.min(1, centre + half),
  }
}

/**
 * Standard error of a share of right answers, from two right and two wrong ones more (Agresti & Coull 1998, Am. Stat. 52:119,
 * doi:10.1080/00031305.1998.10480550). The plain √(p(1−p)/n) says 0 where all were right, as if nothing were left to doubt.
 */
export function shareStandardError(correct: number, trials: number): number {
  const share = (correct + 2) / (trials + 4)
  return Math.sqrt((share * (1 - share)) / (trials + 4))
}

/**
 * Smallest share of right answers that guessing reaches in at most 5 % of cases (one-sided exact binomial test;
 * Müller-Putz et al. 2008 on chance in brain-computer interfaces, Int. J. Bioelectromagn. 10:52).
 * Above 1 when so few trials cannot tell anything from chance.
 */
export function chanceLimit(trials: number, chance: number, level = 0.05): number {
  if (trials === 0) return Infinity
  // A running stream asks after each trial, so the tail grows by a term a step instead of being summed anew.
  let correct = trials
  let tail = binomialProbability(correct, trials, chance)
  while (correct > 0 && tail <= level) tail += binomialProbability(--correct, trials, chance)
  return (correct + 1) / trials
}

/**
 * Exact interval of a proportion, 95 % (Clopper & Pearson 1934, Biometrika 26:404): never narrower than it claims, where
 * Wilson's is right on average.
 */
export function clopperPearsonInterval(correct: number, trials: number): Interval {
  const half = 0.025
  return {
    low: correct === 0 ? 0 : bisect((p) => binomialTail(correct, trials, p) - half),
    high: correct === trials ? 1 : bisect((p) => half - (1 - binomialTail(correct + 1, trials, p))),
  }
}

/** Where a rising function of 0…1 passes zero. */
function bisect(rising: (p: number) => number): number {
  let [low, high] = [0, 1]
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2
    if (rising(middle) < 0) low = middle
    else high = middle
  }
  return (low + high) / 2
}
