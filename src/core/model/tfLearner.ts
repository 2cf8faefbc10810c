import type { BackendName } from '../domain/backend'
import type { BatchStatistics, Parameters } from '../domain/model'
import { createAdam } from './adam'
import { createCollapsedFront } from './collapsedFront'
import { createExampleStore, type ExampleStore, type SignalBatch } from './exampleStore'
import type { Front, Matrix, Tf } from './front'
import { createLayeredFront } from './layeredFront'
import type { Examples } from '../domain/examples'
import type { GradientResult, Learner, LearnerBatch, LearnerSpec, Objective } from './learner'
import { noiseArrays, type NoiseArrays } from './noise'
import { classify, squaredWeights } from './losses'
import { copyParameters, copyStatistics, decayed, requireFilters } from './parameters'
import { alphaGradient, duplicatePenalty, gumbelWeights, hardChoice } from './selectionLayer'
import { populationStatistics, type InputBlocks } from './statistics'
import { createTail, type MapMoments, type Tail } from './tail'

export interface TfLearnerOptions {
  readonly backend: BackendName
  /** `collapsed` by default; `layered` is the slow reference. */
  readonly form?: 'collapsed' | 'layered'
}

/** A learner on a TensorFlow.js backend that is ready. Parameters and optimiser are plain arrays here; TensorFlow does
 *  the large products, so no tensor outlives a call except the constants and the examples, which `dispose` frees. */
export function createTfLearner(tf: Tf, spec: LearnerSpec, options: TfLearnerOptions): Learner {
  requireFilters(spec.network)
  const shape = { network: spec.network, neurons: spec.neurons, samples: spec.samples }
  const front = options.form === 'layered' ? createLayeredFront(tf, shape) : createCollapsedFront(tf, shape)
  const inputs = spec.mode === 'select' ? spec.channels : spec.neurons
  const engine: Engine = {
    tf,
    spec,
    front,
    tail: createTail(tf, spec.network, spec.samples),
    store: createExampleStore({ tf, front, channels: inputs }),
  }
  let parameters: Record<string, Float32Array> = {}
  let statistics: BatchStatistics | null = null
  let adam = createAdam()
  return {
    spec,
    backend: options.backend,
    async load(values) {
      parameters = copyParameters(spec, values)
      adam = createAdam()
    },
    async loadStatistics(values) {
      statistics = copyStatistics(values)
    },
    parameters: async () => copyParameters(spec, parameters),
    statistics: async () => statistics && copyStatistics(statistics),
    snapshot: async () => ({
      parameters: copyParameters(spec, parameters),
      ...adam.snapshot(),
      statistics: statistics && copyStatistics(statistics),
    }),
    async restore(snapshot) {
      parameters = copyParameters(spec, snapshot.parameters)
      adam = createAdam({ from: snapshot })
      statistics = snapshot.statistics && copyStatistics(snapshot.statistics)
    },
    async step(batch, settings) {
      const { gradients, loss, crossEntropy, penalty, correct } = await differentiate(
        engine,
        parameters,
        batch,
        settings,
      )
      const { frozen = [], alphaRate, learningRate } = settings
      adam.step(parameters, gradients, (name) =>
        frozen.includes(name) ? null : name === 'alpha' ? alphaRate : learningRate,
      )
      return { loss, crossEntropy, penalty, correct, alpha: parameters['alpha']?.slice() ?? null }
    },
    gradients: (batch, objective) => differentiate(engine, parameters, batch, objective),
    evaluate: (examples, indices) => evaluate(engine, { parameters, statistics }, examples, indices),
    async recomputeStatistics(examples, indices) {
      const blocks = blockReader(engine, parameters, examples, indices)
      statistics = await populationStatistics(engine, parameters, blocks)
      return copyStatistics(statistics)
    },
    async dispose() {
      for (const part of [engine.front, engine.tail, engine.store]) part.dispose()
    },
  }
}

interface Engine {
  readonly tf: Tf
  readonly spec: LearnerSpec
  readonly front: Front
  readonly tail: Tail
  readonly store: ExampleStore
}

