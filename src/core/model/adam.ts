import type { Parameters } from '../domain/model'
import type { LearnerSnapshot } from './learner'

type Moments = Pick<LearnerSnapshot, 'firstMoments' | 'secondMoments' | 'steps'>

/** Adam (Kingma and Ba 2015) over named plain arrays, with a rate for each. */
export interface Adam {
  /** Moves `parameters` in place; those with a rate of `null` stay as they are, and so do their moments. */
  step(parameters: Parameters, gradients: Parameters, rateOf: (name: string) => number | null): void
  /** Copies of its state; a parameter that never moved has none. */
  snapshot(): Moments
}

export interface AdamOptions {
  readonly beta1?: number
  readonly beta2?: number
  readonly epsilon?: number
  /** State to go on from. */
  readonly from?: Moments
}

export function createAdam({ beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, from }: AdamOptions = {}): Adam {
  const first = copyAll(from?.firstMoments ?? {})
  const second = copyAll(from?.secondMoments ?? {})
  let steps = from?.steps ?? 0
  return {
    step(parameters, gradients, rateOf) {
      steps++
      const correction1 = 1 - beta1 ** steps
      const correction2 = 1 - beta2 ** steps
      for (const [name, values] of Object.entries(parameters)) {
        const rate = rateOf(name)
        if (rate === null) continue
        const gradient = gradients[name]!
        const [m, v] = [
          (first[name] ??= new Float32Array(values.length)),
          (second[name] ??= new Float32Array(values.length)),
        ]
        for (let i = 0; i < values.length; i++) {
          const slope = gradient[i]!
          m[i] = beta1 * m[i]! + (1 - beta1) * slope
          v[i] = beta2 * v[i]! + (1 - beta2) * slope * slope
          values[i]! -= (rate * (m[i]! / correction1)) / (Math.sqrt(v[i]! / correction2) + epsilon)
        }
      }
    },
    snapshot: () => ({ firstMoments: copyAll(first), secondMoments: copyAll(second), steps }),
  }
}

const copyAll = (arrays: Parameters): Record<string, Float32Array> =>
  Object.fromEntries(Object.entries(arrays).map(([name, values]) => [name, values.slice()]))
