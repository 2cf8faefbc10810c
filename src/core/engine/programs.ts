import { convolve, convolveBack } from './convolution'
import { engineOrder, type EngineOrder } from './crew'
import { filtersBack, kernelsBack, measureBatch, scaleFilters, transformKernels, weightsBack } from './filters'
import { transformStaged } from './inputs'
import { selectBack, selectTrials, sumAlpha, sumInputs, sumSelected } from './selection'
import { head, headEvaluation, mapsBack, toMaps } from './tail'
import { alone, momentStage, setting, type Phase, type ThreadContext } from './threadContext'
import { update } from './update'

/** The phases of an order on these sizes. The same for all threads, as they wait for each other between phases. */
export function programOf(order: EngineOrder, { settings, plan }: ThreadContext): readonly Phase[] {
  if (order === engineOrder.cache) return [transformStaged]
  if (order === engineOrder.evaluate) return [...populationKernels(settings), convolve, toMaps, headEvaluation]
  if (order === engineOrder.moments) {
    const isFirst = settings[setting.stage] === momentStage.inputs
    return isFirst ? [sumInputs] : [...populationKernels(settings), convolve, toMaps]
  }
  const { selects } = plan.sizes
  const phases = selects ? selectionGradients : fixedGradients
  return order === engineOrder.step ? [...phases, update] : phases
}

const forward = [measureBatch, transformKernels, convolve, toMaps, head]
const backward = [mapsBack, convolveBack, kernelsBack, weightsBack, filtersBack]
const selectionGradients = [selectTrials, sumSelected, ...forward, ...backward, selectBack, sumAlpha]
const fixedGradients = [sumInputs, ...forward, ...backward]

const scalePopulation = alone('population', (context) => {
  const { plan, doubles } = context
  const { filters } = plan.sizes
  const variances = doubles.subarray(plan.at.population / 8 + filters, plan.at.population / 8 + 2 * filters)
  scaleFilters(
    context,
    variances.map((variance) => 1 / Math.sqrt(variance + plan.spec.network.batchNormEpsilon)),
  )
})

const populationKernels = (settings: Float64Array): readonly Phase[] =>
  settings[setting.fresh] === 1 ? [scalePopulation, transformKernels] : []
