import type { Parameters } from '../domain/model'
import { decayed } from './parameters'

export interface Classification {
  /** Mean over the batch, nats. */
  readonly crossEntropy: number
  readonly correct: number
  /** Gradient of the mean cross-entropy, `[B, class]`. */
  readonly gradient: Float32Array
}

/** Softmax cross-entropy of logits `[B, class]`. */
export function classify(logits: Float32Array, labels: Int32Array): Classification {
  const classes = logits.length / labels.length
  const logProbabilities = toLogProbabilities(logits, classes)
  const gradient = new Float32Array(logits.length)
  let crossEntropy = 0
  let correct = 0
  labels.forEach((label, trial) => {
    const row = trial * classes
    let best = 0
    for (let c = 0; c < classes; c++) {
      if (logits[row + c]! > logits[row + best]!) best = c
      gradient[row + c] = (Math.exp(logProbabilities[row + c]!) - (c === label ? 1 : 0)) / labels.length
    }
    if (best === label) correct++
    crossEntropy -= logProbabilities[row + label]! / labels.length
  })
  return { crossEntropy, correct, gradient }
}

/** Log-softmax of each row of `[row, class]`. */
export function toLogProbabilities(logits: Float32Array, classes: number): Float64Array {
  const result = new Float64Array(logits.length)
  for (let row = 0; row < logits.length; row += classes) {
    let largest = -Infinity
    for (let c = 0; c < classes; c++) largest = Math.max(largest, logits[row + c]!)
    let sum = 0
    for (let c = 0; c < classes; c++) sum += Math.exp(logits[row + c]! - largest)
    for (let c = 0; c < classes; c++) result[row + c] = logits[row + c]! - largest - Math.log(sum)
  }
  return result
}

/** Σ w² over convolution and linear weights, not halved. */
export function squaredWeights(parameters: Parameters): number {
  let sum = 0
  for (const [name, values] of Object.entries(parameters)) {
    if (decayed(name)) for (const value of values) sum += value * value
  }
  return sum
}
