import { cholesky } from './positive'

/** Features `[trial, feature]` with rows of `stride`; the trials of `training` teach. */
export interface LogisticTask {
  readonly values: Float64Array
  readonly stride: number
  readonly features: number
  readonly labels: Int32Array
  readonly training: Int32Array
}

/** Learns, then writes log-probabilities `[trial, class]` of all trials. */
export type Logistic = (task: LogisticTask, trials: number, output: Float64Array) => void

const tolerance = 1e-8
const mostSteps = 50

/**
 * The minimum that `fitLogistic` finds, strength · Σ −ln p + ½ ‖weight‖² with free biases, without allocation. Newton's method;
 * each step by conjugate gradients that are preconditioned by strength · Σ v x xᵀ + I, with v the mean over the classes of
 * p (1 − p): for two classes this is the Hessian itself.
 */
export function createLogistic(
  mostFeatures: number,
  trials: number,
  shape: { classes: number; strength: number },
): Logistic {
  const { classes, strength } = shape
  const fixed = classes === 2 ? 1 : 0
  const free = classes - fixed
  const most = mostFeatures + 1
  const vector = (): Float64Array => new Float64Array(free * most)
  const [point, trial, gradient, direction, rest, search, image, solved] = Array.from({ length: 8 }, vector) as Vectors
  const shares = new Float64Array(trials * classes)
  const changes = new Float64Array(trials * classes)
  const curvature = new Float64Array(most * most)
  const factor = new Float64Array(most * most)

  const project = ({ values, stride, features }: LogisticTask, from: Float64Array, rows: Rows): void => {
    const width = features + 1
    for (let r = 0; r < rows.count; r++) {
      const i = rows.list ? rows.list[r]! : r
      for (let c = 0; c < free; c++) {
        let sum = from[c * width + features]!
        for (let f = 0, x = i * stride, w = c * width; f < features; f++) sum += from[w + f]! * values[x + f]!
        rows.output[r * classes + c + fixed] = sum
      }
      if (fixed) rows.output[r * classes] = 0
    }
  }
  /** Loss at a point; leaves the probabilities of the training trials in `shares`. */
  const measure = (task: LogisticTask, from: Float64Array): number => {
    const { training, labels, features } = task
    project(task, from, { list: training, count: training.length, output: shares })
    let loss = 0
    for (let r = 0; r < training.length; r++) loss -= normalise(shares, r * classes, classes, labels[training[r]!]!)
    let penalty = 0
    for (let c = 0; c < free; c++) {
      for (let f = 0, w = c * (features + 1); f < features; f++) penalty += from[w + f]! * from[w + f]!
    }
    return strength * loss + penalty / 2
  }
  /** strength · Σ slopes x + the penalty's part. */
  const collect = ({ values, stride, features, training }: LogisticTask, slopes: Float64Array, sums: Sums): void => {
    const width = features + 1
    for (let c = 0; c < free; c++) {
      const w = c * width
      for (let f = 0; f < features; f++) sums.into[w + f] = sums.weights[w + f]!
      sums.into[w + features] = 0
      for (let r = 0; r < training.length; r++) {
        const slope = strength * slopes[r * classes + c + fixed]!
        for (let f = 0, x = training[r]! * stride; f < features; f++) sums.into[w + f]! += slope * values[x + f]!
        sums.into[w + features]! += slope
      }
    }
  }
  const slopeAt = (task: LogisticTask): number => {
    const { training, labels } = task
    for (let r = 0; r < training.length; r++) {
      const label = labels[training[r]!]!
      for (let c = 0; c < classes; c++) changes[r * classes + c] = shares[r * classes + c]! - (c === label ? 1 : 0)
    }
    collect(task, changes, { into: gradient, weights: point })
    return Math.sqrt(dot(gradient, gradient, free * (task.features + 1)))
  }
  const precondition = ({ values, stride, features, training }: LogisticTask): void => {
    const width = features + 1
    curvature.fill(0, 0, width * width)
    for (let r = 0; r < training.length; r++) {
      let spread = 0
      for (let c = fixed; c < classes; c++) spread += shares[r * classes + c]! * (1 - shares[r * classes + c]!)
      spread *= strength / free
      const x = training[r]! * stride
      for (let i = 0; i < features; i++) {
        const value = spread * values[x + i]!
        for (let j = 0; j <= i; j++) curvature[i * width + j]! += value * values[x + j]!
        curvature[features * width + i]! += value
      }
      curvature[features * width + features]! += spread
    }
    for (let i = 0; i < features; i++) curvature[i * width + i]! += 1
    curvature[features * width + features]! += 1e-12
    cholesky(curvature, factor, width)
  }
  const curve = (task: LogisticTask, along: Float64Array, into: Float64Array): void => {
    project(task, along, { list: task.training, count: task.training.length, output: changes })
    for (let r = 0, at = 0; r < task.training.length; r++, at += classes) {
      let mean = 0
      for (let c = 0; c < classes; c++) mean += shares[at + c]! * changes[at + c]!
      for (let c = 0; c < classes; c++) changes[at + c] = shares[at + c]! * (changes[at + c]! - mean)
    }
    collect(task, changes, { into, weights: along })
  }
  /** Solves H d = −g. */
  const solve = (task: LogisticTask, size: number): void => {
    const length = free * (task.features + 1)
    const enough = (Math.min(0.1, size) * size) ** 2
    for (let k = 0; k < length; k++) {
      direction[k] = 0
      rest[k] = -gradient[k]!
    }
    substitute(factor, rest, solved, { width: task.features + 1, blocks: free })
    for (let k = 0; k < length; k++) search[k] = solved[k]!
    let power = dot(rest, solved, length)
    for (let turn = 0; turn < 200; turn++) {
      curve(task, search, image)
      const bend = dot(search, image, length)
      if (!(bend > 0)) return
      const share = power / bend
      for (let k = 0; k < length; k++) {
        direction[k]! += share * search[k]!
        rest[k]! -= share * image[k]!
      }
      if (dot(rest, rest, length) <= enough) return
      substitute(factor, rest, solved, { width: task.features + 1, blocks: free })
      const next = dot(rest, solved, length)
      for (let k = 0; k < length; k++) search[k] = solved[k]! + (next / power) * search[k]!
      power = next
    }
  }
  const learn = (task: LogisticTask): void => {
    const length = free * (task.features + 1)
    point.fill(0, 0, length)
    let value = measure(task, point)
    for (let step = 0; step < mostSteps; step++) {
      const size = slopeAt(task)
      if (size <= tolerance * Math.max(1, strength)) return
      precondition(task)
      solve(task, size)
      const slope = dot(gradient, direction, length)
      let share = 1
      for (; share > 1e-10; share /= 2) {
        for (let k = 0; k < length; k++) trial[k] = point[k]! + share * direction[k]!
        const change = measure(task, trial) - value
        if (change <= 1e-4 * share * slope || (share === 1 && Math.abs(change) <= 1e-13 * Math.abs(value))) {
          value += change
          break
        }
      }
      if (share <= 1e-10) return
      for (let k = 0; k < length; k++) point[k] = trial[k]!
    }
  }
  return (task, count, output) => {
    learn(task)
    project(task, point, { list: null, count, output })
    for (let i = 0; i < count; i++) logShares(output, i * classes, classes)
  }
}

