import type { ElectrodeName } from '../domain/electrode'
import type { Cancellation } from '../domain/job'
import type { BatchStatistics, NetworkSpec, Parameters } from '../domain/model'
import type { LearningPoint, LearningStage, SelectionReport, TrainingSpec } from '../domain/training'
import type { Examples } from '../domain/examples'
import type { CheckpointContext } from './checkpoint'

/** Everything that a selection is learned from; avoided sites and held-out runs are already left out. */
export interface SelectionTask {
  readonly candidates: readonly ElectrodeName[]
  /** Sites among the candidates that are in the set from the start. */
  readonly keep: readonly ElectrodeName[]
  /** How many electrodes. */
  readonly electrodes: number
  /** Crops of the candidates' channels; those of a trial share its signal. */
  readonly examples: Examples
  /** Trial of each crop, `[crop]`; trials are numbered in time. */
  readonly trialOfExample: Int32Array
  /** Class of each trial, `[trial]`, 0 … classes − 1. */
  readonly classOfTrial: Int32Array
  readonly classes: number
  readonly network: NetworkSpec
  readonly training: TrainingSpec
  readonly seed: number
}

/** What of a task decides the sizes of its learners. */
export interface TaskSizes extends Pick<SelectionTask, 'candidates' | 'electrodes' | 'classes' | 'network'> {
  readonly examples: Pick<Examples, 'samples'>
}

/** The part of a report that learning knows; the job adds names and counts. */
export type SelectionProgress = Pick<SelectionReport, 'probabilities' | 'points' | 'stage' | 'totalSteps'>

/** What learning needs from outside. */
export interface SelectionContext extends CheckpointContext {
  readonly cancellation: Cancellation
  /** Lets waiting events run (cancel, messages); awaited after every step. */
  pause(): Promise<void>
  report(progress: SelectionProgress): void
}

/** A chosen set with the network that was fine-tuned on it. */
export interface LearnedSelection {
  /** In neuron order. */
  readonly electrodes: readonly ElectrodeName[]
  /** Their indices among the candidates. */
  readonly channels: readonly number[]
  /** Golden layout without alpha; `spatial` is `[map, filter, electrode]`. */
  readonly parameters: Parameters
  /** Exact over all crops of the task. */
  readonly statistics: BatchStatistics
  /** `[neuron][candidate]` when selection ended. */
  readonly probabilities: readonly (readonly number[])[]
  readonly entropies: readonly number[]
  /** Over the neurons that were free to choose. */
  readonly medianEntropy: number
  readonly converged: boolean
  readonly duplicatesReplaced: number
  readonly points: readonly LearningPoint[]
  /** In their order; one that had nothing to do is left out. */
  readonly stages: readonly LearningStage[]
  readonly backend: string
}
