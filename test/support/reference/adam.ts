import type { StepSettings } from '../../../src/core/model/learner'
import { copyTensors, type Tensors } from './tensors'

/** What float64 Adam goes on from. */
export interface AdamState {
  readonly parameters: Tensors
  readonly firstMoments: Tensors
  readonly secondMoments: Tensors
  readonly steps: number
}

export const freshAdam = (parameters: Readonly<Tensors>): AdamState => {
  const zeros = (): Tensors =>
    Object.fromEntries(Object.entries(parameters).map(([name, values]) => [name, values.map(() => 0)]))
  return { parameters: copyTensors(parameters), firstMoments: zeros(), secondMoments: zeros(), steps: 0 }
}

/** Kingma and Ba 2015, algorithm 1, with β₁ = 0.9, β₂ = 0.999, ε = 1e-8; the rate of alpha is its own. */
export function adamStep(state: AdamState, gradients: Readonly<Tensors>, settings: StepSettings): AdamState {
  const [beta1, beta2, epsilon] = [0.9, 0.999, 1e-8]
  const steps = state.steps + 1
  const next = {
    parameters: copyTensors(state.parameters),
    firstMoments: copyTensors(state.firstMoments),
    secondMoments: copyTensors(state.secondMoments),
  }
  for (const [name, values] of Object.entries(next.parameters)) {
    if (settings.frozen?.includes(name)) continue
    const rate = name === 'alpha' ? settings.alphaRate : settings.learningRate
    const [m, v, g] = [next.firstMoments[name]!, next.secondMoments[name]!, gradients[name]!]
    for (let i = 0; i < values.length; i++) {
      m[i] = beta1 * m[i]! + (1 - beta1) * g[i]!
      v[i] = beta2 * v[i]! + (1 - beta2) * g[i]! ** 2
      values[i]! -= (rate * (m[i]! / (1 - beta1 ** steps))) / (Math.sqrt(v[i]! / (1 - beta2 ** steps)) + epsilon)
    }
  }
  return { ...next, steps }
}
