import { binomialProbability } from './binomial'

/** Answers of two decoders to the same trials: which of them were right. */
export interface PairedCounts {
  readonly both: number
  readonly firstOnly: number
  readonly secondOnly: number
  readonly neither: number
}

/** Which trials the two got right. The lists are of the same trials. */
export function pairedCounts(first: readonly boolean[], second: readonly boolean[]): PairedCounts {
  const count = (one: boolean, other: boolean): number =>
    first.reduce((sum, right, i) => sum + (right === one && second[i] === other ? 1 : 0), 0)
  return {
    both: count(true, true),
    firstOnly: count(true, false),
    secondOnly: count(false, true),
    neither: count(false, false),
  }
}

/** Trial by trial whether the answer, a class index as `CurvePoint.answers` has it, is the true one. */
export const rightOf = (answers: readonly number[], truth: readonly number[]): boolean[] =>
  truth.map((label, trial) => answers[trial] === label)

/** Exact two-sided test that both are right equally often (McNemar 1947, Psychometrika 12:153; binomial on the trials where they
 *  differ). */
export function mcnemarTest({ firstOnly, secondOnly }: Pick<PairedCounts, 'firstOnly' | 'secondOnly'>): number {
  const differ = firstOnly + secondOnly
  if (differ === 0) return 1
  let tail = 0
  for (let k = 0; k <= Math.min(firstOnly, secondOnly); k++) tail += binomialProbability(k, differ, 0.5)
  return Math.min(1, 2 * tail)
}
