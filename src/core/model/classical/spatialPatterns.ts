import { finish, type InPieces } from '../../domain/pieces'
import { jointDiagonaliserInPieces } from './jointDiagonaliser'
import { compose, decompose, decomposePositive, inverseRoot, meanMatrix, sandwich } from './symmetric'

/** Covariances with the class of each. */
export interface LabelledCovariances {
  readonly covariances: readonly Float64Array[]
  /** 0 … classes − 1, each at least once. */
  readonly labels: Int32Array
  readonly classes: number
}

/**
 * Common spatial patterns: filters whose power differs most between the classes, best first, `[filter, channel]`. Two classes:
 * generalised eigenvectors (Ramoser et al. 2000, IEEE Trans. Rehabil. Eng. 8:441). More: joint diagonalisation, ordered by
 * mutual information (Grosse-Wentrup & Buss 2008, IEEE Trans. Biomed. Eng. 55:1991).
 */
export const commonSpatialPatterns = (data: LabelledCovariances, count: number): Float64Array =>
  finish(commonSpatialPatternsInPieces(data, count))

/** The same in pieces. */
export function* commonSpatialPatternsInPieces(data: LabelledCovariances, count: number): InPieces<Float64Array> {
  const { covariances, labels, classes } = data
  const means = Array.from({ length: classes }, (_, c) =>
    withoutZeros(meanMatrix(covariances.filter((_, i) => labels[i] === c))),
  )
  const channels = Math.sqrt(covariances[0]!.length)
  const { filters, worth } = classes === 2 ? betweenTwo(means) : yield* amongSeveral(means, sharesOf(labels, classes))
  const order = Array.from(worth.keys()).sort((a, b) => worth[b]! - worth[a]!)
  const best = order.slice(0, count).map((k) => filters.subarray(k * channels, (k + 1) * channels))
  return Float64Array.from(best.flatMap((filter) => [...filter]))
}

/** A channel without signal has no power to divide by. */
const withoutZeros = (matrix: Float64Array): Float64Array => compose(decomposePositive(matrix), (value) => value)

interface RankedFilters {
  readonly filters: Float64Array
  readonly worth: Float64Array
}

/** C₁ v = λ (C₀ + C₁) v; λ is the second class's share of the power, so the ends of 0…1 tell the classes apart. */
function betweenTwo([first, second]: readonly Float64Array[]): RankedFilters {
  const total = first!.map((value, i) => value + second![i]!)
  const whitening = compose(decomposePositive(total), inverseRoot)
  const { values, vectors } = decompose(sandwich(whitening, second!))
  return { filters: rowsTimes(vectors, whitening), worth: values.map((value) => Math.abs(value - 0.5)) }
}

/** Approximate information between a filter's power and the class: −Σ p ln √v − 3/16 (Σ p (v² − 1))², v the class's power where
 *  the power over all classes is 1. */
function* amongSeveral(means: readonly Float64Array[], shares: readonly number[]): InPieces<RankedFilters> {
  const size = Math.sqrt(means[0]!.length)
  const total = meanMatrix(means)
  const filters = yield* jointDiagonaliserInPieces(means)
  const worth = new Float64Array(size)
  for (let k = 0; k < size; k++) {
    const filter = filters.subarray(k * size, (k + 1) * size)
    const scale = 1 / Math.sqrt(sandwich(filter, total)[0]!)
    filter.forEach((value, i) => (filter[i] = value * scale))
    let [log, square] = [0, 0]
    means.forEach((mean, c) => {
      const power = sandwich(filter, mean)[0]!
      log += shares[c]! * Math.log(Math.sqrt(power))
      square += shares[c]! * (power ** 2 - 1)
    })
    worth[k] = -(log + (3 / 16) * square ** 2)
  }
  return { filters, worth }
}

const sharesOf = (labels: Int32Array, classes: number): number[] =>
  Array.from({ length: classes }, (_, c) => labels.filter((label) => label === c).length / labels.length)

/** a · b for `a [row, n]` and a square b. */
function rowsTimes(a: Float64Array, b: Float64Array): Float64Array {
  const size = Math.sqrt(b.length)
  return a.map((_, i) => {
    let sum = 0
    for (let k = 0; k < size; k++) sum += a[Math.floor(i / size) * size + k]! * b[k * size + (i % size)]!
    return sum
  })
}
