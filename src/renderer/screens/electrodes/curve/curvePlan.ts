import {
  noConstraints,
  type CurvePlan,
  type EvaluationScheme,
  type Margin,
  type MethodId,
  type NamedSet,
  type SiteConstraints,
} from '../../../../core/domain/curve'
import { defaultCurve } from '../../../../core/domain/curveDefaults'
import type { DecoderKind } from '../../../../core/domain/decoder'
import type { Cap, ElectrodeName } from '../../../../core/domain/electrode'
import type { ClassId } from '../../../../core/domain/trial'
import { siteOf } from '../../../../core/montage/sites'
import type { RecordingView } from '../../../../ipc/views'
import { runsWith } from '../question'

/** How much a person wants to decide; what a depth does not show keeps its recommended value. */
export type Depth = 'button' | 'choices' | 'everything'

/** What a person may choose beyond the question itself. */
export interface CurveChoices {
  readonly depth: Depth
  readonly useCap: boolean
  /** Null: as recommended for the cap. */
  readonly sizes: readonly number[] | null
  readonly methods: readonly MethodId[]
  readonly scheme: EvaluationScheme
  readonly decoders: readonly DecoderKind[]
  readonly margin: Margin
  readonly minimumDistance: number
  readonly symmetric: boolean
  readonly restarts: number
  readonly steps: number
  readonly draws: number
  readonly seed: number
  readonly shuffleLabels: boolean
  readonly ownSets: readonly NamedSet[]
}

/** The question as its sentence has it. */
export interface CurveQuestion {
  readonly subject: string
  /** Chosen runs of the subject. */
  readonly recordingIds: readonly number[]
  /** All recordings of the study. */
  readonly recordings: readonly RecordingView[]
  readonly classes: readonly ClassId[]
  /** Sites that all chosen runs have. */
  readonly sites: readonly ElectrodeName[]
  /** Those of them that the choice allows; null: all. */
  readonly allowed: readonly ElectrodeName[] | null
  readonly keep: readonly ElectrodeName[]
  readonly avoid: readonly ElectrodeName[]
  readonly cap: Cap | null
}

export const recommendedChoices: CurveChoices = {
  ...defaultCurve,
  depth: 'button',
  useCap: true,
  sizes: null,
  minimumDistance: 0,
  symmetric: false,
}

/** What counts at a depth. */
export function effective(choices: CurveChoices): CurveChoices {
  if (choices.depth === 'everything') return choices
  const { depth, useCap, sizes, methods, scheme } = choices
  return depth === 'button'
    ? { ...recommendedChoices, depth }
    : { ...recommendedChoices, depth, useCap, sizes, methods, scheme }
}

/** Ways to leave data out that these recordings allow. */
export function schemesFor({ subject, recordings, classes }: CurveQuestion): EvaluationScheme[] {
  const usable = runsWith(recordings, classes)
  const own = usable.filter(({ summary }) => summary.subject === subject)
  const sessions = new Set(own.map(({ summary }) => summary.session ?? ''))
  const subjects = new Set(usable.map(({ summary }) => summary.subject))
  return [
    'runs',
    ...(sessions.size > 1 ? (['sessions'] as const) : []),
    ...(subjects.size > 1 ? (['subjects', 'tuned'] as const) : []),
  ]
}

/** What a cap lays down: sites if all its inputs have one, its inputs, and where reference and ground sit. */
export function capConstraints(cap: Cap | null): Pick<SiteConstraints, 'candidates' | 'inputs' | 'reserved'> {
  if (!cap) return { candidates: [], inputs: null, reserved: [] }
  const sites = cap.sites.filter((site) => site !== null)
  const free = sites.length < cap.sites.length || sites.length === 0
  // A reference such as SRB2 is no place on the head.
  const reserved = [cap.reference, cap.ground].filter(
    (site): site is string => site !== undefined && siteOf(site) !== null,
  )
  return { candidates: free ? [] : sites, inputs: cap.inputs, reserved }
}

/** Sites that may be chosen, in the end. */
export function freeSites(question: CurveQuestion, useCap: boolean): ElectrodeName[] {
  const { candidates, reserved } = capConstraints(useCap ? question.cap : null)
  return (question.allowed ?? question.sites).filter(
    (site) =>
      !question.avoid.includes(site) &&
      !reserved.includes(site) &&
      (candidates.length === 0 || candidates.includes(site)),
  )
}

/** The recommended numbers as far as inputs and sites go, the most that can be worn among them; not fewer than are kept. */
export function recommendedSizes(question: CurveQuestion, useCap: boolean): number[] {
  const free = freeSites(question, useCap).length
  const inputs = useCap ? (question.cap?.inputs ?? Infinity) : Infinity
  const limit = Math.min(free, inputs)
  const inside = defaultCurve.sizes.filter((size) => size <= limit && size >= question.keep.length)
  const restricted = limit < question.sites.length && limit < Math.max(...defaultCurve.sizes)
  return restricted && limit >= Math.max(1, question.keep.length) ? [...new Set([...inside, limit])] : inside
}

/** Plain data for main. */
export function toCurvePlan(question: CurveQuestion, given: CurveChoices): CurvePlan {
  const choices = effective(given)
  const { useCap, sizes, minimumDistance, symmetric, scheme, ownSets } = choices
  // One by one: choices may be an instance whose properties do not spread.
  const { methods, decoders, margin, restarts, steps, draws, seed, shuffleLabels } = choices
  const { inputs, reserved, candidates } = capConstraints(useCap ? question.cap : null)
  const across = scheme === 'subjects' || scheme === 'tuned'
  const runs = across
    ? runsWith(question.recordings, question.classes)
    : question.recordings.filter(({ summary }) => question.recordingIds.includes(summary.id))
  const restricted = question.allowed !== null || candidates.length > 0
  return {
    ...{ methods: [...methods], decoders: [...decoders], margin, restarts, steps, draws, seed, shuffleLabels },
    scheme,
    subjects: [...new Set(runs.map(({ summary }) => summary.subject))],
    recordingIds: runs.map(({ summary }) => summary.id),
    classes: [...question.classes],
    sizes: [...(sizes ?? recommendedSizes(question, useCap))],
    ownSets: ownSets.map(({ name, electrodes }) => ({ name, electrodes: [...electrodes] })),
    constraints: {
      ...noConstraints,
      ...{ minimumDistance, symmetric, inputs, reserved },
      candidates: restricted ? freeSites(question, useCap) : [],
      keep: [...question.keep],
      avoid: [...question.avoid],
    },
  }
}
