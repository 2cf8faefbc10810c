import type { BackendName } from '../domain/backend'
import type { BatchStatistics, NetworkSpec, Parameters } from '../domain/model'
import type { Examples } from '../domain/examples'
import type { BatchNoise } from './noise'

/** What a learner learns: sizes and network, fixed for its life. */
export interface LearnerSpec {
  readonly network: NetworkSpec
  /** `select`: a selection layer leads from `channels` to `neurons`. `fixed`: examples have `neurons` channels already. */
  readonly mode: 'select' | 'fixed'
  readonly channels: number
  readonly neurons: number
  readonly samples: number
  readonly classes: number
}

/** A batch with all its randomness: the same batch gives the same step on every backend. */
export interface LearnerBatch {
  readonly examples: Examples
  /** Which examples, `[B]`. */
  readonly indices: Int32Array
  /** `[B]`, 0 … classes − 1. */
  readonly labels: Int32Array
  readonly noise: BatchNoise
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
  /** Names of parameters that stay as they are (frozen layers); their moments in the optimiser stay too. */
  readonly frozen?: readonly string[]
}

export interface StepResult {
  /** Cross-entropy + weighted penalty + weight decay, before the step. */
  readonly loss: number
  readonly crossEntropy: number
  readonly penalty: number
  readonly correct: number
  /** Logits of the selection `[channel, neuron]` after the step; `null` in mode `fixed`. */
  readonly alpha: Float32Array | null
}

export interface GradientResult extends Omit<StepResult, 'alpha'> {
  /** `[B, class]` */
  readonly logits: Float32Array
  readonly gradients: Parameters
}

/** All that learning goes on from, in plain arrays of any backend: parameters, Adam's moments by parameter name, and how
 *  many steps were made. On the same backend the next step is the same to the bit. */
export interface LearnerSnapshot {
  readonly parameters: Parameters
  readonly firstMoments: Parameters
  readonly secondMoments: Parameters
  readonly steps: number
  readonly statistics: BatchStatistics | null
}

/** Learns one network. All arrays are plain; a backend never draws a random number. It may live in another process.
 *  Calls are made one after the other: wait for a promise before the next call. A call fails with `learner/lost` when the
 *  backend crashed or hangs, and with `job/cancelled` when it was asked to stop; the learner is of no use after either. */
export interface Learner {
  readonly spec: LearnerSpec
  readonly backend: BackendName
  /** Values for every parameter; starts the optimiser anew. Throws `model/damaged` when a size does not fit. */
  load(parameters: Parameters): Promise<void>
  loadStatistics(statistics: BatchStatistics): Promise<void>
  /** Copies, golden layout. */
  parameters(): Promise<Parameters>
  /** Population statistics last computed or loaded; `null` before. */
  statistics(): Promise<BatchStatistics | null>
  snapshot(): Promise<LearnerSnapshot>
  restore(snapshot: LearnerSnapshot): Promise<void>
  /** One Adam step. */
  step(batch: LearnerBatch, settings: StepSettings): Promise<StepResult>
  /** What `step` would follow, without moving. */
  gradients(batch: LearnerBatch, objective: Objective): Promise<GradientResult>
  /** Logits `[indices, class]` under hard selection, with population statistics and without dropout. */
  evaluate(examples: Examples, indices: Int32Array): Promise<Float32Array>
  /** Exact batch statistics over these examples under hard selection; `evaluate` uses them from now on. */
  recomputeStatistics(examples: Examples, indices: Int32Array): Promise<BatchStatistics>
  /** Frees memory, threads and processes. */
  dispose(): Promise<void>
}

/** Makes learners on one backend that has passed its self-test. */
export interface LearnerFactory {
  readonly backend: BackendName
  /** What it runs on: `2 threads`, `NVIDIA …`, `CPU device of TensorFlow 2.15.1`. */
  readonly device: string
  /** Throws `learner/unsupported` for sizes that it cannot do, naming a backend that can. */
  create(spec: LearnerSpec): Promise<Learner>
}

/** Pooled length: full pooling windows that fit (floor). */
export const pooledLength = (network: NetworkSpec, samples: number): number =>
  Math.floor((samples - network.poolLength) / network.poolStride) + 1

export const featureCount = (spec: LearnerSpec): number => spec.network.maps * pooledLength(spec.network, spec.samples)
