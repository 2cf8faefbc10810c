import { AppError } from '../domain/error'
import type { AccuracyFigure } from '../domain/model'
import type { ClassId } from '../domain/trial'
import { chanceLimit, wilsonInterval } from './interval'

/**
 * Counts `[actual][predicted]` in the order of `classes`.
 * @throws AppError `input/invalid` for lists of unequal length or a class that is not in `classes`
 */
export function confusionMatrix(
  predicted: readonly ClassId[],
  actual: readonly ClassId[],
  classes: readonly ClassId[],
): number[][] {
  if (predicted.length !== actual.length) {
    throw new AppError({
      code: 'input/invalid',
      message: `Expected one prediction a trial, got ${predicted.length} for ${actual.length} trials.`,
    })
  }
  const counts = classes.map(() => classes.map(() => 0))
  const place = (name: ClassId): number => {
    const index = classes.indexOf(name)
    if (index !== -1) return index
    throw new AppError({ code: 'input/invalid', message: `Expected one of ${classes.join(', ')}, got ${name}.` })
  }
  actual.forEach((name, i) => counts[place(name)]![place(predicted[i]!)]!++)
  return counts
}

/** Agreement beyond what the two margins give by chance (Cohen 1960, Educ. Psychol. Meas. 20:37). 0 when undefined. */
export function cohensKappa(confusion: readonly (readonly number[])[]): number {
  const rows = confusion.map((row) => sum(row))
  const columns = confusion.map((_, i) => sum(confusion.map((row) => row[i]!)))
  const total = sum(rows)
  if (total === 0) return 0
  const observed = sum(confusion.map((row, i) => row[i]!)) / total
  const expected = sum(rows.map((row, i) => row * columns[i]!)) / (total * total)
  return expected === 1 ? 0 : (observed - expected) / (1 - expected)
}

/**
 * A share of right answers with everything needed to judge it. Chance is one in the number of classes.
 * @throws AppError `input/invalid` without any trial
 */
export function accuracyFigure(
  predicted: readonly ClassId[],
  actual: readonly ClassId[],
  classes: readonly ClassId[],
): AccuracyFigure {
  const confusion = confusionMatrix(predicted, actual, classes)
  const trials = actual.length
  if (trials === 0)
    throw new AppError({ code: 'input/invalid', message: 'An accuracy needs at least one trial, got none.' })
  const correct = sum(confusion.map((row, i) => row[i]!))
  const chance = 1 / classes.length
  return {
    value: correct / trials,
    ...wilsonInterval(correct, trials),
    chance,
    chanceLimit: chanceLimit(trials, chance),
    correct,
    trials,
    kappa: cohensKappa(confusion),
  }
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
