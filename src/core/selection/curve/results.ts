import type { CurveMethod } from '../../domain/curve'
import type { DecoderKind } from '../../domain/decoder'
import { shareStandardError } from '../../evaluation/interval'
import type { InnerResult } from '../../evaluation/pick'
import type { ScoredSet, UnitResult } from './runUnit'
import type { CurveFold, CurveUnit } from './units'

/** A scored set with the unit that it came from. */
export interface FoundSet extends ScoredSet {
  readonly method: CurveMethod
  readonly fold: CurveFold
}

export function toFoundSets(units: readonly CurveUnit[], results: ReadonlyMap<string, UnitResult>): FoundSet[] {
  return units.flatMap(({ key, method, fold }) =>
    (results.get(key)?.sets ?? []).map((set): FoundSet => ({ ...set, method, fold })),
  )
}

/**
 * What some folds say of every method, size and decoder: right answers over all their held trials. Random sets count by the mean
 * of their draws. The standard error is that of a proportion of so many trials.
 */
export function innerResults(
  sets: readonly FoundSet[],
  folds: readonly CurveFold[],
  { labels, decoders }: { readonly labels: ArrayLike<number>; readonly decoders: readonly DecoderKind[] },
): (InnerResult & { readonly trials: number })[] {
  const keys = new Set(folds.map(({ key }) => key))
  const groups = byMethodAndSize(sets.filter(({ fold }) => keys.has(fold.key)))
  return groups.flatMap((group) =>
    decoders.flatMap((decoder) => {
      // A method that had no set of this size in one of the folds cannot be compared with those that had.
      if (new Set(group.map(({ fold }) => fold.key)).size < folds.length) return []
      const shares = group.map((set) => rightOf(set, decoder, labels))
      const correct = sum(shares.map((share) => share.correct))
      const trials = sum(shares.map((share) => share.trials))
      const judged = sum(folds.map(({ held }) => held.length))
      if (trials === 0) return []
      const value = correct / trials
      const standardError = shareStandardError(value * judged, judged)
      return [{ method: group[0]!.method, n: group[0]!.n, decoder, value, standardError, trials: judged }]
    }),
  )
}

/** One list for each method and size, in the order in which they first come. */
export function byMethodAndSize(sets: readonly FoundSet[]): FoundSet[][] {
  const groups = new Map<string, FoundSet[]>()
  for (const set of sets) {
    const key = `${set.method}/${set.n}`
    const group = groups.get(key)
    if (group) group.push(set)
    else groups.set(key, [set])
  }
  return [...groups.values()]
}

function rightOf(
  { answers, fold }: FoundSet,
  decoder: DecoderKind,
  labels: ArrayLike<number>,
): { correct: number; trials: number } {
  const own = answers[decoder] ?? []
  return {
    correct: own.filter((answer, place) => answer === labels[fold.held[place]!]).length,
    trials: own.length,
  }
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
