import type { TrialCovariances } from '../selectors/trialCovariances'
import type { SearchFold } from './innerFolds'

/** How well a set does on folds that may choose: a search's own opinion, flattered by the search. */
export interface SearchScore {
  /** Share of held trials that are answered right. */
  readonly accuracy: number
  /** Mean logarithm of the right class's probability. */
  readonly logProbability: number
}

export interface SearchScorer {
  /** Indices among the candidates, all different; the answer does not depend on other calls. */
  score(sites: readonly number[]): SearchScore
}

/** More right answers, or as many with more confidence in the right class. */
export const isBetter = (a: SearchScore, b: SearchScore): boolean =>
  a.accuracy > b.accuracy || (a.accuracy === b.accuracy && a.logProbability > b.logProbability)

/** One figure that orders as `isBetter` does: the logarithm counts for less than a trial. */
export const toFigure = ({ accuracy, logProbability }: SearchScore, trials: number): number =>
  accuracy + (0.5 / trials) * Math.exp(logProbability)

/** Cuts a set out of the trials' covariances and shrinks each as a cap of these sites would have it, without allocation. */
export interface SetCutter {
  /** `[trial][site, site]` of a band into `output`. */
  cut(sites: readonly number[], band: number, output: Float64Array): void
}

/** Shrinkage by OAS from the sub-matrix and its count alone (Chen, Wiesel, Eldar & Hero 2010; as `oasShrinkage`). */
export function createSetCutter({ covariances, counts, sites: all }: TrialCovariances): SetCutter {
  return {
    cut(sites, band, output) {
      const n = sites.length
      covariances.forEach((bands, trial) => {
        const whole = bands[band]!
        const at = trial * n * n
        let [squares, trace] = [0, 0]
        for (let i = 0; i < n; i++) {
          const row = sites[i]! * all
          for (let j = 0; j < n; j++) {
            const value = whole[row + sites[j]!]!
            output[at + i * n + j] = value
            squares += value * value
          }
          trace += whole[row + sites[i]!]!
        }
        shrinkInPlace(output, at, { n, squares, trace, count: counts[trial]! })
      })
    },
  }
}

interface Shape {
  readonly n: number
  readonly squares: number
  readonly trace: number
  readonly count: number
}

function shrinkInPlace(matrix: Float64Array, at: number, { n, squares, trace, count }: Shape): void {
  const mean = trace / n
  const alpha = squares / (n * n)
  const below = (count + 1) * (alpha - (mean * mean) / n)
  const share = n === 1 ? 0 : below === 0 ? 1 : Math.min((alpha + mean * mean) / below, 1)
  for (let i = 0; i < n * n; i++) matrix[at + i]! *= 1 - share
  // A dead channel has no variance, and must not give −∞.
  for (let i = 0; i < n; i++) matrix[at + i * (n + 1)]! += share * mean + 1e-30
}

/** Adds up answers of folds; `logs [trial, class]` holds log-probabilities. */
export function createTally({ classOfTrial, classes }: TrialCovariances) {
  let [right, sum, count] = [0, 0, 0]
  return {
    add({ held }: SearchFold, logs: Float64Array): void {
      for (let i = 0; i < held.length; i++) {
        const at = held[i]! * classes
        let best = 0
        for (let c = 1; c < classes; c++) if (logs[at + c]! > logs[at + best]!) best = c
        if (best === classOfTrial[held[i]!]) right++
        sum += logs[at + classOfTrial[held[i]!]!]!
        count++
      }
    },
    take(): SearchScore {
      const score = { accuracy: right / count, logProbability: sum / count }
      right = sum = count = 0
      return score
    },
  }
}
