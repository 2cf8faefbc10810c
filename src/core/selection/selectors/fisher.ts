import type { TrialCovariances } from './trialCovariances'

/** Logarithm of the power in each band at each site, `[band][site][trial]`. */
export function logPowers({ covariances, sites, bands }: TrialCovariances): Float64Array[][] {
  return Array.from({ length: bands }, (_, band) =>
    Array.from({ length: sites }, (_, site) =>
      Float64Array.from(covariances, (own) => Math.log(Math.max(own[band]![site * (sites + 1)]!, 1e-30))),
    ),
  )
}

/**
 * Fisher's score of each site: spread of the classes' mean log power over the spread within them, Σ n_c (m_c − m)² / Σ n_c s_c²
 * (Duda, Hart & Stork, Pattern Classification, 3.8; Gu, Li & Han 2012, arXiv:1202.3725); the best band counts.
 */
export function fisherScores(trials: TrialCovariances): Float64Array {
  const scores = new Float64Array(trials.sites)
  for (const band of logPowers(trials)) {
    band.forEach((powers, site) => (scores[site] = Math.max(scores[site]!, fisherScore(powers, trials))))
  }
  return scores
}

function fisherScore(
  values: Float64Array,
  { classOfTrial, classes }: Pick<TrialCovariances, 'classOfTrial' | 'classes'>,
): number {
  const mean = meanOf(values)
  let [between, within] = [0, 0]
  for (let c = 0; c < classes; c++) {
    const own = values.filter((_, trial) => classOfTrial[trial] === c)
    if (own.length === 0) continue
    const centre = meanOf(own)
    between += own.length * (centre - mean) ** 2
    for (const value of own) within += (value - centre) ** 2
  }
  return within > 0 ? between / within : 0
}

const meanOf = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length
