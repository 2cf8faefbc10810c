import type { BadSpan } from './badSpans'
import type { Marker } from './recording'
import type { ClassId, EventMap } from './trial'
import type { Hertz, Samples, Seconds } from './units'
import { classWarnings } from './labelWarningsClasses'
import { codeWarnings } from './labelWarningsCodes'
import { timeWarnings } from './labelWarningsTime'

export const labelWarningKinds = [
  'class-missing-in-run',
  'class-missing',
  'one-class-run',
  'few-trials',
  'uneven',
  'two-meanings',
  'against-rule',
  'two-codes',
  'similar-names',
  'not-mapped',
  'nothing-mapped',
  'overlap',
  'same-moment',
  'leaves-recording',
  'bad-span',
  'in-blocks',
] as const
export type LabelWarningKind = (typeof labelWarningKinds)[number]

/** `info`: right as far as is known, and good to know. `fair`: look at it. `bad`: trials are lost or wrong. */
export type LabelSeverity = 'info' | 'fair' | 'bad'

/** Something about a mapping that cannot be right, or is worth knowing. Words come from `values` and the lists. */
export interface LabelWarning {
  readonly kind: LabelWarningKind
  readonly severity: LabelSeverity
  /** In the order of the runs. */
  readonly runs: readonly string[]
  readonly codes: readonly string[]
  readonly classes: readonly ClassId[]
  readonly values: Readonly<Record<string, number>>
}

/** One run of a subject with all that its labels rest on. */
export interface LabelRun {
  readonly recordingId: number
  readonly run: string
  readonly sampleRate: Hertz
  readonly sampleCount: Samples
  readonly markers: readonly Marker[]
  /** Stretches that a person called bad; absent: none. */
  readonly badSpans?: readonly BadSpan[]
  readonly map: EventMap
  /** What the built-in rule says of this file; `source: 'none'` where none fits. */
  readonly rule: EventMap
}

export interface LabelSetting {
  /** Classes that any subject of the study has. */
  readonly studyClasses: readonly ClassId[]
  /** End of a trial, after its cue. */
  readonly trialEnd: Seconds
}

/** A marker with its meaning, in one run. */
export interface MeantMarker {
  readonly code: string
  readonly sample: Samples
  readonly classId: ClassId
}

/** What is wrong, or worth knowing, in the labels of one subject's runs: the gravest first. */
export function labelWarnings(runs: readonly LabelRun[], setting: LabelSetting): LabelWarning[] {
  const marked = runs.filter(({ markers }) => markers.length > 0)
  const found = [
    ...classWarnings(marked, setting.studyClasses),
    ...codeWarnings(marked),
    ...timeWarnings(marked, setting.trialEnd),
  ]
  return found.toSorted((a, b) => gravity[b.severity] - gravity[a.severity])
}

const gravity: Readonly<Record<LabelSeverity, number>> = { info: 0, fair: 1, bad: 2 }
