import type { LdaSpec, LinearScores } from '../../domain/decoder'
import { ledoitWolfShrinkage, shrink } from './covariance'
import type { LabelledTable } from './labelledTable'
import { centre, momentsOf } from './moments'
import { compose, decompose } from './symmetric'

/**
 * Linear discriminant analysis: Gaussian classes of one covariance, which is the classes' mean one weighed by their share,
 * shrunk (Blankertz et al. 2011, NeuroImage 56:814). score_c = m_c·S⁻¹x − ½ m_c·S⁻¹m_c + ln share_c. The same posterior as
 * scikit-learn's solvers `lsqr` and `eigen`, and `svd` without shrinkage; directions without variance are left out.
 */
export function fitDiscriminant(table: LabelledTable, shrinkage: LdaSpec['shrinkage']): LinearScores {
  const { features, classes, labels } = table
  const within = new Float64Array(features * features)
  const groups = Array.from({ length: classes }, (_, c) => rowsOf(table, c))
  const means = groups.map((rows) => columnMeans(rows, features))
  const shares = groups.map((rows) => rows.length / features / labels.length)
  groups.forEach((rows, c) => {
    const covariance = classCovariance(rows, features, shrinkage)
    for (let i = 0; i < within.length; i++) within[i]! += shares[c]! * covariance[i]!
  })
  const inverse = pseudoInverse(within)
  const weight = new Float64Array(classes * features)
  const bias = new Float64Array(classes)
  means.forEach((mean, c) => {
    let square = 0
    for (let i = 0; i < features; i++) {
      let sum = 0
      for (let j = 0; j < features; j++) sum += inverse[i * features + j]! * mean[j]!
      weight[c * features + i] = sum
      square += sum * mean[i]!
    }
    bias[c] = Math.log(shares[c]!) - square / 2
  })
  return { weight, bias }
}

function rowsOf({ values, labels, features }: LabelledTable, wanted: number): Float64Array {
  const chosen = [...labels.keys()].filter((i) => labels[i] === wanted)
  const rows = new Float64Array(chosen.length * features)
  chosen.forEach((i, row) => rows.set(values.subarray(i * features, (i + 1) * features), row * features))
  return rows
}

function columnMeans(rows: Float64Array, features: number): Float64Array {
  const means = new Float64Array(features)
  rows.forEach((value, i) => (means[i % features]! += (value * features) / rows.length))
  return means
}

/** Ledoit and Wolf shrink towards equal variances, so features are brought to unit variance for that. */
function classCovariance(rows: Float64Array, features: number, shrinkage: LdaSpec['shrinkage']): Float64Array {
  const count = rows.length / features
  const plain = centre(momentsOf(rows, features), features, count).covariance
  if (shrinkage !== 'ledoit-wolf') return shrink(plain, shrinkage)
  const means = columnMeans(rows, features)
  const scales = means.map((_, i) => Math.sqrt(plain[i * (features + 1)]!) || 1)
  const scaled = rows.map((value, i) => (value - means[i % features]!) / scales[i % features]!)
  const moments = centre(momentsOf(scaled, features), features, count)
  const shrunk = shrink(moments.covariance, ledoitWolfShrinkage(moments))
  return shrunk.map((value, i) => value * scales[Math.floor(i / features)]! * scales[i % features]!)
}

function pseudoInverse(matrix: Float64Array): Float64Array {
  const spectrum = decompose(matrix)
  const least = 1e-13 * spectrum.values.length * spectrum.values.at(-1)!
  return compose(spectrum, (value) => (value > least ? 1 / value : 0))
}
