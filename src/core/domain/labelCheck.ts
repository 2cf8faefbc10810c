import type { ElectrodeName } from './electrode'
import type { AccuracyFigure } from './model'
import type { ClassId, MarkerMeaning } from './trial'
import type { Hertz, Seconds } from './units'

/** What may be said of labels: no more than chance allows. */
export type LabelVerdict = 'signal' | 'no-signal' | 'swapped'

/** The same figure for shuffled labels, each shuffled within its run. */
export interface ShuffledFigure {
  /** Accuracy of each shuffle. */
  readonly accuracies: readonly number[]
  readonly mean: number
  /** What 95 of 100 shuffles do not exceed. */
  readonly limit: number
  /** Share of shuffles as good as the labels, the labels themselves counted (Phipson & Smyth 2010). */
  readonly p: number
}

/** Runs of which any one, with the codes of two classes exchanged, fits the others best. */
export interface SwapFound {
  /** More than one when the data cannot tell which of them it is. */
  readonly runs: readonly string[]
  readonly classes: readonly [ClassId, ClassId]
  readonly accuracy: number
  /** Over the accuracy of the labels as they are. */
  readonly gain: number
}

/** Every run and pair of classes tried; `p` holds the largest gain against that of the same search in shuffled labels. */
export interface SwapSearch {
  readonly tried: number
  /** 1 when nothing could be tried. */
  readonly p: number
  /** What fitted best; null when nothing raised the accuracy. */
  readonly best: SwapFound | null
}

/** What a check found, without where the trials came from. */
export interface LabelCheckFigures {
  readonly verdict: LabelVerdict
  readonly accuracy: AccuracyFigure
  /** `[actual][predicted]` in the order of the classes. */
  readonly confusion: readonly (readonly number[])[]
  readonly runs: readonly { readonly run: string; readonly correct: number; readonly trials: number }[]
  /** What was left out in turn: whole runs, or blocks of each run in time. */
  readonly folds: 'runs' | 'blocks'
  readonly shuffled: ShuffledFigure
  readonly swap: SwapSearch
}

export interface LabelCheckRequest {
  readonly subject: string
  /** All of the subject's runs with trials when empty. */
  readonly recordingIds: readonly number[]
  readonly permutations: number
  readonly seed: number
}

export interface LabelCheckResult extends LabelCheckFigures {
  readonly subject: string
  readonly classes: readonly ClassId[]
  readonly electrodes: readonly ElectrodeName[]
  /** Sites that were not used because their signal is bad in some run. */
  readonly bad: readonly ElectrodeName[]
  readonly band: readonly [Hertz, Hertz]
  /** The stretch after the cue. */
  readonly stretch: readonly [from: Seconds, to: Seconds]
  /** Trials that the study has; fewer were used where they are too many, leave the recording or meet a gap. */
  readonly trialsThere: number
  /** Runs with what their codes meant: a check of other labels is out of date. */
  readonly mapping: readonly { readonly recordingId: number; readonly meanings: readonly MarkerMeaning[] }[]
  readonly seconds: number
}

/** False alarms of "these labels carry signal". */
export const signalLevel = 0.05
/** Of "exchanged in this run?", a question that comes on top of the first and so must be rarer. */
export const swapLevel = 0.01
/** With 199 the smallest p is .005. */
export const defaultPermutations = 199
