import type { CurveFigure } from '../domain/curve'
import type { ClassId } from '../domain/trial'
import { accuracyFigure, confusionMatrix } from './accuracy'

/**
 * Right answers with everything needed to judge them. `answers` and `labels` are class indices, one a trial.
 * @throws AppError `input/invalid` without any trial, or for lists of unequal length
 */
export function curveFigure(
  answers: readonly number[],
  labels: readonly number[],
  classes: readonly ClassId[],
): CurveFigure {
  const named = (indices: readonly number[]): ClassId[] => indices.map((index) => classes[index]!)
  const confusion = confusionMatrix(named(answers), named(labels), classes)
  return {
    ...accuracyFigure(named(answers), named(labels), classes),
    balanced: balancedAccuracy(confusion),
    confusion,
  }
}

/** Mean over the classes that occur of the share of right answers; what it is worth to answer the largest class always is
 *  one in the number of classes (Brodersen et al. 2010, doi:10.1109/ICPR.2010.764). */
export function balancedAccuracy(confusion: readonly (readonly number[])[]): number {
  const shares = confusion.flatMap((row, actual) => {
    const total = row.reduce((sum, count) => sum + count, 0)
    return total === 0 ? [] : [row[actual]! / total]
  })
  return shares.length === 0 ? 0 : shares.reduce((sum, share) => sum + share, 0) / shares.length
}

/**
 * Information in one answer, bits (Wolpaw et al. 2000, IEEE Trans. Rehabil. Eng. 8:164): assumes equally likely classes and errors
 * that fall on the other classes alike. 0 at chance and below.
 */
export function bitsPerAnswer(accuracy: number, classes: number): number {
  if (classes < 2 || accuracy <= 1 / classes) return 0
  const wrong = 1 - accuracy
  const spread = wrong === 0 ? 0 : wrong * Math.log2(wrong / (classes - 1))
  return Math.log2(classes) + accuracy * Math.log2(accuracy) + spread
}

/** The same per minute, when a trial takes so many seconds from one cue to the next. */
export const bitsPerMinute = (accuracy: number, classes: number, secondsPerTrial: number): number =>
  (bitsPerAnswer(accuracy, classes) * 60) / secondsPerTrial

/** Share that answering the most frequent class always would have: the honest chance of unevenly many trials. */
export function majorityShare(labels: readonly number[]): number {
  const counts = new Map<number, number>()
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1)
  return labels.length === 0 ? 1 : Math.max(...counts.values()) / labels.length
}
