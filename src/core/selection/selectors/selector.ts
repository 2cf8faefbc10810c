import type { MethodId } from '../../domain/curve'
import type { ElectrodeName } from '../../domain/electrode'
import type { Examples } from '../../domain/examples'
import type { Cancellation } from '../../domain/job'
import type { SiteRules } from '../constraints'

/** Trials of the folds that may choose; no selector ever sees others. Channels are those of the candidates, in order. */
export interface SelectionData {
  readonly candidates: readonly ElectrodeName[]
  /** Crops `[crop][candidate]`. */
  readonly examples: Examples
  readonly trialOfExample: Int32Array
  /** Class of each trial, 0 … classes − 1. */
  readonly classOfTrial: Int32Array
  /** Run (session, subject) of each trial: crops of one group never sit on both sides of a split. */
  readonly groupOfTrial: Int32Array
  readonly classes: number
  readonly sampleRate: number
  /** Empirical covariances of each crop in the decoder's bands, `[crop][band]`, each `[candidate, candidate]`, and how many
   *  samples each rests on; computed once and shared by all selectors. */
  readonly covariances: readonly (readonly Float64Array[])[]
  readonly covarianceSamples: number
}

/** A set that a selector proposes. */
export interface ProposedSet {
  readonly n: number
  /** Indices among the candidates. */
  readonly sites: readonly number[]
  /** Random sets have several a size, learned ones one a restart. */
  readonly draw: number
  /** The selector's own opinion, higher is better, comparable within one size; never an accuracy to report. */
  readonly score: number | null
}

export interface SelectorContext {
  readonly cancellation: Cancellation
  /** Lets waiting events run; awaited at least ten times a second. */
  pause(): Promise<void>
  now(): number
  /** What is tried now. */
  trying(n: number | null, sites: readonly number[]): void
  /** `[neuron][candidate]` of a learned method. */
  probabilities?(rows: readonly (readonly number[])[]): void
  /** Milliseconds that a wrapper may search; it answers with the best so far when they are over. */
  readonly budgetMs?: number
}

/** A way to choose electrodes. The same data, rules and seed give the same sets. */
export interface Selector {
  readonly method: MethodId
  /**
   * Sets for every size that the method can serve (a fixed list has its own sizes). For one size, the first is the best.
   * Throws `selection/conflict` when the rules cannot be met, `job/cancelled`.
   */
  choose(data: SelectionData, sizes: readonly number[], context: SelectorContext): Promise<readonly ProposedSet[]>
}

export interface SelectorSettings {
  readonly rules: SiteRules
  readonly seed: number
  readonly restarts: number
  readonly steps: number
  readonly draws: number
}
