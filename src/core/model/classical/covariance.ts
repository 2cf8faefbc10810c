import type { CovarianceEstimator } from '../../domain/decoder'
import type { CentredMoments } from './moments'

/** Covariance `[channel, channel]` by one of the estimators. */
export function estimateCovariance(moments: CentredMoments, estimator: CovarianceEstimator): Float64Array {
  if (estimator === 'empirical') return moments.covariance
  const share = estimator === 'oas' ? oasShrinkage(moments) : ledoitWolfShrinkage(moments)
  return shrink(moments.covariance, share)
}

/** (1 − share) · S + share · (tr S / p) · I */
export function shrink(covariance: Float64Array, share: number): Float64Array {
  const size = Math.sqrt(covariance.length)
  const target = trace(covariance) / size
  return covariance.map((value, i) => (1 - share) * value + (i % (size + 1) === 0 ? share * target : 0))
}

/** Ledoit & Wolf 2004, J. Multivariate Anal. 88:365, as in scikit-learn. 0…1. */
export function ledoitWolfShrinkage({ covariance, channels, count, quartic }: CentredMoments): number {
  const squares = sumOfSquares(covariance)
  const mean = trace(covariance) / channels
  const spread = (quartic / count - squares) / (channels * count)
  const distance = (squares - channels * mean ** 2) / channels
  const least = Math.min(spread, distance)
  return least <= 0 ? 0 : least / distance
}

/** Chen, Wiesel, Eldar & Hero 2010, IEEE Trans. Signal Process. 58:5016, eq. 23 without the factor 2/p, as in scikit-learn. */
export function oasShrinkage({ covariance, channels, count }: CentredMoments): number {
  if (channels === 1) return 0
  const alpha = sumOfSquares(covariance) / channels ** 2
  const square = (trace(covariance) / channels) ** 2
  const below = (count + 1) * (alpha - square / channels)
  return below === 0 ? 1 : Math.min((alpha + square) / below, 1)
}

function trace(matrix: Float64Array): number {
  const size = Math.sqrt(matrix.length)
  let sum = 0
  for (let i = 0; i < size; i++) sum += matrix[i * (size + 1)]!
  return sum
}

function sumOfSquares(matrix: Float64Array): number {
  let sum = 0
  for (const value of matrix) sum += value * value
  return sum
}
