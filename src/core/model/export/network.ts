import type { TrainedNetwork } from '../../domain/decoder'
import { AppError } from '../../domain/error'
import type { TrainedModel } from '../../domain/model'
import { toGrid } from '../../signal/spec'
import type { LearnerSpec } from '../learner'
import { copyParameters, filterCount } from '../parameters'

/** A model's network with its sizes, checked against each other. */
export interface ExportedNetwork {
  /** Without a selection layer: the electrodes are chosen. */
  readonly spec: LearnerSpec
  readonly trained: TrainedNetwork
}

/**
 * @throws AppError `export/unsupported` for a decoder that is no network, `model/damaged` for arrays that do not fit
 */
export function networkOf(model: TrainedModel): ExportedNetwork {
  const { decoder, electrodes, classes, pipeline } = model
  if (decoder.kind !== 'network') throw noNetwork(decoder.kind)
  const neurons = electrodes.length
  const sizes = { channels: neurons, neurons, samples: toGrid(pipeline).window, classes: classes.length }
  const spec: LearnerSpec = { network: decoder.network, mode: 'fixed', ...sizes }
  const filters = filterCount(decoder.network)
  const { statistics } = decoder
  checkLength('bn1Mean', statistics.bn1Mean, filters)
  checkLength('bn1Var', statistics.bn1Var, filters)
  checkLength('bn2Mean', statistics.bn2Mean, decoder.network.maps)
  checkLength('bn2Var', statistics.bn2Var, decoder.network.maps)
  return { spec, trained: { ...decoder, parameters: copyParameters(spec, decoder.parameters) } }
}

function checkLength(name: string, values: Float32Array, expected: number): void {
  if (values.length === expected) return
  throw new AppError({
    code: 'model/damaged',
    message: `Statistics ${name} should have ${expected} values, found ${values.length}.`,
    hint: 'The model does not fit its own description: learn it again.',
    values: { name, expected, found: values.length },
  })
}

const noNetwork = (kind: string): AppError =>
  new AppError({
    code: 'export/unsupported',
    message: `Only networks are exported as ONNX; this decoder is of the kind ${kind}.`,
    hint: 'Export it as npz, which docs/python/model_classical.py computes, or learn a network with these electrodes.',
    values: { kind },
  })
