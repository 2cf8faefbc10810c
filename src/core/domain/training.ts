import type { BackendChoice, BackendUse } from './backend'
import type { DecoderKind } from './decoder'
import type { ElectrodeName } from './electrode'
import type { AccuracyFigure, ControlKind } from './model'
import type { ClassId, CropSpec } from './trial'
import type { PipelineSpec } from './signal'

/** What a person asks: which N electrodes tell these classes apart on this subject? */
export interface SelectionRequest {
  readonly subject: string
  readonly recordingIds: readonly number[]
  readonly classes: readonly ClassId[]
  /** N. */
  readonly electrodes: number
  /** Sites that may be chosen; empty: all that every recording has. */
  readonly candidates: readonly ElectrodeName[]
  readonly keep: readonly ElectrodeName[]
  readonly avoid: readonly ElectrodeName[]
  readonly seed: number
  /** Optimiser steps of the joint training. */
  readonly steps: number
  /** Control: labels are shuffled among the training trials, so that nothing can be learned. */
  readonly shuffleLabels: boolean
  /** What decodes the chosen electrodes; the network that chose them when absent. */
  readonly decoder?: DecoderKind
  /** What to learn on, this once; left out: what the person of this machine chose. */
  readonly backend?: BackendChoice
}

/** Schedules and rates: the right-hand column of the protocol, scaled to a number of steps. */
export interface TrainingSpec {
  readonly steps: number
  readonly fineTuneSteps: number
  readonly batch: number
  readonly learningRate: number
  readonly alphaRate: number
  readonly weightDecay: number
  readonly penaltyWeight: number
  readonly temperature: readonly [from: number, to: number, untilFraction: number]
  readonly threshold: readonly [from: number, to: number]
  readonly validationShare: number
}

/** Share of the trials that learning is stopped and judged by on its way, and how many trials that is. */
export const defaultValidationShare = 0.2
export const validationTrials = (trials: number, share = defaultValidationShare): number =>
  Math.min(trials - 1, Math.max(1, Math.round(trials * share)))

export interface TrainingPlan {
  readonly pipeline: Omit<PipelineSpec, 'channels'>
  readonly crops: CropSpec
  readonly training: TrainingSpec
}

/** A point of the learning curves; `null` where nothing was measured at that step. */
export interface LearningPoint {
  readonly step: number
  readonly trainingLoss: number
  readonly validationLoss: number | null
  readonly trainingAccuracy: number
  readonly validationAccuracy: number | null
  /** Median normalised entropy over the neurons, 0…1. */
  readonly medianEntropy: number
  readonly entropies: readonly number[]
}

/** Memory of a learning, the signals themselves not counted. */
export interface LearningDemand {
  readonly predictedBytes: number
  /** More is not taken: what does not fit is computed anew instead of kept. */
  readonly limitBytes: number
}

/** A stage of learning. It ends before its last step where validation gained no more. */
export interface LearningStage {
  readonly stage: 'selecting' | 'fine-tuning'
  /** That were made. */
  readonly steps: number
  /** That it had. */
  readonly of: number
}

/** What the window shows while electrodes are learned. */
export interface SelectionReport {
  readonly candidates: readonly ElectrodeName[]
  readonly neurons: number
  /** `[neuron][candidate]`, each row sums to 1. */
  readonly probabilities: readonly (readonly number[])[]
  readonly points: readonly LearningPoint[]
  readonly stage: 'selecting' | 'fine-tuning' | 'evaluating'
  readonly totalSteps: number
  readonly classes: readonly ClassId[]
  readonly trainingTrials: number
  readonly heldOutTrials: number
  readonly heldOutRuns: readonly string[]
  /** Missing in reports of before 0.2. */
  readonly learnedOn?: BackendUse
  /** Absent where the backend does not say. */
  readonly memory?: LearningDemand
}

export interface SelectionResult {
  readonly modelId: string
  readonly subject: string
  readonly electrodes: readonly ElectrodeName[]
  readonly classes: readonly ClassId[]
  /** On the held-out run, which choosing never saw. */
  readonly accuracy: AccuracyFigure
  readonly confusion: readonly (readonly number[])[]
  readonly medianEntropy: number
  readonly converged: boolean
  readonly duplicatesReplaced: number
  /** Missing in results of before 0.2. */
  readonly stages?: readonly LearningStage[]
  readonly decoder: DecoderKind
  /** Learned so that nothing could be: no decoder. */
  readonly control?: ControlKind
  readonly heldOutRuns: readonly string[]
  readonly backend: string
  readonly seconds: number
  readonly seed: number
  readonly report: SelectionReport
}
