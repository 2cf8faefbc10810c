import { commonSpatialPatterns } from '../../model/classical/spatialPatterns'
import { createSetCutter } from '../search/searchScore'
import type { TrialCovariances } from './trialCovariances'

/** Patterns a class that count. */
const eachClass = 2

/**
 * Largest share that a site has in one of the best spatial filters over all candidates: |w_i| σ_i over the filter's norm, σ_i being the
 * site's own deviation, so that units do not matter (Wang, Gao & Gao 2005, IEEE EMBS 27:5392, take the largest coefficients of the first
 * and the last filter). The best band counts.
 */
export function cspWeights(trials: TrialCovariances): Float64Array {
  const { sites, bands, classes, classOfTrial } = trials
  const all = [...Array(sites).keys()]
  const scores = new Float64Array(sites)
  const cut = new Float64Array(classOfTrial.length * sites * sites)
  for (let band = 0; band < bands; band++) {
    createSetCutter(trials).cut(all, band, cut)
    const covariances = Array.from(classOfTrial, (_, trial) =>
      cut.subarray(trial * sites ** 2, (trial + 1) * sites ** 2),
    )
    const filters = commonSpatialPatterns({ covariances, labels: classOfTrial, classes }, eachClass * classes)
    const deviation = all.map((site) => Math.sqrt(covariances.reduce((sum, own) => sum + own[site * (sites + 1)]!, 0)))
    for (let at = 0; at < filters.length; at += sites) {
      const weights = all.map((site) => Math.abs(filters[at + site]!) * deviation[site]!)
      const norm = Math.hypot(...weights)
      weights.forEach((weight, site) => (scores[site] = Math.max(scores[site]!, weight / norm)))
    }
  }
  return scores
}
