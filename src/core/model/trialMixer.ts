import type * as tfjs from '@tensorflow/tfjs-core'
import type { Matrix, Tf } from './front'

/** The selection's products, one a trial: selected = xᵀ · weights. */
export interface TrialMixer {
  /** Weights `[trial, channel, neuron]` → `[width, trial · neuron]`. */
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

/** `x` is `[trial, channel, width]`. The wasm backend multiplies batches by a slow path, so there it goes trial by trial,
 *  the small matrix on the right, since that side is repacked for every product. */
export const createTrialMixer = (tf: Tf, x: Float32Array, shape: MixerShape): TrialMixer =>
  tf.getBackend() === 'wasm' ? singleProducts(tf, x, shape) : batchedProducts(tf, x, shape)

function batchedProducts(tf: Tf, x: Float32Array, { trials, channels, neurons, width }: MixerShape): TrialMixer {
  const signals = tf.tensor3d(x, [trials, channels, width])
  return {
    mix: (weights) =>
      tf.tidy(() => {
        const mixed = tf.matMul(signals, tf.tensor3d(weights, [trials, channels, neurons]), true, false)
        return tf.reshape(tf.transpose(mixed, [1, 0, 2]), [width, trials * neurons]) as Matrix
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
  const part = (values: Float32Array, trial: number, rows: number, columns: number): Matrix =>
    tf.tensor2d(values.subarray(trial * rows * columns, (trial + 1) * rows * columns), [rows, columns])
  const signals = Array.from({ length: trials }, (_, trial) => part(x, trial, channels, width))
  return {
    mix: (weights) =>
      tf.tidy(() => {
        const products = signals.map((signal, trial) =>
          tf.tidy(() => tf.matMul(tf.transpose(signal), part(weights, trial, channels, neurons)) as Matrix),
        )
        const mixed = tf.reshape(tf.concat(products, 0), [trials, width, neurons])
        return tf.reshape(tf.transpose(mixed, [1, 0, 2]), [width, trials * neurons]) as Matrix
      }),
    async weightGradients(mixed) {
      const slopes = (await mixed.data()) as Float32Array
      const result = new Float32Array(trials * channels * neurons)
      signals.forEach((signal, trial) => {
        const product = tf.tidy(() => tf.matMul(signal, part(slopes, trial, width, neurons)))
        result.set(product.dataSync(), trial * channels * neurons)
        product.dispose()
      })
      return result
    },
    dispose: () => tf.dispose(signals),
  }
}
