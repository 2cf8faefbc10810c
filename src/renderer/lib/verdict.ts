import type { AccuracyFigure } from '../../core/domain/model'

/** What may be said of an accuracy: better than chance, not told apart from it, or that no result could tell so far. */
export type Verdict = 'above-chance' | 'at-chance' | 'too-few'

export function verdictOf({ value, chanceLimit }: AccuracyFigure): Verdict {
  // So few trials that even all of them right could be guessed.
  if (chanceLimit > 1) return 'too-few'
  return value >= chanceLimit ? 'above-chance' : 'at-chance'
}
