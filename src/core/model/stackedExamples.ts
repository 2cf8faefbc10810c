import type * as tfjs from '@tensorflow/tfjs-core'
import { gatherExamples, type Examples } from '../domain/examples'
import {
  blocksOf,
  blockSize,
  createKeptSets,
  type ExampleStore,
  type SignalBatch,
  type StoreParts,
} from './exampleStore'
import type { Matrix, Tf } from './front'

/** Examples in a few large tensors, of which a batch takes its rows on the device. */
export function createStackedExamples({ tf, front, channels, limits }: StoreParts): ExampleStore {
  const size = channels * front.width
  const perBuffer = Math.max(1, Math.floor(limits.buffer / (4 * size * blockSize))) * blockSize
  const transform = (examples: Examples, indices: Int32Array): Matrix =>
    tf.tidy(() => tf.reshape(front.transform(gatherExamples(examples, indices)), [indices.length, size]))

  /** Buffers `[example, channel · width]`, all full but the last. */
  const stack = (examples: Examples): Matrix[] => {
    const buffers: Matrix[] = []
    for (let start = 0; start < examples.count; start += perBuffer) {
      const blocks = blocksOf(start, Math.min(start + perBuffer, examples.count))
      buffers.push(
        tf.tidy(() =>
          tf.concat(
            blocks.map((block) => transform(examples, block)),
            0,
          ),
        ),
      )
    }
    return buffers
  }
  const kept = createKeptSets(limits, stack, (buffers) => tf.dispose(buffers))
  return {
    gather(examples, indices) {
      const buffers = kept.of(examples, 4 * size * examples.count)
      const rows = buffers ? tf.tidy(() => takeRows(tf, buffers, indices, perBuffer)) : transform(examples, indices)
      const signals: tfjs.Tensor3D = tf.reshape(rows, [indices.length, channels, front.width])
      rows.dispose()
      return toBatch(tf, signals)
    },
    dispose: () => kept.dispose(),
  }
}

/** Rows of matrices that follow each other, `perMatrix` rows each. */
function takeRows(tf: Tf, matrices: readonly Matrix[], rows: Int32Array, perMatrix: number): Matrix {
  const take = (matrix: Matrix, list: Int32Array): Matrix => tf.gather(matrix, tf.tensor1d(list, 'int32'))
  if (matrices.length === 1) return take(matrices[0]!, rows)
  const order = new Int32Array(rows.length)
  const parts: Matrix[] = []
  let place = 0
  matrices.forEach((matrix, number) => {
    const here: number[] = []
    rows.forEach((row, i) => {
      if (Math.floor(row / perMatrix) !== number) return
      here.push(row - number * perMatrix)
      order[i] = place++
    })
    if (here.length > 0) parts.push(take(matrix, Int32Array.from(here)))
  })
  return take(tf.concat(parts, 0), order)
}

function toBatch(tf: Tf, signals: tfjs.Tensor3D): SignalBatch {
  const [trials, channels, width] = signals.shape
  return {
    mix: (weights) =>
      tf.tidy(() => {
        const neurons = weights.length / (trials * channels)
        const mixed = tf.matMul(signals, tf.tensor3d(weights, [trials, channels, neurons]), true, false)
        return tf.reshape(tf.transpose(mixed, [1, 0, 2]), [width, trials * neurons]) as Matrix
      }),
    async weightGradients(mixed) {
      const product = tf.tidy(() => tf.matMul(signals, mixed))
      const values = (await product.data()) as Float32Array
      product.dispose()
      return values
    },
    pick: (list) =>
      tf.tidy(() => {
        const picked = list ? tf.gather(signals, tf.tensor1d(list, 'int32'), 1) : signals
        return tf.transpose(tf.reshape(picked, [-1, width])) as Matrix
      }),
    dispose: () => signals.dispose(),
  }
}
