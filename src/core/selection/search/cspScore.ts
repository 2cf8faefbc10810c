import { fitDiscriminant } from '../../model/classical/discriminant'
import { createFeatureMap } from '../../model/classical/features'
import { commonSpatialPatterns } from '../../model/classical/spatialPatterns'
import type { LdaSpec } from '../../domain/decoder'
import type { TrialCovariances } from '../selectors/trialCovariances'
import type { SearchFold } from './innerFolds'
import { logShares } from './logistic'
import { createSetCutter, createTally, type SearchScorer } from './searchScore'

/** As the decoder `lda` has them. */
const patterns = 6
const shrinkage: LdaSpec['shrinkage'] = 'ledoit-wolf'

/** Log power behind common spatial patterns of the training trials, then linear discriminants (Blankertz et al. 2008, IEEE Signal
 *  Process. Mag. 25:41): the answers of `fitClassical` with an `LdaSpec`. */
export function createCspScorer(data: TrialCovariances, folds: readonly SearchFold[]): SearchScorer {
  const { bands, classes, classOfTrial } = data
  const trials = classOfTrial.length
  const cutter = createSetCutter(data)
  const tally = createTally(data)
  const logs = new Float64Array(trials * classes)
  const cut = (sites: readonly number[], band: number): Float64Array[] => {
    const n = sites.length
    const all = new Float64Array(trials * n * n)
    cutter.cut(sites, band, all)
    return Array.from({ length: trials }, (_, trial) => all.subarray(trial * n * n, (trial + 1) * n * n))
  }
  return {
    score(sites) {
      const byBand = Array.from({ length: bands }, (_, band) => cut(sites, band))
      for (const fold of folds) {
        judge(byBand, fold, { data, channels: sites.length, logs })
        tally.add(fold, logs)
      }
      return tally.take()
    },
  }
}

interface Judging {
  readonly data: TrialCovariances
  readonly channels: number
  /** Log-probabilities of the held trials, `[trial, class]`. */
  readonly logs: Float64Array
}

function judge(
  byBand: readonly Float64Array[][],
  { training, held }: SearchFold,
  { data, channels, logs }: Judging,
): void {
  const { classes, classOfTrial } = data
  const labels = training.map((trial) => classOfTrial[trial]!)
  const filters = byBand.map((band) =>
    commonSpatialPatterns({ covariances: Array.from(training, (trial) => band[trial]!), labels, classes }, patterns),
  )
  const spec = {
    kind: 'lda',
    patterns,
    shrinkage,
    covariance: 'oas',
    bank: { sampleRate: 1, taps: 1, bands: [] },
  } as const
  const toFeatures = createFeatureMap({ ...spec, filters }, byBand.length, channels)
  const featuresOf = (trial: number): Float64Array => toFeatures(byBand.map((band) => band[trial]!)).slice()
  const rows = Array.from(training, featuresOf)
  const features = rows[0]!.length
  const values = new Float64Array(rows.length * features)
  rows.forEach((row, i) => values.set(row, i * features))
  const { weight, bias } = fitDiscriminant({ values, features, labels, classes }, shrinkage)
  for (const trial of held) {
    const row = featuresOf(trial)
    for (let c = 0; c < classes; c++) {
      let sum = bias[c]!
      for (let f = 0; f < features; f++) sum += weight[c * features + f]! * row[f]!
      logs[trial * classes + c] = sum
    }
    logShares(logs, trial * classes, classes)
  }
}
