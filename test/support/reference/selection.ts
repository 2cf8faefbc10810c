import type { LearnerSpec } from '../../../src/core/model/learner'

type Layer = Pick<LearnerSpec, 'channels' | 'neurons' | 'samples'>

export interface SelectionPass {
  /** `[trial, neuron, sample]` */
  readonly output: Float64Array
  /** Gradient of alpha `[channel, neuron]` from that of the output. */
  backward(slope: Float64Array): Float64Array
}

/** Gumbel-softmax selection (Strypsteen and Bertrand 2021): z = softmax over channels of (alpha − log(−log u)) / tau,
 *  drawn per trial and neuron; selected = zᵀ x. */
export function softSelection(
  x: Float64Array,
  { alpha, uniforms, temperature }: { alpha: Float64Array; uniforms: Float64Array; temperature: number },
  layer: Layer,
): SelectionPass {
  const { channels, neurons, samples } = layer
  const size = channels * neurons
  const trials = uniforms.length / size
  const weights = new Float64Array(uniforms.length)
  for (let trial = 0; trial < trials; trial++) {
    for (let m = 0; m < neurons; m++) {
      const at = (n: number): number => trial * size + n * neurons + m
      const scores = Array.from({ length: channels }, (_, n) => {
        const gumbel = -Math.log(-Math.log(uniforms[at(n)]!))
        return (alpha[n * neurons + m]! + gumbel) / temperature
      })
      softmax(scores).forEach((weight, n) => (weights[at(n)] = weight))
    }
  }
  return {
    output: mix(x, weights, layer),
    backward(slope) {
      const gradient = new Float64Array(size)
      for (let trial = 0; trial < trials; trial++) {
        const by = (n: number, m: number): number => {
          let sum = 0
          const [input, output] = [(trial * channels + n) * samples, (trial * neurons + m) * samples]
          for (let t = 0; t < samples; t++) sum += x[input + t]! * slope[output + t]!
          return sum
        }
        for (let m = 0; m < neurons; m++) {
          const slopes = Array.from({ length: channels }, (_, n) => by(n, m))
          const z = slopes.map((_, n) => weights[trial * size + n * neurons + m]!)
          const mean = slopes.reduce((sum, value, n) => sum + value * z[n]!, 0)
          slopes.forEach((value, n) => (gradient[n * neurons + m]! += (z[n]! * (value - mean)) / temperature))
        }
      }
      return gradient
    },
  }
}

/** Every neuron takes the channel with its largest logit, the first one on a tie. */
export function hardSelection(x: Float64Array, alpha: Float64Array, layer: Layer): Float64Array {
  const { channels, neurons, samples } = layer
  const trials = x.length / (channels * samples)
  const selected = new Float64Array(trials * neurons * samples)
  for (let m = 0; m < neurons; m++) {
    const logits = Array.from({ length: channels }, (_, n) => alpha[n * neurons + m]!)
    const chosen = logits.indexOf(Math.max(...logits))
    for (let trial = 0; trial < trials; trial++) {
      const from = (trial * channels + chosen) * samples
      selected.set(x.subarray(from, from + samples), (trial * neurons + m) * samples)
    }
  }
  return selected
}

/** Σ over channels of relu(Σ over neurons of softmax(alpha)[n, m] − threshold), and its gradient. */
export function penaltyOf(
  alpha: Float64Array,
  threshold: number,
  { channels, neurons }: Layer,
): { penalty: number; gradient: Float64Array } {
  const columns = Array.from({ length: neurons }, (_, m) =>
    softmax(Array.from({ length: channels }, (_, n) => alpha[n * neurons + m]!)),
  )
  const excess = Array.from({ length: channels }, (_, n) =>
    columns.reduce((sum, column) => sum + column[n]!, -threshold),
  )
  const gradient = new Float64Array(channels * neurons)
  columns.forEach((column, m) => {
    const above = column.reduce((sum, value, n) => sum + (excess[n]! > 0 ? value : 0), 0)
    column.forEach((value, n) => (gradient[n * neurons + m] = value * ((excess[n]! > 0 ? 1 : 0) - above)))
  })
  return { penalty: excess.reduce((sum, value) => sum + Math.max(0, value), 0), gradient }
}

function mix(x: Float64Array, weights: Float64Array, { channels, neurons, samples }: Layer): Float64Array {
  const trials = x.length / (channels * samples)
  const mixed = new Float64Array(trials * neurons * samples)
  for (let trial = 0; trial < trials; trial++) {
    for (let n = 0; n < channels; n++) {
      for (let m = 0; m < neurons; m++) {
        const weight = weights[(trial * channels + n) * neurons + m]!
        const [from, to] = [(trial * channels + n) * samples, (trial * neurons + m) * samples]
        for (let t = 0; t < samples; t++) mixed[to + t]! += weight * x[from + t]!
      }
    }
  }
  return mixed
}

function softmax(scores: readonly number[]): number[] {
  const top = Math.max(...scores)
  const shifted = scores.map((score) => Math.exp(score - top))
  const sum = shifted.reduce((a, b) => a + b, 0)
  return shifted.map((value) => value / sum)
}
