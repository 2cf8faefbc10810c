import type { BackendChoice, BackendStatus } from '../core/domain/backend'
import type { BadSpan } from '../core/domain/badSpans'
import type { ChannelType } from '../core/domain/channelType'
import type { CurveFinding, CurvePlan, Recommendation } from '../core/domain/curve'
import type { Cap, ElectrodeName } from '../core/domain/electrode'
import type { DecoderKind } from '../core/domain/decoder'
import type { ErrorData } from '../core/domain/error'
import type { AccuracyFigure, ControlKind, DecisionSpec } from '../core/domain/model'
import type { RecordingSummary } from '../core/domain/recording'
import type { RecordingNotes } from '../core/domain/recordingNotes'
import type { SessionRequest, SessionResult } from '../core/domain/session'
import type { ClassId, EventMap } from '../core/domain/trial'

/** What the window shows: shapes of answers that exist for the page alone. */
export interface AppInfo {
  readonly version: string
  readonly electron: string
  readonly platform: string
  readonly settings: AppSettings
  readonly recentStudies: readonly { readonly path: string; readonly name: string; readonly exists: boolean }[]
}

/** What there is to learn on; `decideBackend` says which one runs and why. */
export interface BackendsView {
  readonly choice: BackendChoice
  readonly statuses: readonly BackendStatus[]
  /** A graphics card that pages are not given now may be there after a start with `webgpu` chosen. */
  readonly webgpuAfterRestart: boolean
  /** Why what was found out is not on the disk; `null`: it is. */
  readonly notKept: ErrorData | null
}

export interface AppSettings {
  readonly locale: 'en' | 'zh-CN'
  readonly theme: 'system' | 'light' | 'dark' | 'contrast'
  readonly nativesFolder: string | null
}

/** BrainFlow's library: there, or the reason why not. */
export type NativesView =
  | { readonly state: 'found'; readonly folder: string; readonly version: string | null }
  | { readonly state: 'missing'; readonly error: ErrorData }

/** A study that could not be opened when the program started, and why. */
export interface StudyFailure {
  readonly path: string
  readonly name: string
  readonly error: ErrorData
}

export interface StudyView {
  readonly path: string
  readonly name: string
  readonly subjects: readonly SubjectView[]
  readonly recordingCount: number
  readonly trialCount: number
  readonly modelCount: number
  readonly sessionCount: number
  readonly lastSavedAtMs: number | null
}
export interface SubjectView {
  readonly code: string
  readonly recordingCount: number
}

/** A recording with its labels, as the Recordings and Labels screens need it. */
export interface RecordingView {
  readonly summary: RecordingSummary
  /** Key of the message catalogue for the task of an EEGMMIDB run, or null. */
  readonly task: string | null
  readonly eventMap: EventMap
  /** Cues by class under the map now in force. */
  readonly classCounts: Readonly<Record<ClassId, number>>
  readonly badElectrodes: readonly ElectrodeName[]
  /** Of which nobody wants to hear suggestions about quality. */
  readonly ignoredElectrodes: readonly ElectrodeName[]
  readonly notes: RecordingNotes
}

/** What would miss a recording. */
export interface RecordingUse {
  readonly recordingId: number
  /** Answers that learned from it, or were judged on it, by the electrodes that they chose. */
  readonly answers: readonly {
    readonly modelId: string
    readonly createdAtMs: number
    readonly electrodes: readonly ElectrodeName[]
  }[]
  /** What reads it now. */
  readonly running: readonly ('select' | 'check-labels' | 'session')[]
}

export type { ChannelQuality, Quality } from '../core/domain/stream'

/** A look at the signals as they are in the file: `data[electrode]` holds µV at `sampleRate`. */
export interface TracesView {
  readonly electrodes: readonly ElectrodeName[]
  readonly sampleRate: number
  readonly startSeconds: number
  readonly seconds: number
  readonly data: readonly Float32Array[]
  readonly events: readonly { readonly seconds: number; readonly code: string; readonly classId: ClassId | null }[]
}