type Vectors = [
  Float64Array,
  Float64Array,
  Float64Array,
  Float64Array,
  Float64Array,
  Float64Array,
  Float64Array,
  Float64Array,
]

interface Rows {
  readonly list: Int32Array | null
  readonly count: number
  readonly output: Float64Array
}

interface Sums {
  readonly into: Float64Array
  readonly weights: Float64Array
}

function dot(a: Float64Array, b: Float64Array, length: number): number {
  let sum = 0
  for (let i = 0; i < length; i++) sum += a[i]! * b[i]!
  return sum
}

/** Scores from `at` on become probabilities; returns the logarithm of the label's. */
function normalise(scores: Float64Array, at: number, classes: number, label: number): number {
  let largest = scores[at]!
  for (let c = 1; c < classes; c++) largest = Math.max(largest, scores[at + c]!)
  const own = scores[at + label]!
  let total = 0
  for (let c = 0; c < classes; c++) total += scores[at + c] = Math.exp(scores[at + c]! - largest)
  for (let c = 0; c < classes; c++) scores[at + c]! /= total
  return own - largest - Math.log(total)
}

/** Scores become log-probabilities in place. */
export function logShares(scores: Float64Array, at: number, classes: number): void {
  let largest = scores[at]!
  for (let c = 1; c < classes; c++) largest = Math.max(largest, scores[at + c]!)
  let total = 0
  for (let c = 0; c < classes; c++) total += Math.exp(scores[at + c]! - largest)
  const shift = largest + Math.log(total)
  for (let c = 0; c < classes; c++) scores[at + c]! -= shift
}

/** (factor · factorᵀ)⁻¹ · right for each block, into `solution`. */
function substitute(
  factor: Float64Array,
  right: Float64Array,
  solution: Float64Array,
  { width, blocks }: { readonly width: number; readonly blocks: number },
): void {
  for (let block = 0; block < blocks; block++) {
    const at = block * width
    for (let i = 0; i < width; i++) {
      let sum = right[at + i]!
      for (let k = 0; k < i; k++) sum -= factor[i * width + k]! * solution[at + k]!
      solution[at + i] = sum / factor[i * width + i]!
    }
    for (let i = width - 1; i >= 0; i--) {
      const value = (solution[at + i]! /= factor[i * width + i]!)
      for (let k = 0; k < i; k++) solution[at + k]! -= factor[i * width + k]! * value
    }
  }
}
