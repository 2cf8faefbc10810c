import type * as tfjs from '@tensorflow/tfjs-core'
import type { Matrix, Tf } from './front'

/** Kernels at every frequency: with a = Σ K cos ω(τ−half) and b = Σ K sin ω(τ−half) of each neuron and map, the cosine
 *  part of a map is Σ a·c + b·s and its sine part Σ a·s − b·c. */
export interface SpectralProduct {
  /** `[coefficient, trial · map]` */
  readonly output: Matrix
  /** From the gradient of the output: of the kernels' a and b, `[coefficient, neuron · map]`, and of the signals. */
  backward(output: Matrix, wantsSignal: boolean): { kernel: Matrix; signal: Matrix | null }
  dispose(): void
}

export interface SpectralSizes {
  readonly frequencies: number
  readonly neurons: number
  readonly maps: number
}

/** `signal` `[coefficient, trial · neuron]`, `kernel` `[coefficient, neuron · map]`; coefficients are all cosine parts,
 *  then all sine parts. Both parts of a trial stand below each other, so that every copy moves whole rows. */
export function multiplySpectra(tf: Tf, signal: Matrix, kernel: Matrix, sizes: SpectralSizes): SpectralProduct {
  const { frequencies, neurons, maps } = sizes
  const saved = tf.tidy(() => {
    const [a, b] = partsOf(tf, kernel).map((part) => tf.reshape(part, [frequencies, neurons, maps]))
    const [cosine, sine] = partsOf(tf, signal)
    const stacked = stack(tf, cosine, sine, neurons)
    const [ac, as] = unstack(tf, tf.matMul(stacked, a!))
    const [bc, bs] = unstack(tf, tf.matMul(stacked, b!))
    return { a: a!, b: b!, stacked, output: tf.concat([tf.add(ac, bs), tf.sub(as, bc)], 0) as Matrix }
  })
  const { a, b, stacked } = saved
  return {
    output: saved.output,
    backward(output, wantsSignal) {
      const [kernelGradient, signalGradient] = tf.tidy(() => {
        const [cosine, sine] = partsOf(tf, output)
        const throughA = stack(tf, cosine, sine, maps)
        const throughB = stack(tf, tf.neg(sine), cosine, maps)
        const parts = [throughA, throughB].map((slopes) => tf.matMul(stacked, slopes, true, false))
        const kernels = tf.reshape(tf.concat(parts, 0), [2 * frequencies, neurons * maps])
        if (!wantsSignal) return [kernels]
        const signals = tf.add(tf.matMul(throughA, a, false, true), tf.matMul(throughB, b, false, true))
        return [kernels, tf.concat(unstack(tf, signals), 0)]
      }) as [Matrix, Matrix?]
      return { kernel: kernelGradient, signal: signalGradient ?? null }
    },
    dispose: () => tf.dispose(Object.values(saved)),
  }
}

/** `[coefficient, column]` → cosine and sine parts, `[frequency, column]`. */
function partsOf(tf: Tf, rows: tfjs.Tensor): [tfjs.Tensor, tfjs.Tensor] {
  const [coefficients, columns] = rows.shape as [number, number]
  const half = coefficients / 2
  return [tf.slice(rows, [0, 0], [half, columns]), tf.slice(rows, [half, 0], [half, columns])]
}

/** Two `[frequency, trial · inner]` → `[frequency, part · trial, inner]`. */
function stack(tf: Tf, first: tfjs.Tensor, second: tfjs.Tensor, inner: number): tfjs.Tensor {
  return tf.reshape(tf.concat([first, second], 1), [first.shape[0]!, -1, inner])
}

/** `[frequency, part · trial, inner]` → two `[frequency, trial · inner]`. */
function unstack(tf: Tf, stacked: tfjs.Tensor): [tfjs.Tensor, tfjs.Tensor] {
  const [frequencies, rows, inner] = stacked.shape as [number, number, number]
  const flat = tf.reshape(stacked, [frequencies, rows * inner])
  const half = (rows * inner) / 2
  return [tf.slice(flat, [0, 0], [frequencies, half]), tf.slice(flat, [0, half], [frequencies, half])]
}