/** What a signal browser needs of a recording before it draws; positions and lengths in samples. */
export interface BrowserView {
  readonly channels: readonly BrowserChannel[]
  readonly sampleRate: number
  readonly sampleCount: number
  readonly gaps: readonly { readonly start: number; readonly length: number }[]
  readonly events: readonly BrowserEvent[]
  readonly badSpans: readonly BadSpan[]
  /** Whether any width can be shown; without an overview only some minutes at a time. */
  readonly overview: boolean
}
export interface BrowserChannel {
  readonly label: string
  readonly electrode: ElectrodeName | null
  readonly unit: string
  readonly type: ChannelType
  /** Around which the signal lies, µV. */
  readonly level: number
}
export interface BrowserEvent {
  readonly sample: number
  readonly code: string
  readonly classId: ClassId | null
  readonly length: number
}

/** Trials of a subject to look at: `trials[…].data[electrode]` is an envelope `[column][low, high]`, µV about the trial's mean. */
export interface TrialPreview {
  readonly electrodes: readonly ElectrodeName[]
  /** Before and after the cue. */
  readonly seconds: readonly [before: number, after: number]
  readonly trials: readonly TrialTraces[]
}
export interface TrialTraces {
  readonly classId: ClassId
  readonly run: string
  /** Of the cue, on the recording's clock. */
  readonly atSeconds: number
  readonly data: readonly Float32Array[]
}

export interface ModelSummary {
  readonly id: string
  readonly createdAtMs: number
  readonly subject: string
  readonly electrodes: readonly ElectrodeName[]
  readonly classes: readonly ClassId[]
  readonly sampleRate: number
  readonly accuracy: AccuracyFigure | null
  readonly converged: boolean
  readonly medianEntropy: number
  readonly trainedOn: readonly string[]
  readonly heldOut: readonly string[]
  readonly backend: string
  readonly seed: number
  readonly decoder: DecoderKind
  /** Absent: a decoder. */
  readonly control?: ControlKind
  readonly decision: DecisionSpec
}

/** An answer in a list. */
export interface SelectionSummary {
  readonly modelId: string
  readonly createdAtMs: number
  readonly subject: string
  readonly electrodes: readonly ElectrodeName[]
  readonly accuracy: AccuracyFigure
  readonly decoder: DecoderKind
  readonly control?: ControlKind
  readonly backend: string
  readonly heldOutRuns: readonly string[]
  /** Hashes of the recordings that judged it. */
  readonly heldOut: readonly string[]
}

export interface DeviceView {
  readonly boardId: number
  readonly name: string
  readonly inputs: number
  readonly sampleRate: number
  /** Names that the board gives its EEG inputs; empty when it knows none. */
  readonly inputNames: readonly string[]
  /** Connection fields that the board needs, by BrainFlow's own names. */
  readonly fields: readonly (
    'serial_port' | 'mac_address' | 'ip_address' | 'ip_port' | 'serial_number' | 'file' | 'master_board'
  )[]
  readonly simulated: boolean
}

/** The one stream that may run: a live session or a replay. */
export type StreamState =
  | { readonly phase: 'idle' }
  | { readonly phase: 'starting'; readonly request: SessionRequest }
  | {
      readonly phase: 'running'
      readonly request: SessionRequest
      readonly sessionId: string | null
      readonly startedAtMs: number
      readonly electrodes: readonly ElectrodeName[]
      readonly classes: readonly ClassId[]
      readonly sampleRate: number
      readonly sourceLabel: string
    }
  | { readonly phase: 'stopping'; readonly request: SessionRequest }
  | { readonly phase: 'ended'; readonly request: SessionRequest; readonly result: SessionResult }
  | { readonly phase: 'failed'; readonly request: SessionRequest; readonly error: ErrorData }

export interface CapsView {
  readonly own: readonly Cap[]
  readonly inUseId: string | null
}

/** An answer over N without its points: what a list needs. */
export interface CurveSummary extends Pick<CurveFinding, 'id' | 'createdAtMs' | 'decoder' | 'statements'> {
  readonly subjects: readonly string[]
  readonly classes: readonly ClassId[]
  readonly shuffleLabels: boolean
  readonly recommended: Pick<Recommendation, 'method' | 'n' | 'electrodes' | 'figure' | 'decoded'>
}

export interface UnfinishedCurve {
  readonly id: string
  readonly plan: CurvePlan
  /** Units that need not be done again. */
  readonly done: number
}
