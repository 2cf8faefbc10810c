import type * as tfjs from '@tensorflow/tfjs-core'
import { gatherExamples, type Examples } from '../domain/examples'
import { blocksOf, createKeptSets, type ExampleStore, type SignalBatch, type StoreParts } from './exampleStore'
import type { Matrix, Tf } from './front'

/** Every example a tensor of its own, `[channel, width]`: a batch is a list of those that are there. */
export function createSeparateExamples({ tf, front, channels, limits }: StoreParts): ExampleStore {
  const transform = (examples: Examples, indices: Int32Array): Matrix[] =>
    tf.tidy(() => {
      const rows = front.transform(gatherExamples(examples, indices))
      const values = rows.dataSync() as Float32Array
      const size = channels * front.width
      return Array.from(indices, (_, i) => tf.tensor2d(values.slice(i * size, (i + 1) * size), [channels, front.width]))
    })
  const separate = (examples: Examples): Matrix[] =>
    blocksOf(0, examples.count).flatMap((block) => transform(examples, block))
  const kept = createKeptSets(limits, separate, (tensors) => tf.dispose(tensors))
  return {
    gather(examples, indices) {
      const all = kept.of(examples, 4 * channels * front.width * examples.count)
      const signals = all ? Array.from(indices, (index) => all[index]!) : transform(examples, indices)
      return { ...toBatch(tf, signals), dispose: () => (all ? undefined : tf.dispose(signals)) }
    },
    dispose: () => kept.dispose(),
  }
}

/** Trial by trial, the small matrix on the right, since that side is repacked for every product. */
function toBatch(tf: Tf, signals: readonly Matrix[]): Omit<SignalBatch, 'dispose'> {
  const [channels, width] = signals[0]!.shape
  const trials = signals.length
  const part = (values: Float32Array, trial: number, rows: number): Matrix => {
    const size = values.length / trials
    return tf.tensor2d(values.subarray(trial * size, (trial + 1) * size), [rows, size / rows])
  }
  const product = (left: tfjs.Tensor, right: tfjs.Tensor): Matrix => tf.matMul(left, right)
  return {
    mix: (weights) =>
      tf.tidy(() => {
        const products = signals.map((signal, trial) =>
          tf.tidy(() => product(tf.transpose(signal), part(weights, trial, channels))),
        )
        const mixed = tf.reshape(tf.concat(products, 0), [trials, width, -1])
        return tf.reshape(tf.transpose(mixed, [1, 0, 2]), [width, -1]) as Matrix
      }),
    async weightGradients(mixed) {
      const slopes = (await mixed.data()) as Float32Array
      const products = tf.tidy(() =>
        tf.concat(
          signals.map((signal, trial) => tf.tidy(() => product(signal, part(slopes, trial, width)))),
          0,
        ),
      )
      const values = (await products.data()) as Float32Array
      products.dispose()
      return values
    },
    pick: (list) =>
      tf.tidy(() => {
        const rows = signals.map((signal) => (list ? tf.gather(signal, tf.tensor1d(list, 'int32')) : signal))
        return tf.transpose(tf.concat(rows, 0)) as Matrix
      }),
  }
}
