import { AppError } from '../domain/error'
import type { NetworkSpec, TrainedModel } from '../domain/model'
import { featureCount, pooledLength } from '../model/learner'
import { copyParameters } from '../model/parameters'
import { toGrid } from '../signal/spec'
import { createLongFilter } from './longFilter'

/** `[channel, sample]` of one window → log-probabilities, one a class. Depends on nothing but the window. */
export type Classifier = (window: Float32Array) => Float32Array

/**
 * The trained network as a function, in double precision: one long filter, square, mean pooling, log, linear layer,
 * log-softmax. The same bits on every run, so a replay can be compared with `===`.
 * @throws AppError `model/damaged` when parameters do not fit the network; the classifier: `input/invalid`
 */
export function createClassifier(model: TrainedModel): Classifier {
  const { network, classes } = model
  const samples = toGrid(model.pipeline).window
  const channels = model.electrodes.length
  const shape = { network, mode: 'fixed' as const, channels, neurons: channels, samples, classes: classes.length }
  const parameters = copyParameters(shape, model.parameters)
  const filter = createLongFilter(model, samples)
  const features = new Float64Array(featureCount(shape))
  const [weight, bias] = [parameters['fcWeight']!, parameters['fcBias']!]
  return (window) => {
    if (window.length !== channels * samples) {
      throw new AppError({
        code: 'input/invalid',
        message: `Expected a window of ${channels} × ${samples} values, got ${window.length}.`,
      })
    }
    pool(filter.apply(window), network, features)
    return logSoftmax(linear(features, weight, bias))
  }
}

/** log(max(mean of the squares, floor)) over windows of the pool, `[map × pooled]`, map-major. */
function pool(maps: readonly Float64Array[], network: NetworkSpec, features: Float64Array): void {
  const { poolLength, poolStride, logFloor } = network
  let at = 0
  for (const map of maps) {
    const count = pooledLength(network, map.length)
    for (let p = 0; p < count; p++) {
      let sum = 0
      for (let t = p * poolStride; t < p * poolStride + poolLength; t++) sum += map[t]! * map[t]!
      features[at++] = Math.log(Math.max(sum / poolLength, logFloor))
    }
  }
}

function linear(features: Float64Array, weight: Float32Array, bias: Float32Array): Float64Array {
  return Float64Array.from(bias, (start, c) => {
    let sum = start
    for (let f = 0; f < features.length; f++) sum += weight[c * features.length + f]! * features[f]!
    return sum
  })
}

function logSoftmax(logits: Float64Array): Float32Array {
  const largest = Math.max(...logits)
  const total = logits.reduce((sum, value) => sum + Math.exp(value - largest), 0)
  return Float32Array.from(logits, (value) => value - largest - Math.log(total))
}
