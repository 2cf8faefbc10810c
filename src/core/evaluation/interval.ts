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
 * Smallest share of right answers that guessing reaches in at most 5 % of cases (one-sided exact binomial test;
 * Müller-Putz et al. 2008 on chance in brain-computer interfaces, Int. J. Bioelectromagn. 10:52).
 * Above 1 when so few trials cannot tell anything from chance.
 */
export function chanceLimit(trials: number, chance: number, level = 0.05): number {
  if (trials === 0) return Infinity
  // A running stream asks after each trial, so the tail grows by a term a step instead of being summed anew.
  let correct = trials
  let tail = probabilityOf(correct, trials, chance)
  while (correct > 0 && tail <= level) tail += probabilityOf(--correct, trials, chance)
  return (correct + 1) / trials
}

/** That exactly so many of `trials` guesses are right (binomial distribution). */
const probabilityOf = (correct: number, trials: number, chance: number): number =>
  Math.exp(logChoose(trials, correct) + correct * Math.log(chance) + (trials - correct) * Math.log1p(-chance))

function logChoose(n: number, k: number): number {
  let sum = 0
  for (let i = 1; i <= Math.min(k, n - k); i++) sum += Math.log((n - i + 1) / i)
  return sum
}
