import type { LinearScores } from '../../domain/decoder'
import { finish, type InPieces } from '../../domain/pieces'
import type { LabelledTable } from './labelledTable'
import { createLogisticLoss, type LogisticLoss } from './logisticLoss'

const tolerance = 1e-9
const mostSteps = 100

/**
 * Logistic regression with a quadratic penalty on the weights, not on the biases: the minimum of
 *     strength · Σ_i −ln p(label_i | x_i) + ½ ‖weight‖²
 * as scikit-learn's; for two classes the first one's scores stay 0. Newton's method, each step by conjugate gradients and
 * halved until the loss falls enough (Nocedal & Wright, Numerical Optimization, algorithm 7.1).
 */
export const fitLogistic = (table: LabelledTable, strength: number): LinearScores =>
  finish(fitLogisticInPieces(table, strength))

/** The same in pieces of one product with the curvature. */
export function* fitLogisticInPieces(table: LabelledTable, strength: number): InPieces<LinearScores> {
  const loss = createLogisticLoss(table, strength)
  let point: Float64Array = new Float64Array(loss.size)
  for (let step = 0; step < mostSteps; step++) {
    const { value, gradient } = loss.at(point)
    const size = Math.sqrt(dot(gradient, gradient))
    if (size <= tolerance * Math.max(1, strength)) break
    const direction = yield* newtonDirection(loss, gradient, size)
    const next = search(loss, { point, value, slope: dot(gradient, direction) }, direction)
    if (!next) break
    point = next
  }
  return loss.toScores(point)
}

/** Solves H d = −g until what is left is small against the gradient. */
function* newtonDirection(loss: LogisticLoss, gradient: Float64Array, size: number): InPieces<Float64Array> {
  const direction = new Float64Array(gradient.length)
  const rest = gradient.map((value) => -value)
  const search = rest.slice()
  let power = dot(rest, rest)
  const enough = (Math.min(0.1, size) * size) ** 2
  for (let i = 0; i < 10 * gradient.length && power > enough; i++) {
    yield
    const image = loss.curvature(search)
    const bend = dot(search, image)
    if (!(bend > 0)) break
    const length = power / bend
    for (let k = 0; k < rest.length; k++) {
      direction[k]! += length * search[k]!
      rest[k]! -= length * image[k]!
    }
    const next = dot(rest, rest)
    for (let k = 0; k < rest.length; k++) search[k] = rest[k]! + (next / power) * search[k]!
    power = next
  }
  return direction
}

interface Start {
  readonly point: Float64Array
  readonly value: number
  readonly slope: number
}

/** `null` when no step along the direction makes the loss smaller: rounding has the last word. */
function search(loss: LogisticLoss, { point, value, slope }: Start, direction: Float64Array): Float64Array | null {
  for (let length = 1; length > 1e-10; length /= 2) {
    const next = point.map((coordinate, i) => coordinate + length * direction[i]!)
    const change = loss.value(next) - value
    if (change <= 1e-4 * length * slope) return next
    // Near the minimum the fall drowns in rounding; the full Newton step is right there.
    if (length === 1 && Math.abs(change) <= 1e-13 * Math.abs(value)) return next
  }
  return null
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!
  return sum
}
