import type { NpyArray } from '../../formats/npy'
import { featureCount } from '../learner'
import { filterCount, temporalName } from '../parameters'
import type { ExportedNetwork } from './network'

/** Arrays by name, in PyTorch's layout. */
export type StateDict = Readonly<Record<string, NpyArray>>

/**
 * The weights under the names of the module in `docs/python/model_torch.py`, as `load_state_dict` wants them. Convolutions
 * are `Conv2d` over `[batch, feature, electrode, sample]`: temporal filters `[filter, 1, 1, tap]`, spatial weights
 * `[map, filter, electrode, 1]`. The golden layout (`Parameters`) has the same order of values throughout.
 */
export function toStateDict({ spec, trained }: ExportedNetwork): StateDict {
  const { network, neurons, classes } = spec
  const { parameters: p, statistics } = trained
  const { bn1Mean, bn1Var, bn2Mean, bn2Var } = statistics
  const filters = filterCount(network)
  const banks = network.taps.map((taps, bank): [string, NpyArray] => [
    `temporal.${bank}.weight`,
    { shape: [network.filtersPerBank, 1, 1, taps], data: p[temporalName(taps)]! },
  ])
  return {
    ...Object.fromEntries(banks),
    ...normalisation('norm1', [p['bn1Gamma']!, p['bn1Beta']!, bn1Mean, bn1Var]),
    'spatial.weight': { shape: [network.maps, filters, neurons, 1], data: p['spatial']! },
    ...normalisation('norm2', [p['bn2Gamma']!, p['bn2Beta']!, bn2Mean, bn2Var]),
    'linear.weight': { shape: [classes, featureCount(spec)], data: p['fcWeight']! },
    'linear.bias': { shape: [classes], data: p['fcBias']! },
  }
}

function normalisation(layer: string, arrays: readonly Float32Array[]): StateDict {
  const parts = ['weight', 'bias', 'running_mean', 'running_var']
  return Object.fromEntries(arrays.map((data, i) => [`${layer}.${parts[i]}`, { shape: [data.length], data }]))
}
