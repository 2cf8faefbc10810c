import type { Parameters } from '../domain/model'

/** Adam (Kingma and Ba 2015) over named plain arrays, with a rate for each. */
export interface Adam {
  /** Moves `parameters` in place. */
  step(parameters: Parameters, gradients: Parameters, rateOf: (name: string) => number): void
}

export function createAdam(beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8): Adam {
  const moments = new Map<string, { first: Float64Array; second: Float64Array }>()
  let steps = 0
  return {
    step(parameters, gradients, rateOf) {
      steps++
      const correction1 = 1 - beta1 ** steps
      const correction2 = 1 - beta2 ** steps
      for (const [name, values] of Object.entries(parameters)) {
        const gradient = gradients[name]!
        const rate = rateOf(name)
        let moment = moments.get(name)
        if (!moment) moments.set(name, (moment = zeros(values.length)))
        const { first, second } = moment
        for (let i = 0; i < values.length; i++) {
          const slope = gradient[i]!
          first[i] = beta1 * first[i]! + (1 - beta1) * slope
          second[i] = beta2 * second[i]! + (1 - beta2) * slope * slope
          values[i]! -= (rate * (first[i]! / correction1)) / (Math.sqrt(second[i]! / correction2) + epsilon)
        }
      }
    },
  }
}

const zeros = (size: number): { first: Float64Array; second: Float64Array } => ({
  first: new Float64Array(size),
  second: new Float64Array(size),
})
