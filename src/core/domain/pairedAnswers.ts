import type { JudgedTrial } from './curve'

/** Trials that two sets answered: which of them were right. */
export interface PairedCounts {
  readonly both: number
  readonly onlyFirst: number
  readonly onlySecond: number
  readonly neither: number
}

/** Counts over the same trials; `first[trial]` and `second[trial]` are class indices as `CurvePoint.answers` has them. */
export function pairedAnswers(
  trials: readonly Pick<JudgedTrial, 'label'>[],
  first: readonly number[],
  second: readonly number[],
): PairedCounts {
  const count = (one: boolean, other: boolean): number =>
    trials.filter(({ label }, i) => (first[i] === label) === one && (second[i] === label) === other).length
  return {
    both: count(true, true),
    onlyFirst: count(true, false),
    onlySecond: count(false, true),
    neither: count(false, false),
  }
}

/**
 * Two-sided exact test of two paired answers (McNemar 1947, Psychometrika 12:153, by the binomial distribution of the trials that
 * differ): of those each is as likely to favour the one as the other.
 */
export function exactMcNemar({ onlyFirst, onlySecond }: Pick<PairedCounts, 'onlyFirst' | 'onlySecond'>): number {
  const differing = onlyFirst + onlySecond
  const fewer = Math.min(onlyFirst, onlySecond)
  let logCoefficient = 0
  let tail = 0
  for (let k = 0; k <= fewer; k++) {
    tail += Math.exp(logCoefficient - differing * Math.LN2)
    logCoefficient += Math.log(differing - k) - Math.log(k + 1)
  }
  return Math.min(1, 2 * tail)
}
