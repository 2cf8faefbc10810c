import type { LinearScores } from '../domain/decoder'
import { addProducts, lanes, paddedWidth } from '../signal/lanes'

/** scores[c] = bias[c] + Σ_f weight[c, f] · features[f], f ascending; overwritten by the next call. */
export function createLinear({ weight, bias }: LinearScores): (features: Float64Array) => Float64Array {
  const classes = bias.length
  const count = weight.length / classes
  const width = paddedWidth(classes)
  /** `[pass, feature, lane]` */
  const columns = Float64Array.from({ length: count * width }, (_, i) => {
    const c = Math.floor(i / (count * lanes)) * lanes + (i % lanes)
    return c < classes ? weight[c * count + (Math.floor(i / lanes) % count)]! : 0
  })
  const sums = new Float64Array(width)
  return (features) => {
    sums.fill(0)
    sums.set(bias)
    const run = { values: features, from: 0, to: count }
    for (let c = 0; c < width; c += lanes) addProducts(run, { values: columns, at: c * count }, { values: sums, at: c })
    return sums.subarray(0, classes)
  }
}

/** Log-probabilities of a softmax over the scores. */
export function logSoftmax(scores: Float64Array): Float32Array {
  let largest = -Infinity
  for (const score of scores) largest = Math.max(largest, score)
  let total = 0
  for (const score of scores) total += Math.exp(score - largest)
  const log = Math.log(total)
  return Float32Array.from(scores, (score) => score - largest - log)
}
