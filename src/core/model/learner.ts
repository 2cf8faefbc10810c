import type { BatchStatistics, NetworkSpec, Parameters } from '../domain/model'

export type BackendName = 'wasm' | 'tensorflow' | 'cpu' | 'webgpu'

/** What a learner learns: sizes and network, fixed for its life. */
export interface LearnerSpec {
  readonly network: NetworkSpec
  /** `select`: a selection layer leads from `channels` to `neurons`. `fixed`: `x` has `neurons` channels already. */
  readonly mode: 'select' | 'fixed'
  readonly channels: number
  readonly neurons: number
  readonly samples: number
  readonly classes: number
}

/** Crops or trials that batches point into. A learner may keep work of its own for as long as the object lives,
 *  so `x` must not change. */
export interface Examples {
  readonly count: number
  /** `[example, channel, sample]` */
  readonly x: Float32Array
}

/** A batch with all its randomness: the same arrays give the same step on every backend. */
export interface LearnerBatch {
  readonly examples: Examples
  /** Which examples, `[B]`. */
  readonly indices: Int32Array
  /** `[B]`, 0 … classes − 1. */
  readonly labels: Int32Array
  /** Uniforms of the Gumbel noise in (1e-6, 1 − 1e-6), `[B, channel, neuron]`; `null` in mode `fixed`. */
  readonly uniforms: Float32Array | null
  /** What each feature is multiplied with: 0 or 1 / (1 − dropout), `[B, feature]`; `null`: no dropout. */
  readonly dropoutMask: Float32Array | null
}

export interface Objective {
  readonly temperature: number
  /** Sum of a channel's probabilities over the neurons that is free of penalty. */
  readonly threshold: number
  readonly penaltyWeight: number
  /** Factor of the sum of squared convolution and linear weights. */
  readonly weightDecay: number
}

export interface StepSettings extends Objective {
  readonly learningRate: number
  readonly alphaRate: number
}

export interface StepResult {
  /** Cross-entropy + weighted penalty + weight decay. */
  readonly loss: number
  readonly crossEntropy: number
  readonly penalty: number
  readonly correct: number
}

export interface GradientResult extends StepResult {
  /** `[B, class]` */
  readonly logits: Float32Array
  readonly gradients: Parameters
}

/** Learns one network. All arrays are plain; a backend never draws a random number.
 *  Calls are made one after the other: wait for a promise before the next call. */
export interface Learner {
  readonly spec: LearnerSpec
  readonly backend: BackendName
  /** Why this backend, in one sentence for the person. */
  readonly reason: string
  /** Values for every parameter; starts the optimiser anew. Throws `model/damaged` when a size does not fit. */
  load(parameters: Parameters): void
  loadStatistics(statistics: BatchStatistics): void
  /** Copies, golden layout. */
  parameters(): Parameters
  /** Population statistics last computed or loaded; `null` before. */
  statistics(): BatchStatistics | null
  /** One Adam step. */
  step(batch: LearnerBatch, settings: StepSettings): Promise<StepResult>
  /** What `step` would follow, without moving. */
  gradients(batch: LearnerBatch, objective: Objective): Promise<GradientResult>
  /** Logits `[indices, class]` under hard selection, with population statistics and without dropout. */
  evaluate(examples: Examples, indices: Int32Array): Promise<Float32Array>
  /** Exact batch statistics over these examples under hard selection; `evaluate` uses them from now on. */
  recomputeStatistics(examples: Examples, indices: Int32Array): Promise<BatchStatistics>
  dispose(): void
}

/** Makes learners on one backend that has passed its self-test. */
export interface LearnerFactory {
  readonly backend: BackendName
  readonly reason: string
  create(spec: LearnerSpec): Learner
}

/** Pooled length: full pooling windows that fit (floor). */
export const pooledLength = (network: NetworkSpec, samples: number): number =>
  Math.floor((samples - network.poolLength) / network.poolStride) + 1

export const featureCount = (spec: LearnerSpec): number => spec.network.maps * pooledLength(spec.network, spec.samples)
