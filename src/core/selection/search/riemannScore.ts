import type { TrialCovariances } from '../selectors/trialCovariances'
import type { SearchFold } from './innerFolds'
import { createLogistic } from './logistic'
import { createReduceRows } from './reduceRows'
import { createSetCutter, createTally, type SearchScorer } from './searchScore'
import { createTangentMap } from './tangent'

/** C of scikit-learn, as the decoder `riemann` has it. */
const strength = 1
/** Features a training trial above which rows are reduced. */
const reduceFrom = 1.5

/**
 * Tangent space at the Riemannian mean of the training trials, then logistic regression (Barachant et al. 2012, IEEE Trans. Biomed.
 * Eng. 59:920), for sets of at most `most` sites: the answers of `fitClassical` with a `RiemannSpec`, but for rounding. Memory:
 * what one set of that size takes, for as long as the scorer lives.
 */
export function createRiemannScorer(data: TrialCovariances, folds: readonly SearchFold[], most: number): SearchScorer {
  const { bands, classes, classOfTrial: labels } = data
  const trials = labels.length
  const mostFeatures = (bands * most * (most + 1)) / 2
  const sizes = folds.map(({ training }) => training.length)
  const mostReduced = Math.max(0, ...sizes.filter((size) => mostFeatures > reduceFrom * size))
  const matrices = Array.from({ length: bands }, () => new Float64Array(trials * most * most))
  const table = new Float64Array(trials * mostFeatures)
  const few = new Float64Array(trials * mostReduced)
  const logs = new Float64Array(trials * classes)
  const cutter = createSetCutter(data)
  const toTangent = createTangentMap(most, trials)
  const reduce = createReduceRows(mostReduced)
  const logistic = createLogistic(Math.min(mostFeatures, Math.ceil(reduceFrom * Math.max(...sizes))), trials, {
    classes,
    strength,
  })
  const tally = createTally(data)
  return {
    score(sites) {
      const n = sites.length
      const each = (n * (n + 1)) / 2
      const features = bands * each
      for (let band = 0; band < bands; band++) cutter.cut(sites, band, matrices[band]!)
      for (const fold of folds) {
        const { training } = fold
        for (let band = 0; band < bands; band++) {
          const place = { values: table, stride: features, first: band * each }
          toTangent({ matrices: matrices[band]!, sites: n, trials }, training, place)
        }
        // Both ways give the same answers; the other one is faster where features are many.
        if (features > reduceFrom * training.length) {
          reduce({ values: table, stride: features, features, count: trials, training }, few)
          const [stride, width] = [training.length, training.length]
          logistic({ values: few, stride, features: width, labels, training }, trials, logs)
        } else logistic({ values: table, stride: features, features, labels, training }, trials, logs)
        tally.add(fold, logs)
      }
      return tally.take()
    },
  }
}
