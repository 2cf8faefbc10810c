import type { NetworkSpec, BatchStatistics, Parameters } from './model'
import type { Hertz } from './units'

export const decoderKinds = ['network', 'lda', 'riemann'] as const
export type DecoderKind = (typeof decoderKinds)[number]

/** How windows become probabilities, before anything is learned. */
export type DecoderSpec = NetworkDecoderSpec | LdaSpec | RiemannSpec
/** The same after learning. */
export type TrainedDecoder = TrainedNetwork | TrainedLda | TrainedRiemann
export type ClassicalSpec = LdaSpec | RiemannSpec
export type TrainedClassical = TrainedLda | TrainedRiemann

export interface NetworkDecoderSpec {
  readonly kind: 'network'
  readonly network: NetworkSpec
}

/** Linear-phase band-passes inside a window. The first `taps − 1` samples of a window only fill the filters. */
export interface FilterBankSpec {
  /** That of the pipeline whose windows are filtered. */
  readonly sampleRate: Hertz
  /** Odd; 1 takes the window as it comes, in one band. */
  readonly taps: number
  /** Lower and upper corner of each band, −6 dB. */
  readonly bands: readonly (readonly [low: Hertz, high: Hertz])[]
}

/** Sample covariance (about the mean), or shrunk towards a multiple of the identity. */
export type CovarianceEstimator = 'empirical' | 'ledoit-wolf' | 'oas'

/** How a window becomes covariances, one a band. */
export interface CovarianceSpec {
  readonly bank: FilterBankSpec
  readonly covariance: CovarianceEstimator
}

/** Log of the power in each band, of every electrode or behind common spatial patterns, then linear discriminants. */
export interface LdaSpec extends CovarianceSpec {
  readonly kind: 'lda'
  /** Spatial filters a band by common spatial patterns; `null`: the electrodes themselves. */
  readonly patterns: number | null
  /** Of the within-class covariance of the features: by Ledoit and Wolf, or a given share in 0…1. */
  readonly shrinkage: 'ledoit-wolf' | number
}

/** Covariances mapped to the tangent space at their Riemannian mean, then logistic regression. */
export interface RiemannSpec extends CovarianceSpec {
  readonly kind: 'riemann'
  /** C: the weight of the data against the penalty on the weights. */
  readonly strength: number
}

/** Scores = weight · features + bias; probabilities are their softmax. */
export interface LinearScores {
  /** `[class, feature]` */
  readonly weight: Float64Array
  /** `[class]` */
  readonly bias: Float64Array
}

export interface TrainedNetwork extends NetworkDecoderSpec {
  readonly parameters: Parameters
  readonly statistics: BatchStatistics
}

export interface TrainedLda extends LdaSpec {
  /** Spatial filters of each band, `[filter, electrode]`; empty without patterns. */
  readonly filters: readonly Float64Array[]
  readonly scores: LinearScores
}

export interface TrainedRiemann extends RiemannSpec {
  /** Riemannian mean of the training covariances of each band, `[electrode, electrode]`. */
  readonly means: readonly Float64Array[]
  readonly scores: LinearScores
}

/** A trained decoder without what it learned: what a list of models needs. */
export function toDecoderSpec(decoder: TrainedDecoder): DecoderSpec {
  if (decoder.kind === 'network') return { kind: decoder.kind, network: decoder.network }
  const { bank, covariance } = decoder
  if (decoder.kind === 'riemann') return { kind: decoder.kind, bank, covariance, strength: decoder.strength }
  return { kind: decoder.kind, bank, covariance, patterns: decoder.patterns, shrinkage: decoder.shrinkage }
}
