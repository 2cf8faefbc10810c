import type * as tfjs from '@tensorflow/tfjs-core'
import type { NetworkSpec, Parameters } from '../domain/model'
import type { Matrix, Tf } from './front'
import { pooledLength } from './learner'

/** Mean and variance of each map, `[map]`. */
export interface MapMoments {
  readonly mean: Float64Array
  readonly variance: Float64Array
}

/** Second normalisation, square, pooling, logarithm, dropout, linear layer; with its backward written out. */
export interface Tail {
  /** Moments of `maps` `[sample, trial · map]` over samples and trials. */
  moments(maps: Matrix): Promise<MapMoments>
  forward(maps: Matrix, parameters: Parameters, options: TailOptions): TailPass
  dispose(): void
}

export interface TailOptions {
  readonly moments: MapMoments
  readonly dropoutMask: Float32Array | null
}

export interface TailPass {
  /** `[trial, class]` */
  readonly logits: Matrix
  /** From the gradient of the logits, `[trial, class]`, with `moments` being the batch's own. */
  backward(logitGradient: Float32Array): Promise<{ parameters: Parameters; maps: Matrix }>
  dispose(): void
}

export function createTail(tf: Tf, network: NetworkSpec, samples: number): Tail {
  const [pool, poolAdjoint] = tf.tidy(() => {
    const matrix = poolMatrix(tf, network, samples)
    return [matrix, tf.transpose(matrix)]
  }) as [Matrix, Matrix]
  const context: Context = { tf, network, pool, poolAdjoint }
  return {
    moments: (maps) => mapMoments(context, maps),
    forward: (maps, parameters, options) => forward(context, maps, parameters, options),
    dispose: () => tf.dispose([pool, poolAdjoint]),
  }
}

interface Context {
  readonly tf: Tf
  readonly network: NetworkSpec
  /** `[pooled, sample]` with 1 / poolLength in each row's stretch: pooling as a product is exact on every backend
   *  (the gradient kernels for average pooling of some are not at stride 15). */
  readonly pool: Matrix
  readonly poolAdjoint: Matrix
}

function poolMatrix(tf: Tf, network: NetworkSpec, samples: number): Matrix {
  const pooled = pooledLength(network, samples)
  const values = new Float32Array(pooled * samples)
  for (let p = 0; p < pooled; p++) {
    const start = p * samples + p * network.poolStride
    values.fill(1 / network.poolLength, start, start + network.poolLength)
  }
  return tf.tensor2d(values, [pooled, samples])
}

/** Sums over samples on the backend, over trials in float64, read in one go. Squares are taken about a mean in float32,
 *  so that nothing cancels; what that mean is off by is put right here. */
async function mapMoments({ tf, network }: Context, maps: Matrix): Promise<MapMoments> {
  const [samples, columns] = maps.shape
  const trials = columns / network.maps
  const packed = tf.tidy(() => {
    const sums = tf.sum(maps, 0)
    const centre = tf.div(tf.sum(tf.reshape(sums, [trials, network.maps]), 0), samples * trials)
    const squares = tf.sum(tf.square(tf.sub(maps, tf.tile(centre, [trials]))), 0)
    return tf.concat([sums, squares, centre] as tfjs.Tensor1D[])
  })
  const values = (await packed.data()) as Float32Array
  packed.dispose()
  const mean = meanByMap(values.subarray(0, columns), network.maps, samples * trials)
  const about = meanByMap(values.subarray(columns, 2 * columns), network.maps, samples * trials)
  const centre = values.subarray(2 * columns)
  return { mean, variance: about.map((square, map) => square - (mean[map]! - centre[map]!) ** 2) }
}

function meanByMap(sums: ArrayLike<number>, maps: number, count: number): Float64Array {
  const mean = new Float64Array(maps)
  for (let i = 0; i < sums.length; i++) mean[i % maps]! += sums[i]! / count
  return mean
}

/** One value a map, repeated for every trial: a row `[1, trial · map]`. */
function repeated(tf: Tf, values: ArrayLike<number>, columns: number): Matrix {
  const row = new Float32Array(columns)
  for (let i = 0; i < columns; i++) row[i] = values[i % values.length]!
  return tf.tensor2d(row, [1, columns])
}