/** Loss and gradients of everything, weight decay included. */
async function differentiate(
  engine: Engine,
  parameters: Parameters,
  batch: LearnerBatch,
  objective: Objective,
): Promise<GradientResult> {
  const { tf, spec, front, tail } = engine
  const noise = noiseArrays(batch.noise, spec, batch.indices.length)
  const selection = select(engine, parameters, { batch, noise, temperature: objective.temperature })
  const pass = await front.forward(selection.input, parameters, null)
  const moments = await tail.moments(pass.maps)
  const tailPass = tail.forward(pass.maps, parameters, { moments, dropoutMask: noise.dropoutMask })
  const logits = (await tailPass.logits.data()) as Float32Array
  const classification = classify(logits, batch.labels)
  const behind = await tailPass.backward(classification.gradient)
  const ahead = await pass.backward(behind.maps, spec.mode === 'select')
  const gradients: Record<string, Float32Array> = { ...behind.parameters, ...ahead.parameters }
  let penalty = 0
  if (selection.weights && ahead.input) {
    const slopes = await selection.signals.weightGradients(ahead.input)
    const pull = duplicatePenalty(parameters['alpha']!, objective.threshold, spec)
    penalty = pull.penalty
    const alpha = alphaGradient(selection.weights, slopes, objective.temperature, spec)
    gradients['alpha'] = Float32Array.from(alpha, (value, i) => value + objective.penaltyWeight * pull.gradient[i]!)
  }
  for (const disposable of [selection, pass, tailPass]) disposable.dispose()
  tf.dispose([behind.maps, ahead.input].filter((tensor) => tensor !== null))
  const decay = addWeightDecay(parameters, gradients, objective.weightDecay)
  const { crossEntropy, correct } = classification
  return {
    loss: crossEntropy + objective.penaltyWeight * penalty + decay,
    crossEntropy,
    penalty,
    correct,
    logits,
    gradients,
  }
}

interface Selected {
  /** `[width, trial · neuron]` */
  readonly input: Matrix
  readonly weights: Float32Array | null
  readonly signals: SignalBatch
  dispose(): void
}

/** The selected channels of a batch: weighed by the noisy selection, or as they are. */
function select(
  engine: Engine,
  parameters: Parameters,
  { batch, noise, temperature }: { batch: LearnerBatch; noise: NoiseArrays; temperature: number },
): Selected {
  const { spec, store } = engine
  const signals = store.gather(batch.examples, batch.indices)
  const fixed = spec.mode === 'fixed'
  const weights = fixed ? null : gumbelWeights(parameters['alpha']!, noise.uniforms!, temperature, spec)
  const input = weights ? signals.mix(weights) : signals.pick(null)
  return { input, weights, signals, dispose: () => (signals.dispose(), input.dispose()) }
}

function addWeightDecay(parameters: Parameters, gradients: Record<string, Float32Array>, weightDecay: number): number {
  if (weightDecay === 0) return 0
  for (const [name, values] of Object.entries(parameters)) {
    if (!decayed(name)) continue
    const gradient = (gradients[name] = Float32Array.from(gradients[name]!))
    for (let i = 0; i < values.length; i++) gradient[i]! += 2 * weightDecay * values[i]!
  }
  return weightDecay * squaredWeights(parameters)
}

const blockSize = 64

/** Inputs of hard-selected channels, a block of examples at a time. */
function blockReader(engine: Engine, parameters: Parameters, examples: Examples, indices: Int32Array): InputBlocks {
  const { spec, store } = engine
  const chosen = spec.mode === 'select' ? hardChoice(parameters['alpha']!, spec) : null
  return async function* () {
    for (let start = 0; start < indices.length; start += blockSize) {
      const part = indices.subarray(start, start + blockSize)
      const signals = store.gather(examples, part)
      const input = signals.pick(chosen)
      signals.dispose()
      yield { input, trials: part.length }
      input.dispose()
    }
  }
}

async function evaluate(
  engine: Engine,
  state: { parameters: Parameters; statistics: BatchStatistics | null },
  examples: Examples,
  indices: Int32Array,
): Promise<Float32Array> {
  const { parameters, statistics } = state
  if (!statistics) throw new Error('Statistics are needed before an evaluation: recompute or load them.')
  const filterMoments = { mean: Float64Array.from(statistics.bn1Mean), variance: Float64Array.from(statistics.bn1Var) }
  const result = new Float32Array(indices.length * engine.spec.classes)
  let offset = 0
  for await (const { input } of blockReader(engine, parameters, examples, indices)()) {
    const pass = await engine.front.forward(input, parameters, filterMoments)
    const tailPass = engine.tail.forward(pass.maps, parameters, {
      moments: withoutBias(statistics, pass.bias),
      dropoutMask: null,
    })
    const logits = await tailPass.logits.data()
    result.set(logits, offset)
    offset += logits.length
    tailPass.dispose()
    pass.dispose()
  }
  return result
}

/** The maps lack the bias, so their mean must lack it too. */
const withoutBias = (statistics: BatchStatistics, bias: Float64Array): MapMoments => ({
  mean: Float64Array.from(statistics.bn2Mean, (mean, map) => mean - bias[map]!),
  variance: Float64Array.from(statistics.bn2Var),
})
