import type { LinearScores } from '../../domain/decoder'
import type { LabelledTable } from './labelledTable'

/** The penalised loss over the free parameters: of each free class its weights, then its bias. */
export interface LogisticLoss {
  readonly size: number
  value(point: Float64Array): number
  /** Loss and gradient; `curvature` is of this point until the next call. */
  at(point: Float64Array): { readonly value: number; readonly gradient: Float64Array }
  /** Hessian times a direction. */
  curvature(direction: Float64Array): Float64Array
  toScores(point: Float64Array): LinearScores
}

export function createLogisticLoss(
  { values, features, labels, classes }: LabelledTable,
  strength: number,
): LogisticLoss {
  /** Two classes need the difference of their scores alone: the first one's are 0. */
  const fixed = classes === 2 ? 1 : 0
  const free = classes - fixed
  const count = labels.length
  const row = features + 1
  let probabilities: Float64Array = new Float64Array(count * classes)

  /** Scores `[example, class]`. */
  const project = (point: Float64Array): Float64Array => {
    const scores = new Float64Array(count * classes)
    for (let i = 0; i < count; i++) {
      for (let c = 0; c < free; c++) {
        let sum = point[c * row + features]!
        for (let f = 0, x = i * features; f < features; f++) sum += point[c * row + f]! * values[x + f]!
        scores[i * classes + c + fixed] = sum
      }
    }
    return scores
  }
  /** strength · Σ_i slopes[i, c] · (x_i, 1) + penalty on the weights. */
  const collect = (slopes: Float64Array, point: Float64Array): Float64Array => {
    const sums = new Float64Array(free * row)
    for (let i = 0; i < count; i++) {
      for (let c = 0; c < free; c++) {
        const slope = strength * slopes[i * classes + c + fixed]!
        for (let f = 0, x = i * features; f < features; f++) sums[c * row + f]! += slope * values[x + f]!
        sums[c * row + features]! += slope
      }
    }
    for (let k = 0; k < sums.length; k++) if (k % row !== features) sums[k]! += point[k]!
    return sums
  }
  const penalty = (point: Float64Array): number =>
    point.reduce((sum, weight, k) => (k % row === features ? sum : sum + (weight * weight) / 2), 0)
  const measure = (point: Float64Array): { value: number; shares: Float64Array } => {
    const shares = project(point)
    return { value: strength * toShares(shares, labels, classes) + penalty(point), shares }
  }
  return {
    size: free * row,
    value: (point) => measure(point).value,
    at(point) {
      const { value, shares } = measure(point)
      probabilities = shares
      const slopes = shares.map((share, i) => share - (i % classes === labels[Math.floor(i / classes)] ? 1 : 0))
      return { value, gradient: collect(slopes, point) }
    },
    curvature(direction) {
      const changes = project(direction)
      bend(changes, probabilities, classes)
      return collect(changes, direction)
    },
    toScores: (point) => ({
      weight: Float64Array.from({ length: classes * features }, (_, i) => {
        const c = Math.floor(i / features) - fixed
        return c < 0 ? 0 : point[c * row + (i % features)]!
      }),
      bias: Float64Array.from({ length: classes }, (_, c) => (c < fixed ? 0 : point[(c - fixed) * row + features]!)),
    }),
  }
}

/** Scores become probabilities in place; returns the sum of −ln p(label). */
function toShares(scores: Float64Array, labels: Int32Array, classes: number): number {
  let loss = 0
  labels.forEach((label, i) => {
    const own = scores.subarray(i * classes, (i + 1) * classes)
    const largest = Math.max(...own)
    const score = own[label]!
    let total = 0
    for (let c = 0; c < classes; c++) total += own[c] = Math.exp(own[c]! - largest)
    for (let c = 0; c < classes; c++) own[c]! /= total
    loss += Math.log(total) + largest - score
  })
  return loss
}

/** Changes of scores become those of probabilities in place: p ∘ (change − p · change). */
function bend(changes: Float64Array, probabilities: Float64Array, classes: number): void {
  for (let i = 0; i < changes.length; i += classes) {
    let mean = 0
    for (let c = 0; c < classes; c++) mean += probabilities[i + c]! * changes[i + c]!
    for (let c = 0; c < classes; c++) changes[i + c] = probabilities[i + c]! * (changes[i + c]! - mean)
  }
}
