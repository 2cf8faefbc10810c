import type * as tfjs from '@tensorflow/tfjs-core'
import { gatherExamples, type Examples } from '../domain/examples'
import { AppError } from '../domain/error'
import {
  blocksOf,
  blockSize,
  createKeptSets,
  type ExampleStore,
  type SignalBatch,
  type StoreParts,
} from './exampleStore'
import type { Matrix, Tf } from './front'

/** Examples in a few large tensors, of which a batch takes its rows on the device. No tensor is larger than a buffer: what
 *  does not fit into one is made, kept and mixed in parts. */
export function createStackedExamples({ tf, front, channels, limits }: StoreParts): ExampleStore {
  const size = channels * front.width
  const rowsOf = (values: number): number => Math.max(1, Math.floor(limits.buffer / (4 * values)))
  const perTensor = rowsOf(size)
  const transform = (examples: Examples, indices: Int32Array): Matrix =>
    tf.tidy(() => {
      // What is put in may be wider than what comes out.
      const atOnce = Math.min(blockSize, perTensor, rowsOf(channels * examples.samples))
      const blocks = blocksOf(0, indices.length, atOnce).map((places) =>
        indices.subarray(places[0], places.at(-1)! + 1),
      )
      const rows = blocks.map((block) =>
        tf.reshape(front.transform(gatherExamples(examples, block)), [block.length, size]),
      )
      return (rows.length === 1 ? rows[0]! : tf.concat(rows, 0)) as Matrix
    })
  const stack = (examples: Examples): Matrix[] =>
    blocksOf(0, examples.count, perTensor).map((rows) => transform(examples, rows))
  const kept = createKeptSets(limits, stack, (buffers) => tf.dispose(buffers))
  return {
    gather(examples, indices) {
      const buffers = kept.of(examples, 4 * size * examples.count)
      const parts = blocksOf(0, indices.length, perTensor).map((places) => {
        const part = indices.subarray(places[0], places.at(-1)! + 1)
        const rows = buffers ? tf.tidy(() => takeRows(tf, buffers, part, perTensor)) : transform(examples, part)
        const signals: tfjs.Tensor3D = tf.reshape(rows, [part.length, channels, front.width])
        rows.dispose()
        return signals
      })
      return joinBatches(
        tf,
        parts.map((signals) => toBatch(tf, signals)),
        (values) => requireRoom(values, limits.tensor),
      )
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

interface PartOfBatch extends SignalBatch {
  readonly trials: number
  readonly channels: number
  readonly width: number
}

function toBatch(tf: Tf, signals: tfjs.Tensor3D): PartOfBatch {
  const [trials, channels, width] = signals.shape
  return {
    ...{ trials, channels, width },
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

/** Trials of several parts as one batch. `requireRoom` throws for a result of too many values. */
function joinBatches(tf: Tf, parts: readonly PartOfBatch[], requireRoom: (values: number) => void): SignalBatch {
  const [{ channels, width }] = parts as [PartOfBatch, ...PartOfBatch[]]
  const trials = parts.reduce((sum, part) => sum + part.trials, 0)
  const starts = parts.map((_, i) => parts.slice(0, i).reduce((sum, part) => sum + part.trials, 0))
  const join = (make: (part: PartOfBatch, start: number) => Matrix): Matrix =>
    parts.length === 1
      ? make(parts[0]!, 0)
      : tf.tidy(() =>
          tf.concat(
            parts.map((part, i) => make(part, starts[i]!)),
            1,
          ),
        )
  return {
    mix(weights) {
      const perTrial = weights.length / trials
      requireRoom((width * weights.length) / channels)
      return join((part, start) => part.mix(weights.subarray(start * perTrial, (start + part.trials) * perTrial)))
    },
    async weightGradients(mixed) {
      if (parts.length === 1) return parts[0]!.weightGradients(mixed)
      const [, , neurons] = mixed.shape
      const values = new Float32Array(trials * channels * neurons)
      for (const [i, part] of parts.entries()) {
        const own = tf.slice(mixed, [starts[i]!, 0, 0], [part.trials, width, neurons])
        values.set(await part.weightGradients(own), starts[i]! * channels * neurons)
        own.dispose()
      }
      return values
    },
    pick(list) {
      requireRoom(width * trials * (list?.length ?? channels))
      return join((part) => part.pick(list))
    },
    dispose: () => parts.forEach((part) => part.dispose()),
  }
}

function requireRoom(values: number, bytes: number): void {
  if (4 * values <= bytes) return
  const megabytes = (count: number): string => `${Math.round(count / 1e6)} MB`
  throw new AppError({
    code: 'learner/unsupported',
    message: `A batch of these sizes needs ${megabytes(4 * values)} in one piece, the graphics card gives at most ${megabytes(bytes)}.`,
    hint: 'Choose fewer electrodes or shorter windows, or the backend cpu.',
  })
}
