import type { ChannelType } from './channelType'
import type { ElectrodeName } from './electrode'
import type { Recording } from './recording'
import type { ClassId } from './trial'

/** One recording of a study, closely: what its header says, and what the study says of it. */
export interface RecordingDetails extends Pick<
  Recording,
  | 'format'
  | 'sampleRate'
  | 'sampleCount'
  | 'startedAt'
  | 'subjectCode'
  | 'device'
  | 'filters'
  | 'personal'
  | 'reference'
  | 'powerLine'
  | 'problems'
> {
  readonly seconds: number
  readonly channels: readonly DetailedChannel[]
  readonly gaps: GapFigures
  /** By code, in order of code. */
  readonly events: readonly EventFigures[]
}

export interface DetailedChannel {
  /** Index in the file. */
  readonly channel: number
  /** As in the file. */
  readonly label: string
  readonly unit: string
  readonly type: ChannelType
  /** Where it stands, by the file or by a person; null for no site of the 10-05 system. */
  readonly electrode: ElectrodeName | null
  /** Both as the file's own name gives them. */
  readonly fileType: ChannelType
  readonly fileElectrode: ElectrodeName | null
  /** A person said something else of it. */
  readonly edited: boolean
}

/** Stretches that were not recorded. */
export interface GapFigures {
  readonly count: number
  readonly lostSeconds: number
  /** The longest ones, at most twenty, in time. Length 0: pieces joined. */
  readonly longest: readonly { readonly startSeconds: number; readonly seconds: number }[]
}

export interface EventFigures {
  readonly code: string
  readonly count: number
  readonly classId: ClassId | null
  readonly firstSeconds: number
  readonly lastSeconds: number
}
