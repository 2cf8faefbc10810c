import { AppError } from './error'
import type { BackendUse } from './backend'
import type { DecoderSpec, TrainedDecoder } from './decoder'
import type { ElectrodeName } from './electrode'
import type { CropSpec, ClassId } from './trial'
import type { PipelineSpec } from './signal'

/** Banks of the MSFBCNN: taps of each bank, filters a bank, and the tail ("The collapsed filter" in docs/ARCHITECTURE). */
export interface NetworkSpec {
  readonly kind: 'msfbcnn'
  readonly taps: readonly number[]
  readonly filtersPerBank: number
  readonly maps: number
  readonly poolLength: number
  readonly poolStride: number
  readonly batchNormEpsilon: number
  readonly logFloor: number
  readonly dropout: number
}

export const publishedNetwork: NetworkSpec = {
  kind: 'msfbcnn',
  taps: [65, 41, 27, 17],
  filtersPerBank: 10,
  maps: 10,
  poolLength: 75,
  poolStride: 15,
  batchNormEpsilon: 1e-5,
  logFloor: 1e-6,
  dropout: 0.5,
}

/** Parameters by name in the golden layout, flat row-major:
 *  temporalK [filter, tap] · bn1Gamma/bn1Beta [filters] · spatial [map, filter, neuron] · bn2Gamma/bn2Beta [maps] ·
 *  fcWeight [class, map × pooledTime (map-major)] · fcBias [class] · alpha [channel, neuron] (only with selection). */
export type Parameters = Readonly<Record<string, Float32Array>>

/** Population statistics that evaluation uses. */
export interface BatchStatistics {
  readonly bn1Mean: Float32Array
  readonly bn1Var: Float32Array
  readonly bn2Mean: Float32Array
  readonly bn2Var: Float32Array
}

/** When a decision is taken from a stream of windows. */
export interface DecisionSpec {
  readonly kind: 'evidence'
  /** Lead of the best class over the second, nats. */
  readonly threshold: number
  /** Evidence of the past fades with this time constant in seconds (Infinity: never). */
  readonly memory: number
}

/** A result with all that a reader needs to judge it. Proportions 0…1. */
export interface AccuracyFigure {
  readonly value: number
  /** Wilson 95 % interval. */
  readonly low: number
  readonly high: number
  readonly chance: number
  /** Smallest accuracy that this many trials tell from chance (one-sided exact binomial, 5 %). */
  readonly chanceLimit: number
  readonly correct: number
  readonly trials: number
  readonly kappa: number
}

/** A trained decoder with everything it needs to run elsewhere. */
export interface TrainedModel {
  readonly schemaVersion: 2
  readonly id: string
  readonly createdAtMs: number
  readonly subject: string
  readonly pipeline: PipelineSpec
  readonly classes: readonly ClassId[]
  /** Chosen electrodes in neuron order; equals `pipeline.channels`. */
  readonly electrodes: readonly ElectrodeName[]
  readonly decoder: TrainedDecoder
  readonly decision: DecisionSpec
  readonly crops: CropSpec
  readonly provenance: ModelProvenance
}

/** What was learned to be held against, not to decode: from labels that were shuffled among the trials. */
export const controlKinds = ['shuffled-labels'] as const
export type ControlKind = (typeof controlKinds)[number]

/** How a control is called, wherever one is shown without a window. */
export const controlText = 'learned from shuffled labels: a control, not a decoder'

export interface ModelProvenance {
  /** Absent: a decoder. */
  readonly control?: ControlKind
  readonly appVersion: string
  readonly backend: string
  /** Its device and why it was this one; missing in models of before 0.2. */
  readonly learnedOn?: BackendUse
  readonly seed: number
  /** Hashes of the recordings that were learned from: never report an accuracy on these. */
  readonly trainedOn: readonly string[]
  readonly heldOut: readonly string[]
  readonly candidates: readonly ElectrodeName[]
  /** Median normalised entropy of the selection at its end; converged at ≤ .15. */
  readonly medianEntropy: number
  readonly converged: boolean
  readonly duplicatesReplaced: number
  readonly accuracy: AccuracyFigure | null
  readonly confusion: readonly (readonly number[])[] | null
}

/** The first that is a decoder: what is taken where nobody named one. `models` are the newest first. */
export const firstDecoder = <Model extends { readonly provenance: Pick<ModelProvenance, 'control'> }>(
  models: readonly Model[],
): Model | undefined => models.find(({ provenance }) => !provenance.control)

/** Nothing is taken by default: someone has to want it. */
export const onlyControls = (count: number): AppError =>
  new AppError({
    code: 'model/not-found',
    message: `The study has no decoder, only ${count === 1 ? 'a control, which was' : `${count} controls, which were`} learned from shuffled labels.`,
    hint: 'Make a decoder with "sparsecap select", or name the control.',
  })

/** A model without its weights: what a list needs. */
export type ModelHeader = Omit<TrainedModel, 'decoder'> & { readonly decoder: DecoderSpec }
