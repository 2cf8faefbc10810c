import { CholeskyDecomposition, Matrix } from 'ml-matrix'
import { ledoitWolfShrinkage } from '../model/classical/covariance'

/** Trials that are judged by a classifier which learned from others. */
export interface Fold {
  readonly training: Int32Array
  readonly judged: Int32Array
}

/** A classifier of one fold up to its labels: any labelling of the same trials costs a few sums. */
export interface FoldDiscriminant extends Fold {
  /** x · A · zᵀ of the judged trials with those learned from, `[judged, training]`. */
  readonly across: Float64Array
  /** z · A · zᵀ among those learned from, `[training, training]`. */
  readonly within: Float64Array
}

/**
 * Linear discriminants with equal priors, score_c = m_c·A x − ½ m_c·A m_c, where A is the inverse of the features' total
 * covariance, shrunk as Ledoit and Wolf have it (for two classes the direction is that of the covariance within classes:
 * Hastie, Tibshirani & Friedman, Elements of Statistical Learning, 4.3). The total knows no labels, so A is found once, by the
 * trials' inner products K: with S = (1−s)/n ZᵀZ + cI, A Zᵀ = Zᵀ((1−s)/n K + cI)⁻¹.
 * @param products inner products of all trials' features, `[trial, trial]`
 * @param features their number
 */
export function prepareFold(products: Float64Array, features: number, fold: Fold): FoldDiscriminant {
  const { training, judged } = fold
  const count = training.length
  const kernel = centreRows(products, training, training)
  let [trace, quartic] = [0, 0]
  for (let i = 0; i < count; i++) {
    trace += kernel[i * (count + 1)]! / count
    quartic += kernel[i * (count + 1)]! ** 2
  }
  const covariance = kernel.map((value) => value / count)
  const share = Math.max(1e-3, ledoitWolfShrinkage({ covariance, channels: features, count, quartic }))
  const ridge = Math.max((share * trace) / features, 1e-12)
  const shrunk = covariance.map((value, i) => (1 - share) * value + (i % (count + 1) === 0 ? ridge : 0))
  const inverse = new CholeskyDecomposition(toMatrix(shrunk, count)).solve(Matrix.eye(count))
  const times = (rows: Float64Array): Float64Array => Float64Array.from(toMatrix(rows, count).mmul(inverse).to1DArray())
  return { ...fold, across: times(centreRows(products, judged, training)), within: times(kernel) }
}

const toMatrix = (values: Float64Array, columns: number): Matrix =>
  Matrix.from1DArray(values.length / columns, columns, values)

/** Inner products of features about the mean of the trials learned from, `[row, training]`. */
function centreRows(products: Float64Array, rows: Int32Array, training: Int32Array): Float64Array {
  const size = Math.sqrt(products.length)
  const n = training.length
  const meanOf = (i: number): number => training.reduce((sum, j) => sum + products[i * size + j]! / n, 0)
  const columns = Float64Array.from(training, meanOf)
  const all = columns.reduce((sum, value) => sum + value / n, 0)
  const result = new Float64Array(rows.length * n)
  rows.forEach((i, row) => {
    const own = meanOf(i)
    training.forEach((j, k) => (result[row * n + k] = products[i * size + j]! - (own + columns[k]!) + all))
  })
  return result
}

/** Writes the class of each judged trial to `predicted [trial]`, from labels `[trial]` of those learned from; −1 without any. */
export function predictFold(
  { training, judged, across, within }: FoldDiscriminant,
  { labels, classes }: { readonly labels: Int32Array; readonly classes: number },
  predicted: Int32Array,
): void {
  const n = training.length
  const best = new Float64Array(judged.length).fill(-Infinity)
  judged.forEach((trial) => (predicted[trial] = -1))
  const members = new Int32Array(n)
  for (let c = 0; c < classes; c++) {
    let size = 0
    for (let k = 0; k < n; k++) if (labels[training[k]!] === c) members[size++] = k
    if (size === 0) continue
    const offset = sumOver(members, size, (a, b) => within[a * n + b]!) / (2 * size * size)
    for (let row = 0; row < judged.length; row++) {
      let score = 0
      for (let a = 0; a < size; a++) score += across[row * n + members[a]!]!
      score = score / size - offset
      if (score <= best[row]!) continue
      best[row] = score
      predicted[judged[row]!] = c
    }
  }
}

function sumOver(members: Int32Array, size: number, value: (a: number, b: number) => number): number {
  let sum = 0
  for (let i = 0; i < size; i++) for (let j = 0; j < size; j++) sum += value(members[i]!, members[j]!)
  return sum
}
