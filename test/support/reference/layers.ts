/** Layers as the published network has them, one at a time, each with its own backward. */

export interface Moments {
  /** `[map]` */
  readonly mean: Float64Array
  /** `[map]`, divided by the count. */
  readonly variance: Float64Array
}

/** Values `[trial, map, inner]`. */
export interface MapShape {
  readonly trials: number
  readonly maps: number
  readonly inner: number
}

export interface NormalisationParameters {
  readonly gamma: Float64Array
  readonly beta: Float64Array
  readonly epsilon: number
  /** Statistics to use in place of the values' own. */
  readonly fixed: Moments | null
}

export interface NormalisationPass {
  readonly output: Float64Array
  readonly moments: Moments
  /** Only for the values' own statistics. */
  backward(slope: Float64Array): { values: Float64Array; gamma: Float64Array; beta: Float64Array }
}

/** Ioffe and Szegedy 2015: y = γ (x − mean) / √(variance + eps) + β. */
export function normalise(
  values: Float64Array,
  { gamma, beta, epsilon, fixed }: NormalisationParameters,
  shape: MapShape,
): NormalisationPass {
  const moments = fixed ?? momentsOf(values, shape)
  const deviation = moments.variance.map((variance) => Math.sqrt(variance + epsilon))
  const normal = mapEach(values, shape, (value, map) => (value - moments.mean[map]!) / deviation[map]!)
  return {
    output: mapEach(normal, shape, (value, map) => gamma[map]! * value + beta[map]!),
    moments,
    backward(slope) {
      const betaGradient = sumByMap(slope, shape)
      const gammaGradient = sumByMap(slope.map((value, i) => value * normal[i]!), shape) // prettier-ignore
      const count = shape.trials * shape.inner
      const centred = mapEach(slope, shape, (value, map, i) => {
        const pulled = value - betaGradient[map]! / count - (normal[i]! * gammaGradient[map]!) / count
        return (gamma[map]! / deviation[map]!) * pulled
      })
      return { values: centred, gamma: gammaGradient, beta: betaGradient }
    },
  }
}

/** Mean and variance of each map over trials and the inner axis, in two passes. */
export function momentsOf(values: Float64Array, shape: MapShape): Moments {
  const count = shape.trials * shape.inner
  const mean = sumByMap(values, shape).map((sum) => sum / count)
  const squares = mapEach(values, shape, (value, map) => (value - mean[map]!) ** 2)
  return { mean, variance: sumByMap(squares, shape).map((sum) => sum / count) }
}

export interface PoolShape {
  /** Trials × maps. */
  readonly rows: number
  readonly samples: number
  readonly pooled: number
  readonly poolLength: number
  readonly poolStride: number
  readonly logFloor: number
}

/** log(max(mean over each pooling window of value², floor)); the features are `[row, pooled]`. */
export function logPower(
  values: Float64Array,
  shape: PoolShape,
): { output: Float64Array; backward(slope: Float64Array): Float64Array } {
  const { rows, samples, pooled, poolLength, poolStride, logFloor } = shape
  const power = new Float64Array(rows * pooled)
  const visit = (act: (sample: number, feature: number) => void): void => {
    for (let row = 0; row < rows; row++) {
      for (let p = 0; p < pooled; p++) {
        for (let i = 0; i < poolLength; i++) act(row * samples + p * poolStride + i, row * pooled + p)
      }
    }
  }
  visit((sample, feature) => (power[feature]! += values[sample]! ** 2 / poolLength))
  return {
    output: power.map((value) => Math.log(Math.max(value, logFloor))),
    backward(slope) {
      const gradient = new Float64Array(values.length)
      visit((sample, feature) => {
        if (power[feature]! <= logFloor) return
        gradient[sample]! += ((slope[feature]! / power[feature]!) * 2 * values[sample]!) / poolLength
      })
      return gradient
    },
  }
}

export function linear(
  features: Float64Array,
  { weight, bias }: { weight: Float64Array; bias: Float64Array },
): {
  output: Float64Array
  backward(slope: Float64Array): { features: Float64Array; weight: Float64Array; bias: Float64Array }
} {
  const classes = bias.length
  const width = weight.length / classes
  const trials = features.length / width
  const visit = (act: (logit: number, feature: number, weight: number) => void): void => {
    for (let trial = 0; trial < trials; trial++) {
      for (let c = 0; c < classes; c++) {
        for (let f = 0; f < width; f++) act(trial * classes + c, trial * width + f, c * width + f)
      }
    }
  }
  const output = Float64Array.from({ length: trials * classes }, (_, i) => bias[i % classes]!)
  visit((logit, feature, w) => (output[logit]! += features[feature]! * weight[w]!))
  return {
    output,
    backward(slope) {
      const gradient = { features: features.map(() => 0), weight: weight.map(() => 0), bias: bias.map(() => 0) }
      slope.forEach((value, i) => (gradient.bias[i % classes]! += value))
      visit((logit, feature, w) => {
        gradient.features[feature]! += slope[logit]! * weight[w]!
        gradient.weight[w]! += slope[logit]! * features[feature]!
      })
      return gradient
    },
  }
}

/** Mean softmax cross-entropy in nats, how many are right, and the gradient by the logits. */
export function crossEntropy(
  logits: Float64Array,
  labels: Int32Array,
): { value: number; correct: number; gradient: Float64Array } {
  const classes = logits.length / labels.length
  const gradient = new Float64Array(logits.length)
  let [value, correct] = [0, 0]
  labels.forEach((label, trial) => {
    const row = [...logits.subarray(trial * classes, (trial + 1) * classes)]
    const top = Math.max(...row)
    const total = Math.log(row.reduce((sum, logit) => sum + Math.exp(logit - top), 0)) + top
    value += (total - row[label]!) / labels.length
    if (row.indexOf(top) === label) correct++
    row.forEach((logit, c) => {
      gradient[trial * classes + c] = (Math.exp(logit - total) - (c === label ? 1 : 0)) / labels.length
    })
  })
  return { value, correct, gradient }
}

function mapEach(
  values: Float64Array,
  { maps, inner }: MapShape,
  f: (value: number, map: number, index: number) => number,
): Float64Array {
  return values.map((value, i) => f(value, Math.floor(i / inner) % maps, i))
}

function sumByMap(values: Float64Array, { maps, inner }: MapShape): Float64Array {
  const sums = new Float64Array(maps)
  values.forEach((value, i) => (sums[Math.floor(i / inner) % maps]! += value))
  return sums
}
