import type { BackendChoice, BackendUse } from './backend'
import type { DecoderKind } from './decoder'
import type { ElectrodeName } from './electrode'
import type { AccuracyFigure } from './model'
import type { Statement } from './curveStatement'
import type { ClassId } from './trial'

/** How a set is chosen. A family may be slow to believe in itself: the order is from the plainest to the most elaborate,
 *  and where two do equally well the plainer one is recommended. */
export const methodFamilies = ['fixed', 'ranking', 'wrapper', 'learned', 'control'] as const
export type MethodFamily = (typeof methodFamilies)[number]

export const methodIds = [
  'fixed',
  'fisher',
  'mutual-information',
  'csp-weights',
  'riemann-distance',
  'forward-riemann',
  'backward-riemann',
  'floating-forward-riemann',
  'floating-backward-riemann',
  'forward-csp',
  'backward-csp',
  'floating-forward-csp',
  'floating-backward-csp',
  'gumbel',
  'gumbel-swap',
  'random',
] as const
export type MethodId = (typeof methodIds)[number]

/** What a point of the curve was chosen by. `all`: every site that the recordings have. `own:NAME`: a set of the person. */
export type CurveMethod = MethodId | 'all' | `own:${string}`

export const isOwnSet = (method: CurveMethod): method is `own:${string}` => method.startsWith('own:')

export function familyOf(method: MethodId): MethodFamily {
  if (method === 'fixed') return 'fixed'
  if (method === 'random') return 'control'
  if (method.startsWith('gumbel')) return 'learned'
  return method.endsWith('-riemann') || method.endsWith('-csp') ? 'wrapper' : 'ranking'
}

/** What leaves the fold: runs of one subject, sessions of one subject, whole subjects; or whole subjects whose own
 *  training runs are learned from after the others' (`tuned`). */
export const evaluationSchemes = ['runs', 'sessions', 'subjects', 'tuned'] as const
export type EvaluationScheme = (typeof evaluationSchemes)[number]

/** What every chosen set obeys. */
export interface SiteConstraints {
  /** Sites that may be chosen; empty: all that every recording has. */
  readonly candidates: readonly ElectrodeName[]
  readonly keep: readonly ElectrodeName[]
  readonly avoid: readonly ElectrodeName[]
  /** Between any two sites, as an angle at the centre of the head, degrees; 0: none. Neighbours of the 10-10 system are about 18° apart. */
  readonly minimumDistance: number
  /** With a site its mirror image is chosen too; sites of the midline stand alone. */
  readonly symmetric: boolean
  /** Inputs of the amplifier: no set is larger; null: any number. */
  readonly inputs: number | null
  /** Sites that carry the reference or the ground. */
  readonly reserved: readonly ElectrodeName[]
}

export const noConstraints: SiteConstraints = {
  candidates: [],
  keep: [],
  avoid: [],
  minimumDistance: 0,
  symmetric: false,
  inputs: null,
  reserved: [],
}

/** What is not worse: within so many standard errors of the best, or within a share of right answers. */
export type Margin =
  { readonly kind: 'standard-errors'; readonly value: number } | { readonly kind: 'accuracy'; readonly value: number }

/** A set that a person saved under a name. */
export interface NamedSet {
  readonly name: string
  readonly electrodes: readonly ElectrodeName[]
}

/** The question: how does accuracy grow with the number of electrodes, and which N are enough? Everything that a run
 *  depends on beside the recordings; the same plan on the same recordings gives the same numbers. */
export interface CurvePlan {
  readonly scheme: EvaluationScheme
  readonly subjects: readonly string[]
  readonly recordingIds: readonly number[]
  readonly classes: readonly ClassId[]
  /** Numbers of electrodes, rising. All sites together are scored as well, whether listed or not. */
  readonly sizes: readonly number[]
  readonly methods: readonly MethodId[]
  /** Sets of a person's own that are scored beside the fixed ones. */
  readonly ownSets: readonly NamedSet[]
  readonly constraints: SiteConstraints
  /** What scores every set; with several, the one that does best on the inner folds. */
  readonly decoders: readonly DecoderKind[]
  readonly margin: Margin
  readonly seed: number
  /** Learned methods: trainings a set, each from its own seed. */
  readonly restarts: number
  /** Optimiser steps of a learned method's joint training. */
  readonly steps: number
  /** Random sets a size. */
  readonly draws: number
  /** Labels of all trials are shuffled within their run, session or subject: nothing may be found. */
  readonly shuffleLabels: boolean
  readonly backend?: BackendChoice
}

/** A share of right answers over all outer folds; each trial was judged once, by what never saw it. */
export interface CurveFigure extends AccuracyFigure {
  /** Mean over the classes of the share of right answers of each. */
  readonly balanced: number
  /** `[actual][predicted]` in the order of the plan's classes. */
  readonly confusion: readonly (readonly number[])[]
}

/** How alike the sets of different folds are. */
export interface SetStability {
  /** Nogueira, Sechidis & Brown 2018: 1 when all folds choose the same, 0 when they agree as by chance; null for one fold or no choice. */
  readonly nogueira: number | null
  readonly nogueiraLow: number | null
  readonly nogueiraHigh: number | null
  /** Mean over pairs of folds of |A ∩ B| / |A ∪ B|, and what sets drawn at random have. */
  readonly jaccard: number | null
  readonly jaccardChance: number | null
}

