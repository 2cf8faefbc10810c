import type * as tfjs from '@tensorflow/tfjs-core'
import type { Matrix, Tf } from './front'

/** The selection's products, one a trial: selected = weights · x. */
export interface TrialMixer {
  /** Weights `[trial, neuron, channel]` → `[trial · neuron, width]`. */
  mix(weights: Float32Array): Matrix
  /** Gradient of the mix `[trial, width, neuron]` → of the weights `[trial, channel, neuron]`. */
  weightGradients(mixed: tfjs.Tensor3D): Promise<Float32Array>
  dispose(): void
}

export interface MixerShape {
  readonly trials: number
  readonly channels: number
  readonly neurons: number
  readonly width: number
}

/** `x` is `[trial, channel, width]`. The wasm backend multiplies batches by a slow path (12 ms where single products
 *  take 2), so there it goes trial by trial. */
export const createTrialMixer = (tf: Tf, x: Float32Array, shape: MixerShape): TrialMixer =>
  tf.getBackend() === 'wasm' ? singleProducts(tf, x, shape) : batchedProducts(tf, x, shape)

function batchedProducts(tf: Tf, x: Float32Array, { trials, channels, neurons, width }: MixerShape): TrialMixer {
  const signals = tf.tensor3d(x, [trials, channels, width])
  return {
    mix: (weights) =>
      tf.tidy(() => {
        const mixed = tf.matMul(tf.tensor3d(weights, [trials, neurons, channels]), signals)
        return tf.reshape(mixed, [trials * neurons, width]) as Matrix
      }),
    async weightGradients(mixed) {
      const product = tf.tidy(() => tf.matMul(signals, mixed))
      const values = (await product.data()) as Float32Array
      product.dispose()
      return values
    },
    dispose: () => signals.dispose(),
  }
}

function singleProducts(tf: Tf, x: Float32Array, { trials, channels, neurons, width }: MixerShape): TrialMixer {
  const size = channels * width
  const signals = Array.from({ length: trials }, (_, trial) =>
    tf.tensor2d(x.subarray(trial * size, (trial + 1) * size), [channels, width]),
  )
  return {
    mix: (weights) =>
      tf.tidy(() => {
        const count = neurons * channels
        const products = signals.map((signal, trial) => {
          const part = weights.subarray(trial * count, (trial + 1) * count)
          return tf.matMul(tf.tensor2d(part, [neurons, channels]), signal) as Matrix
        })
        return tf.concat(products, 0)
      }),
    async weightGradients(mixed) {
      const slopes = (await mixed.data()) as Float32Array
      const count = width * neurons
      const result = new Float32Array(trials * channels * neurons)
      signals.forEach((signal, trial) => {
        const part = slopes.subarray(trial * count, (trial + 1) * count)
        const product = tf.tidy(() => tf.matMul(signal, tf.tensor2d(part, [width, neurons])))
        result.set(product.dataSync(), trial * channels * neurons)
        product.dispose()
      })
      return result
    },
    dispose: () => tf.dispose(signals),
  }
}
