import type { LearnerSpec, Objective } from '../../../src/core/model/learner'
import { createAlgebraReference } from './algebraFront'
import type { FrontPass, ReferenceFront } from './front'
import { createLayeredReference } from './layeredFront'
import { crossEntropy, linear, logPower, momentsOf, normalise, type Moments, type NormalisationPass } from './layers'
import { hardSelection, penaltyOf, softSelection } from './selection'
import type { ReferenceBatch, Tensors } from './tensors'

export interface ReferenceResult {
  /** `[trial, class]` */
  readonly logits: Float64Array
  readonly loss: number
  readonly crossEntropy: number
  readonly penalty: number
  readonly correct: number
  readonly gradients: Tensors
}

export interface ReferenceStatistics {
  readonly bn1Mean: Float64Array
  readonly bn1Var: Float64Array
  readonly bn2Mean: Float64Array
  readonly bn2Var: Float64Array
}

/** The network in float64, for any sizes: what every learner is compared with. */
export interface Reference {
  gradients(parameters: Readonly<Tensors>, batch: ReferenceBatch, objective: Objective): ReferenceResult
  /** Population statistics of `x` `[example, channel, sample]` under hard selection. */
  statistics(parameters: Readonly<Tensors>, x: Float64Array): ReferenceStatistics
  /** Logits under hard selection, without dropout. */
  evaluate(parameters: Readonly<Tensors>, statistics: ReferenceStatistics, x: Float64Array): Float64Array
}

/** `layered`: as published, layer by layer. `algebra`: the collapsed form with edge terms and its own backward. */
export function createReference(spec: LearnerSpec, form: 'layered' | 'algebra'): Reference {
  const front = form === 'layered' ? createLayeredReference(spec) : createAlgebraReference(spec)
  const select = (parameters: Readonly<Tensors>, x: Float64Array): Float64Array =>
    spec.mode === 'select' ? hardSelection(x, parameters['alpha']!, spec) : x
  return {
    gradients: (parameters, batch, objective) => differentiate({ spec, front }, parameters, batch, objective),
    statistics(parameters, x) {
      const { maps, moments } = front.forward(select(parameters, x), parameters, null)
      const second = momentsOf(maps, mapShape(spec, maps))
      return { bn1Mean: moments.mean, bn1Var: moments.variance, bn2Mean: second.mean, bn2Var: second.variance }
    },
    evaluate(parameters, { bn1Mean, bn1Var, bn2Mean, bn2Var }, x) {
      const first = { mean: bn1Mean, variance: bn1Var }
      const { maps } = front.forward(select(parameters, x), parameters, first)
      return runTail(spec, parameters, { maps, mask: null, fixed: { mean: bn2Mean, variance: bn2Var } }).logits
    },
  }
}

function differentiate(
  { spec, front }: { spec: LearnerSpec; front: ReferenceFront },
  parameters: Readonly<Tensors>,
  batch: ReferenceBatch,
  objective: Objective,
): ReferenceResult {
  const { temperature, threshold, penaltyWeight, weightDecay } = objective
  const alpha = parameters['alpha']!
  const selection =
    spec.mode === 'select' ? softSelection(batch.x, { alpha, uniforms: batch.uniforms!, temperature }, spec) : null
  const pass: FrontPass = front.forward(selection?.output ?? batch.x, parameters, null)
  const tail = runTail(spec, parameters, { maps: pass.maps, mask: batch.dropoutMask, fixed: null })
  const entropy = crossEntropy(tail.logits, batch.labels)
  const behind = tail.backward(entropy.gradient)
  const ahead = pass.backward(behind.maps)
  const gradients: Tensors = { ...ahead.parameters, ...behind.parameters }
  let penalty = 0
  if (selection) {
    const pull = penaltyOf(alpha, threshold, spec)
    penalty = pull.penalty
    gradients['alpha'] = selection.backward(ahead.input).map((value, i) => value + penaltyWeight * pull.gradient[i]!)
  }
  let loss = entropy.value + penaltyWeight * penalty
  for (const name of Object.keys(gradients).filter(isDecayed)) {
    loss += weightDecay * parameters[name]!.reduce((sum, value) => sum + value ** 2, 0)
    gradients[name] = gradients[name]!.map((value, i) => value + 2 * weightDecay * parameters[name]![i]!)
  }
  return { logits: tail.logits, loss, crossEntropy: entropy.value, penalty, correct: entropy.correct, gradients }
}

/** Convolution and linear weights; not the normalisations, the bias of the linear layer or the selection. */
const isDecayed = (name: string): boolean => /^(temporal\d+|spatial|fcWeight)$/.test(name)

const mapShape = ({ network, samples }: LearnerSpec, maps: Float64Array) => ({
  trials: maps.length / (network.maps * samples),
  maps: network.maps,
  inner: samples,
})

interface TailInput {
  readonly maps: Float64Array
  readonly mask: Float64Array | null
  readonly fixed: Moments | null
}

/** Second normalisation, square, pool, log, dropout, linear layer. */
function runTail(spec: LearnerSpec, parameters: Readonly<Tensors>, { maps, mask, fixed }: TailInput) {
  const { network, samples } = spec
  const shape = mapShape(spec, maps)
  const second: NormalisationPass = normalise(
    maps,
    { gamma: parameters['bn2Gamma']!, beta: parameters['bn2Beta']!, epsilon: network.batchNormEpsilon, fixed },
    shape,
  )
  const pooled = Math.floor((samples - network.poolLength) / network.poolStride) + 1
  const features = logPower(second.output, { ...network, rows: shape.trials * network.maps, samples, pooled })
  const drop = (values: Float64Array): Float64Array => (mask ? values.map((value, i) => value * mask[i]!) : values)
  const last = linear(drop(features.output), { weight: parameters['fcWeight']!, bias: parameters['fcBias']! })
  return {
    logits: last.output,
    backward(slope: Float64Array): { parameters: Tensors; maps: Float64Array } {
      const behind = last.backward(slope)
      const { values, gamma, beta } = second.backward(features.backward(drop(behind.features)))
      const own = { bn2Gamma: gamma, bn2Beta: beta, fcWeight: behind.weight, fcBias: behind.bias }
      return { parameters: own, maps: values }
    },
  }
}