/** One method (or named set) at one number of electrodes. */
export interface CurvePoint {
  readonly method: CurveMethod
  readonly n: number
  /** Outer folds. */
  readonly figure: CurveFigure
  /** Inner folds: mean share of right answers and its standard error over the judged trials. What chooses looks at this alone. */
  readonly inner: { readonly value: number; readonly standardError: number; readonly trials: number }
  /** Chosen from all trials of the plan: what a person would wear. */
  readonly electrodes: readonly ElectrodeName[]
  /** Chosen in each outer fold. */
  readonly foldSets: readonly (readonly ElectrodeName[])[]
  /** How often each candidate was chosen over outer folds, inner folds and restarts, 0…1, in the order of the finding's `sites`. */
  readonly frequency: readonly number[]
  readonly stability: SetStability
  /** Random sets: value of each draw, so that the distribution can be drawn. */
  readonly drawValues: readonly number[] | null
  /** Class index that was answered for every judged trial, in the order of `CurveFinding.trials`. */
  readonly answers: readonly number[]
}

/** A trial that was judged in an outer fold. */
export interface JudgedTrial {
  readonly subject: string
  readonly recordingId: number
  readonly run: string
  readonly fold: number
  /** Index of its true class. */
  readonly label: number
}

/** Two paired answers to the same trials; `procedure`: picking method, N and decoder anew in each outer fold. */
export interface PairedComparison {
  readonly first: { readonly method: CurveMethod | 'procedure'; readonly n: number }
  readonly second: { readonly method: CurveMethod; readonly n: number }
  /** first − second, and its 95 % interval. */
  readonly difference: number
  readonly low: number
  readonly high: number
  readonly test: 'mcnemar' | 'wilcoxon' | 'sign-flip'
  readonly p: number
  /** After Holm's correction over the comparisons of the finding. */
  readonly pHolm: number
}

/** What the program may say in words. */
export interface Recommendation {
  readonly method: CurveMethod
  readonly n: number
  readonly electrodes: readonly ElectrodeName[]
  readonly decoder: DecoderKind
  /** Accuracy of the whole procedure: in each outer fold the method, N and decoder were picked on its inner folds. */
  readonly figure: CurveFigure
  /** What was picked in each outer fold. */
  readonly picked: readonly {
    readonly method: CurveMethod
    readonly n: number
    readonly decoder: DecoderKind
  }[]
  /** Above the chance limit? */
  readonly decoded: boolean
  /** Permutation p of the procedure's answers (labels exchanged within folds). */
  readonly permutationP: number
  /** Is N not worse than all candidates, and by which margin; `unknown`: the interval does not carry it. */
  readonly againstAll: Comparison
  /** The same size by textbook; null where no fixed set fits the constraints. */
  readonly againstFixed: Comparison | null
  /** Trials that would be needed to settle what is open, in all; null when nothing is or none can tell. */
  readonly trialsNeeded: number | null
}

export interface Comparison extends PairedComparison {
  readonly verdict: 'better' | 'worse' | 'not-worse' | 'unknown'
  /** Non-inferiority margin in shares of right answers. */
  readonly margin: number
}

/** Recordings of a finding: what must be the same for a rerun to give the same numbers. */
export interface CurveData {
  readonly recordingId: number
  readonly subject: string
  readonly session: string
  readonly run: string
  readonly hash: string
  readonly trials: number
}

/** A site that every recording has and that could not be chosen; `run`: where it was first so. */
export interface LeftOutSite {
  readonly site: ElectrodeName
  /** A person called it bad; it did not change for all of a trial; what came of it was no number. */
  readonly reason: 'marked' | 'constant' | 'not-finite'
  readonly run: string
}

export interface SubjectCurve {
  readonly subject: string
  readonly points: readonly { readonly method: CurveMethod; readonly n: number; readonly figure: CurveFigure }[]
}

/** Everything that was found; `selection.json` is this. */
export interface CurveFinding {
  readonly schemaVersion: 1
  readonly id: string
  readonly createdAtMs: number
  readonly appVersion: string
  readonly plan: CurvePlan
  readonly data: readonly CurveData[]
  /** Sites that could be chosen. */
  readonly candidates: readonly ElectrodeName[]
  /** All sites that every recording has and that are bad in none. */
  readonly sites: readonly ElectrodeName[]
  /** Absent: none. */
  readonly leftOut?: readonly LeftOutSite[]
  readonly folds: readonly { readonly name: string; readonly trials: number }[]
  readonly trials: readonly JudgedTrial[]
  readonly decoder: DecoderKind
  readonly points: readonly CurvePoint[]
  readonly recommendation: Recommendation
  readonly comparisons: readonly PairedComparison[]
  /** Every point for each subject alone; empty for one subject. */
  readonly perSubject: readonly SubjectCurve[]
  /** What may be said, in order. */
  readonly statements: readonly Statement[]
  readonly learnedOn: BackendUse | null
  readonly seconds: number
}

/** What is being tried, and what is known so far. */
export interface CurveReport {
  readonly candidates: readonly ElectrodeName[]
  readonly classes: readonly ClassId[]
  /** One a fold, method: how many of its units are done. */
  readonly units: readonly CurveUnitState[]
  /** Inner values so far, for the curve that grows; no outer value is shown before the end. */
  readonly growing: readonly {
    readonly method: CurveMethod
    readonly n: number
    readonly value: number
    readonly folds: number
  }[]
  readonly trying: {
    readonly fold: string
    readonly method: CurveMethod
    readonly n: number | null
    readonly sites: readonly ElectrodeName[]
  } | null
  /** `[neuron][candidate]` while a learned method runs. */
  readonly probabilities: readonly (readonly number[])[] | null
  readonly secondsLeft: number | null
}

export interface CurveUnitState {
  readonly fold: string
  readonly method: CurveMethod
  readonly state: 'waiting' | 'running' | 'done'
}
