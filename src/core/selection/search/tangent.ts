import { createEigenSolver } from './eigen'
import { createHessian } from './hessian'
import { addComposed, cholesky, createSandwich, invertTriangle, multiplyTriangles } from './positive'

/** Frobenius norm of the mean logarithm at which the mean is near enough: what is left moves all features alike, which the bias
 *  of a regression takes up, and bends them by a tenth of it at most. */
const enough = 1e-5
const mostSteps = 50

/** Covariances of one band. */
export interface BandMatrices {
  /** `[trial][site, site]`, symmetric. */
  readonly matrices: Float64Array
  readonly sites: number
  readonly trials: number
}

/** Where features go: `[trial, feature]` with rows of `stride`, from feature `first` on. */
export interface FeatureTable {
  readonly values: Float64Array
  readonly stride: number
  readonly first: number
}

/** Coordinates of all trials in the tangent space at the Riemannian mean of some. */
export type TangentMap = (band: BandMatrices, training: Int32Array, table: FeatureTable) => void

/**
 * As `riemannianMean` and `createTangentSpace`, but for a rotation: matrices are whitened by the Cholesky factor L of the mean
 * instead of its square root. What is rotated with the features, as penalised regression is, gives the same answers.
 * The mean is where logarithms sum to zero (Moakher 2005, SIAM J. Matrix Anal. Appl. 26:735), found by Newton's method with
 * two terms of the inverse Hessian's series. Works in place, for matrices of at most `most` rows and at most `trials` trials.
 */
export function createTangentMap(most: number, trials: number): TangentMap {
  const square = most * most
  const [whitening, other, factor, inverse, mean, slope, bent, move] = Array.from(
    { length: 8 },
    () => new Float64Array(square),
  ) as Eight
  const vectors = new Float64Array(trials * square)
  const logs = new Float64Array(trials * most)
  const images = new Float64Array(trials * square)
  const eigen = createEigenSolver(most)
  const sandwich = createSandwich(most)
  const hessian = createHessian(most)

  const takeLog = ({ matrices, sites: n }: BandMatrices, trial: number): void => {
    sandwich(whitening, matrices, trial * n * n, n)
    eigen.solve(sandwich.result, 0, n)
    logarithms(eigen.values, n)
    for (let i = 0; i < n; i++) logs[trial * most + i] = eigen.values[i]!
    for (let i = 0; i < n * n; i++) vectors[trial * square + i] = eigen.vectors[i]!
    images.fill(0, trial * square, trial * square + n * n)
    addComposed(eigen, n, { sum: images, at: trial * square })
  }
  const start = ({ matrices, sites: n }: BandMatrices, training: Int32Array): void => {
    mean.fill(0, 0, n * n)
    for (const trial of training) for (let i = 0; i < n * n; i++) mean[i]! += matrices[trial * n * n + i]!
    for (let i = 0; i < n * n; i++) mean[i]! /= training.length
    cholesky(mean, factor, n)
    invertTriangle(factor, whitening, n)
  }
  /** Mean logarithm, lower triangle; its norm. */
  const measure = (band: BandMatrices, training: Int32Array): number => {
    const n = band.sites
    slope.fill(0, 0, n * n)
    for (const trial of training) {
      takeLog(band, trial)
      for (let i = 0; i < n * n; i++) slope[i]! += images[trial * square + i]!
    }
    for (let i = 0; i < n * n; i++) slope[i]! /= training.length
    return Math.sqrt(dotSymmetric(slope, slope, n))
  }
  const step = (n: number, training: Int32Array): void => {
    bent.fill(0, 0, n * n)
    mirror(slope, n)
    for (const trial of training) hessian({ vectors, logs, trial, square, most }, { n, direction: slope, sum: bent })
    for (let i = 0; i < n * n; i++) bent[i]! /= training.length
    newtonStep(slope, bent, n)
    eigen.solve(slope, 0, n)
    for (let i = 0; i < n; i++) eigen.values[i] = Math.exp(eigen.values[i]!)
    move.fill(0, 0, n * n)
    addComposed(eigen, n, { sum: move, at: 0 })
    cholesky(move, factor, n)
    invertTriangle(factor, inverse, n)
    multiplyTriangles(inverse, whitening, other, n)
    whitening.set(n * n === square ? other : other.subarray(0, n * n))
  }
  return (band, training, table) => {
    const { sites: n } = band
    start(band, training)
    for (let i = 0; i < mostSteps && measure(band, training) > enough; i++) step(n, training)
    const known = new Uint8Array(band.trials)
    for (const trial of training) known[trial] = 1
    for (let trial = 0; trial < band.trials; trial++) {
      if (!known[trial]) takeLog(band, trial)
      write(images, trial * square, n, { ...table, first: trial * table.stride + table.first })
    }
  }
}

type Eight = [
  Float64Array,
  Float64Array,
  Float64Array,
  Float64Array,
  Float64Array,
  Float64Array,
  Float64Array,
  Float64Array,
]

/** In place; no value below what rounding leaves: a dead channel must not give −∞. */
function logarithms(values: Float64Array, n: number): void {
  let largest = 0
  for (let i = 0; i < n; i++) largest = Math.max(largest, values[i]!)
  const least = Math.max(1e-12 * largest, 1e-30)
  for (let i = 0; i < n; i++) values[i] = Math.log(Math.max(values[i]!, least))
}

/** x = g + (1 − H) g, near the mean; where the matrices are far from each other, the best step along g. Into `slope`. */
function newtonStep(slope: Float64Array, bent: Float64Array, n: number): void {
  const power = dotSymmetric(slope, slope, n)
  const along = dotSymmetric(slope, bent, n)
  const near = along < 1.5 * power
  for (let i = 0; i < n * n; i++) slope[i] = near ? 2 * slope[i]! - bent[i]! : (slope[i]! * power) / along
}

/** Inner product of symmetric matrices by their lower triangles. */
function dotSymmetric(a: Float64Array, b: Float64Array, n: number): number {
  let sum = 0
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) sum += 2 * a[i * n + j]! * b[i * n + j]!
    sum += a[i * n + i]! * b[i * n + i]!
  }
  return sum
}

function mirror(matrix: Float64Array, n: number): void {
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) matrix[j * n + i] = matrix[i * n + j]!
}

/** Lower triangle with what is off the diagonal times √2, so that the Euclidean norm is the Riemannian one. */
function write(images: Float64Array, at: number, n: number, { values, first }: FeatureTable): void {
  for (let i = 0, place = first; i < n; i++) {
    for (let j = 0; j < i; j++) values[place++] = images[at + i * n + j]! * Math.SQRT2
    values[place++] = images[at + i * n + i]!
  }
}
