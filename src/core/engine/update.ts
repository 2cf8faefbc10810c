import { decayed } from '../model/parameters'
import { alone, setting, type Phase } from './threadContext'

/** One step of Adam on all parameters that are not frozen. */
export const update: Phase = alone('update', ({ plan, kernels, settings }) => {
  const { at } = plan
  const { learningRate, alphaRate, weightDecay, correction1, correction2, frozen } = setting
  plan.parameters.forEach(({ name, offset, count }, i) => {
    if (Math.floor(settings[frozen]! / 2 ** i) % 2 === 1) return
    const rate = settings[name === 'alpha' ? alphaRate : learningRate]! / settings[correction1]!
    const decay = decayed(name) ? 2 * settings[weightDecay]! : 0
    const moments = [at.firstMoments + offset * 4, at.secondMoments + offset * 4] as const
    const values = at.values + offset * 4
    kernels.adam(values, at.gradients + offset * 4, ...moments, count, decay, rate, 1 / settings[correction2]!)
  })
})
