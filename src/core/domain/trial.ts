import type { DatasetId } from './dataset'
import type { Samples, Seconds } from './units'

/** The four imagined movements, and rest; studies may add their own identifiers. */
export const movementClasses = ['left-fist', 'right-fist', 'both-fists', 'both-feet'] as const
/** Identifier of a class; a movement, `rest`, or a name that the person gave. */
export type ClassId = string

/** What a marker code of one run means. `null`: known, and not used. */
export interface MarkerMeaning {
  readonly code: string
  readonly classId: ClassId | null
}

/** Meanings for one run of one subject, and where they came from. */
export interface EventMap {
  readonly meanings: readonly MarkerMeaning[]
  readonly source: `rule:${DatasetId}` | 'rule:names' | 'person' | 'none'
  /** True once a person said that the mapping is right (or the rule is sure). */
  readonly confirmed: boolean
}

/** A marker with its meaning. `sample` counts on the recording's own clock. */
export interface Event {
  readonly sample: Samples
  readonly classId: ClassId
  readonly code: string
}

/** One cued attempt. `cueSample` counts on the clock of the recording. */
export interface Trial {
  readonly recordingId: number
  readonly index: number
  readonly cueSample: Samples
  readonly classId: ClassId
}

/** Crops of a trial: windows that start between `from` and `to − window` after the cue, every `step`. */
export interface CropSpec {
  readonly from: Seconds
  readonly to: Seconds
  readonly step: Seconds
}
