/** The concrete (Gumbel-softmax) selection layer of Strypsteen and Bertrand 2021 (arXiv 2102.09050), in plain arrays:
 *  every backend shares these numbers. `alpha` is `[channel, neuron]`. */

interface LayerShape {
  readonly channels: number
  readonly neurons: number
}

/** Weights `[trial, channel, neuron]` = softmax over channels of (alpha + g) / temperature, g = −log(−log u),
 *  with uniforms `[trial, channel, neuron]`. */
export function gumbelWeights(
  alpha: Float32Array,
  uniforms: Float32Array,
  temperature: number,
  { channels, neurons }: LayerShape,
): Float32Array {
  const size = channels * neurons
  const weights = new Float32Array(uniforms.length)
  const scores = new Float64Array(channels)
  for (let trial = 0; trial < uniforms.length; trial += size) {
    for (let m = 0; m < neurons; m++) {
      for (let n = 0; n < channels; n++) {
        const noise = -Math.log(-Math.log(uniforms[trial + n * neurons + m]!))
        scores[n] = (alpha[n * neurons + m]! + noise) / temperature
      }
      softmaxInto(scores, weights, { offset: trial + m, stride: neurons })
    }
  }
  return weights
}

/** Gradient of alpha from the gradient of the weights: Σ over trials of w (dw − Σ w dw) / temperature.
 *  Both are `[trial, channel, neuron]`. */
export function alphaGradient(
  weights: Float32Array,
  weightGradients: Float32Array,
  temperature: number,
  { channels, neurons }: LayerShape,
): Float64Array {
  const size = channels * neurons
  const gradient = new Float64Array(size)
  for (let trial = 0; trial < weights.length; trial += size) {
    for (let m = 0; m < neurons; m++) {
      let mean = 0
      for (let i = m; i < size; i += neurons) mean += weights[trial + i]! * weightGradients[trial + i]!
      for (let i = m; i < size; i += neurons) {
        gradient[i]! += (weights[trial + i]! * (weightGradients[trial + i]! - mean)) / temperature
      }
    }
  }
  return gradient
}

/** Probabilities `[neuron, channel]` = softmax over channels of alpha. */
export function selectionProbabilities(alpha: Float32Array, { channels, neurons }: LayerShape): Float64Array {
  const probabilities = new Float64Array(alpha.length)
  const scores = new Float64Array(channels)
  for (let m = 0; m < neurons; m++) {
    for (let n = 0; n < channels; n++) scores[n] = alpha[n * neurons + m]!
    softmaxInto(scores, probabilities, { offset: m * channels, stride: 1 })
  }
  return probabilities
}

/** Σ over channels of relu(Σ over neurons of the probability − threshold), and its gradient by alpha. */
export function duplicatePenalty(
  alpha: Float32Array,
  threshold: number,
  shape: LayerShape,
): { penalty: number; gradient: Float64Array } {
  const { channels, neurons } = shape
  const probabilities = selectionProbabilities(alpha, shape)
  const active = new Float64Array(channels)
  let penalty = 0
  for (let n = 0; n < channels; n++) {
    let sum = 0
    for (let m = 0; m < neurons; m++) sum += probabilities[m * channels + n]!
    if (sum <= threshold) continue
    penalty += sum - threshold
    active[n] = 1
  }
  const gradient = new Float64Array(alpha.length)
  for (let m = 0; m < neurons; m++) {
    let mean = 0
    for (let n = 0; n < channels; n++) mean += probabilities[m * channels + n]! * active[n]!
    for (let n = 0; n < channels; n++) {
      gradient[n * neurons + m] = probabilities[m * channels + n]! * (active[n]! - mean)
    }
  }
  return { penalty, gradient }
}

/** Channel with the largest logit of each neuron, the first one on a tie. */
export function hardChoice(alpha: Float32Array, { channels, neurons }: LayerShape): Int32Array {
  const choice = new Int32Array(neurons)
  for (let m = 0; m < neurons; m++) {
    for (let n = 1; n < channels; n++) {
      if (alpha[n * neurons + m]! > alpha[choice[m]! * neurons + m]!) choice[m] = n
    }
  }
  return choice
}

/** Weights below this are set to zero: they change nothing, and denormal numbers make products many times slower. */
const negligible = 1e-30

function softmaxInto(
  scores: Float64Array,
  target: Float32Array | Float64Array,
  { offset, stride }: { offset: number; stride: number },
): void {
  let largest = -Infinity
  for (const score of scores) if (score > largest) largest = score
  let sum = 0
  for (let i = 0; i < scores.length; i++) sum += scores[i] = Math.exp(scores[i]! - largest)
  for (let i = 0; i < scores.length; i++) {
    const weight = scores[i]! / sum
    target[offset + i * stride] = weight < negligible ? 0 : weight
  }
}
