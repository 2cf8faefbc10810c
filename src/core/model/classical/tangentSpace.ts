import { finish, type InPieces } from '../../domain/pieces'
import { compose, decompose, decomposePositive, inverseRoot, meanMatrix, sandwich, squareRoot } from './symmetric'

/** Of the mean logarithm's norm; what is left after the last step is smaller still. */
const tolerance = 1e-9
const mostSteps = 100

/**
 * Mean of positive definite matrices under the affine-invariant metric: the point where their logarithms sum to zero, by
 * gradient steps from the arithmetic mean (Moakher 2005, SIAM J. Matrix Anal. Appl. 26:735), halved where one overshoots.
 */
export const riemannianMean = (matrices: readonly Float64Array[]): Float64Array =>
  finish(riemannianMeanInPieces(matrices))

/** The same in pieces of one matrix. */
export function* riemannianMeanInPieces(matrices: readonly Float64Array[]): InPieces<Float64Array> {
  let mean = meanMatrix(matrices)
  let [step, last] = [1, Infinity]
  for (let i = 0; i < mostSteps && last > tolerance; i++) {
    const centre = decomposePositive(mean)
    const inverse = compose(centre, inverseRoot)
    const slope = new Float64Array(mean.length)
    for (const matrix of matrices) {
      compose(decomposePositive(sandwich(inverse, matrix)), (value) => Math.log(value) / matrices.length, slope)
      yield
    }
    const size = Math.hypot(...slope)
    if (size >= last) step /= 2
    last = size
    const move = compose(decompose(slope), (value) => Math.exp(step * value))
    mean = sandwich(compose(centre, squareRoot), move)
  }
  return mean
}

const logarithm = (matrix: Float64Array): Float64Array => compose(decomposePositive(matrix), Math.log)

/** Number of coordinates of the tangent space for matrices of n × n. */
export const tangentSize = (channels: number): number => (channels * (channels + 1)) / 2

/**
 * Coordinates of covariances in the tangent space at `mean`: the upper triangle, row by row, of log(M^−½ C M^−½), what is
 * off the diagonal times √2, so that the Euclidean norm is the Riemannian one (Barachant et al. 2012, IEEE Trans. Biomed.
 * Eng. 59:920). Writes `tangentSize` values from `at` on.
 */
export function createTangentSpace(
  mean: Float64Array,
): (covariance: Float64Array, features: Float64Array, at: number) => void {
  const size = Math.sqrt(mean.length)
  const whitening = compose(decomposePositive(mean), inverseRoot)
  return (covariance, features, at) => {
    const log = logarithm(sandwich(whitening, covariance))
    for (let i = 0, place = at; i < size; i++) {
      for (let j = i; j < size; j++) features[place++] = log[i * size + j]! * (i === j ? 1 : Math.SQRT2)
    }
  }
}
