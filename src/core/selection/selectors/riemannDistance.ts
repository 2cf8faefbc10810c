import { riemannianMean } from '../../model/classical/tangentSpace'
import { compressedValues } from '../search/compression'
import { createEigenSolver } from '../search/eigen'
import { cholesky, createSandwich, invertTriangle } from '../search/positive'
import { createSetCutter } from '../search/searchScore'
import type { TrialCovariances } from './trialCovariances'

/**
 * How long each site lasts when sites are taken away one by one, always the one without which the classes' mean covariances stay
 * farthest apart: the sum over pairs of classes and bands of the Riemannian distance of the sub-matrices (Barachant & Bonnet 2011, IEEE
 * EMBS Neural Engineering 5:348). 0 for the first that goes, the number of sites less one for the last.
 */
export function riemannDistanceRanks(trials: TrialCovariances): Float64Array {
  const pairs = classPairs(trials)
  const ranks = new Float64Array(trials.sites)
  const reducer = createReducer(trials.sites)
  let left = [...ranks.keys()]
  for (let rank = 0; left.length > 1; rank++) {
    const distances = new Float64Array(left.length)
    for (const pair of pairs) reducer(pair, { left, sites: trials.sites }, distances)
    const goes = distances.indexOf(Math.max(...distances))
    ranks[left[goes]!] = rank
    left = left.filter((_, i) => i !== goes)
  }
  if (left.length === 1) ranks[left[0]!] = trials.sites - 1
  return ranks
}

type Pair = readonly [Float64Array, Float64Array]

/** Mean covariances of every two classes, in each band. */
function classPairs(trials: TrialCovariances): Pair[] {
  const { sites, bands, classes, classOfTrial } = trials
  const cut = new Float64Array(classOfTrial.length * sites * sites)
  const all = [...Array(sites).keys()]
  return Array.from({ length: bands }, (_, band) => {
    createSetCutter(trials).cut(all, band, cut)
    const means = Array.from({ length: classes }, (_, c) =>
      riemannianMean(
        [...classOfTrial.keys()]
          .filter((trial) => classOfTrial[trial] === c)
          .map((trial) => cut.subarray(trial * sites ** 2, (trial + 1) * sites ** 2)),
      ),
    )
    return means.flatMap((first, i) => means.slice(i + 1).map((second): Pair => [first, second]))
  }).flat()
}

/**
 * Adds to `distances [left]` how far a pair is apart without each of the sites that are left. With A = L Lᵀ the distance is the norm
 * of the logarithms of the eigenvalues of G = L⁻¹ B L⁻ᵀ; leaving out site j compresses G to the hyperplane at right angles to
 * L⁻¹ e_j, so one decomposition serves all sites.
 */
function createReducer(
  most: number,
): (pair: Pair, at: { readonly left: readonly number[]; readonly sites: number }, distances: Float64Array) => void {
  const [a, b, factor, inverse] = Array.from({ length: 4 }, () => new Float64Array(most * most)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ]
  const eigen = createEigenSolver(most)
  const sandwich = createSandwich(most)
  return ([first, second], { left, sites }, distances) => {
    const n = left.length
    left.forEach((row, i) =>
      left.forEach((column, j) => {
        a[i * n + j] = first[row * sites + column]!
        b[i * n + j] = second[row * sites + column]!
      }),
    )
    cholesky(a, factor, n)
    invertTriangle(factor, inverse, n)
    sandwich(inverse, b, 0, n)
    eigen.solve(sandwich.result, 0, n)
    const order = [...Array(n).keys()].sort((x, y) => eigen.values[x]! - eigen.values[y]!)
    const lambda = Float64Array.from(order, (k) => Math.max(eigen.values[k]!, 1e-30))
    const values = new Float64Array(n - 1)
    for (let j = 0; j < n; j++) {
      compressedValues(lambda, squaresOf(order, { j, n, inverse, vectors: eigen.vectors }), values)
      let sum = 0
      for (const value of values) sum += Math.log(value) ** 2
      distances[j]! += Math.sqrt(sum)
    }
  }
}

interface Column {
  readonly j: number
  readonly n: number
  readonly inverse: Float64Array
  readonly vectors: Float64Array
}

/** Squares of the coordinates of the unit vector along L⁻¹ e_j in the eigenvectors, in their order. */
function squaresOf(order: readonly number[], { j, n, inverse, vectors }: Column): Float64Array {
  let power = 0
  for (let i = j; i < n; i++) power += inverse[i * n + j]! ** 2
  return Float64Array.from(order, (k) => {
    let sum = 0
    for (let i = j; i < n; i++) sum += vectors[k * n + i]! * inverse[i * n + j]!
    return (sum * sum) / power
  })
}