function forward(
  context: Context,
  maps: Matrix,
  parameters: Parameters,
  { moments, dropoutMask }: TailOptions,
): TailPass {
  const { tf, network, pool } = context
  const columns = maps.shape[1]
  const inverse = moments.variance.map((value) => 1 / Math.sqrt(value + network.batchNormEpsilon))
  const saved = tf.tidy(() => {
    const normal = tf.mul(tf.sub(maps, repeated(tf, moments.mean, columns)), repeated(tf, inverse, columns)) as Matrix
    const scaled = tf.add(
      tf.mul(normal, repeated(tf, parameters['bn2Gamma']!, columns)),
      repeated(tf, parameters['bn2Beta']!, columns),
    ) as Matrix
    const pooled = tf.matMul(pool, tf.square(scaled)) as Matrix
    const features = toFeatures(context, tf.log(tf.maximum(pooled, network.logFloor)), columns / network.maps)
    const mask = dropoutMask ? tf.tensor2d(dropoutMask, features.shape) : tf.onesLike(features)
    const kept = tf.mul(features, mask) as Matrix
    const weights = tf.tensor2d(parameters['fcWeight']!, [parameters['fcBias']!.length, features.shape[1]])
    const logits = tf.add(tf.matMul(kept, tf.transpose(weights)), tf.tensor1d(parameters['fcBias']!)) as Matrix
    return { normal, scaled, pooled, mask, kept, weights, logits }
  })
  return {
    logits: saved.logits,
    backward: (logitGradient) =>
      backward(context, { ...saved, inverse, gamma: parameters['bn2Gamma']! }, logitGradient),
    dispose: () => tf.dispose(Object.values(saved)),
  }
}

interface Saved {
  readonly normal: Matrix
  readonly scaled: Matrix
  readonly pooled: Matrix
  readonly mask: tfjs.Tensor
  readonly kept: Matrix
  readonly weights: Matrix
  readonly inverse: Float64Array
  readonly gamma: Float32Array
}

async function backward(
  context: Context,
  saved: Saved,
  logitGradient: Float32Array,
): Promise<{ parameters: Parameters; maps: Matrix }> {
  const { tf, network, poolAdjoint } = context
  const [samples, columns] = saved.normal.shape
  const trials = columns / network.maps
  const [slopes, packed] = tf.tidy(() => {
    const logits = tf.tensor2d(logitGradient, [trials, saved.weights.shape[0]])
    const features = tf.mul(tf.matMul(logits, saved.weights), saved.mask)
    const alive = tf.cast(tf.greater(saved.pooled, network.logFloor), 'float32')
    const pooled = tf.div(
      tf.mul(fromFeatures(context, features, trials), alive),
      tf.maximum(saved.pooled, network.logFloor),
    )
    const slope = tf.mul(tf.matMul(poolAdjoint, pooled as Matrix), tf.mul(saved.scaled, 2)) as Matrix
    const weights = tf.reshape(tf.matMul(tf.transpose(logits), saved.kept), [-1])
    const sums = [tf.sum(slope, 0), tf.sum(tf.mul(slope, saved.normal), 0), tf.sum(logits, 0)]
    return [slope, tf.concat([...sums, weights] as tfjs.Tensor1D[])]
  }) as [Matrix, tfjs.Tensor1D]
  const values = (await packed.data()) as Float32Array
  const beta = meanByMap(values.subarray(0, columns), network.maps, 1)
  const gamma = meanByMap(values.subarray(columns, 2 * columns), network.maps, 1)
  const maps = normalisationBackward(tf, saved, slopes, { beta, gamma, count: samples * trials })
  const classes = saved.weights.shape[0]
  const parameters = {
    bn2Gamma: Float32Array.from(gamma),
    bn2Beta: Float32Array.from(beta),
    fcWeight: values.slice(2 * columns + classes),
    fcBias: values.slice(2 * columns, 2 * columns + classes),
  }
  tf.dispose([slopes, packed])
  return { parameters, maps }
}

/** γ/σ · (dy − mean(dy) − normal · mean(dy · normal)): Ioffe and Szegedy 2015, with the sums already known. */
function normalisationBackward(
  tf: Tf,
  saved: Saved,
  slopes: Matrix,
  sums: { beta: Float64Array; gamma: Float64Array; count: number },
): Matrix {
  const columns = slopes.shape[1]
  return tf.tidy(() => {
    const mean = repeated(
      tf,
      sums.beta.map((sum) => sum / sums.count),
      columns,
    )
    const projected = repeated(
      tf,
      sums.gamma.map((sum) => sum / sums.count),
      columns,
    )
    const scale = repeated(
      tf,
      saved.inverse.map((inverse, map) => inverse * saved.gamma[map]!),
      columns,
    )
    return tf.mul(tf.sub(tf.sub(slopes, mean), tf.mul(saved.normal, projected)), scale) as Matrix
  })
}

/** `[pooled, trial · map]` → `[trial, map · pooled]`. */
function toFeatures({ tf, network }: Context, pooled: tfjs.Tensor, trials: number): Matrix {
  const split = tf.reshape(pooled, [-1, trials, network.maps])
  return tf.reshape(tf.transpose(split, [1, 2, 0]), [trials, -1]) as Matrix
}

function fromFeatures({ tf, network }: Context, features: tfjs.Tensor, trials: number): tfjs.Tensor {
  const split = tf.reshape(features, [trials, network.maps, -1])
  return tf.reshape(tf.transpose(split, [2, 0, 1]), [-1, trials * network.maps])
}
