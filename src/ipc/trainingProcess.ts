import type { BackendLack, BackendName, BackendStatus, LostBackend } from '../core/domain/backend'
import type { CurvePlan } from '../core/domain/curve'
import type { WordingLanguage } from '../core/domain/curveWording'
import type { DatasetChoice, DatasetId, DatasetView } from '../core/domain/dataset'
import type { ErrorData } from '../core/domain/error'
import type { ExportFormat } from '../core/domain/export'
import type { JobId, Progress } from '../core/domain/job'
import type { StreamChoice } from '../core/domain/recording'
import type { QualitySpectra, RecordingQuality } from '../core/domain/quality'
import type { RecordingDetails } from '../core/domain/recordingDetails'
import type { ChannelChange } from '../core/montage/channelEdits'
import type { LabelCheckRequest } from '../core/domain/labelCheck'
import type { LabelWarning } from '../core/domain/labelWarnings'
import type { StudyExportRequest } from '../core/domain/studyExport'
import type { SelectionRequest } from '../core/domain/training'
import type { Resumption, SelectionCheckpoint } from '../core/selection/checkpoint'
import type { DisplayFilter } from '../core/signal/displayFilter'
import type { JobOutcome, JobReport } from './contract'
import type { BrowserView, ChannelQuality, TracesView, TrialPreview } from './views'

export type { Resumption }

/** Main → training process. One process runs one job; a second kind of it only answers questions. */
export type TrainingOrder =
  | { readonly type: 'run'; readonly id: JobId; readonly work: Work; readonly resume?: Resumption }
  | { readonly type: 'cancel' }
  | { readonly type: 'ask'; readonly requestId: number; readonly question: Question }
  | LearnerOrder

/** Main's part in learners elsewhere; with `learner-port` comes one end of a channel. */
export type LearnerOrder =
  | { readonly type: 'learner-port'; readonly requestId: number }
  | { readonly type: 'learner-refused'; readonly requestId: number; readonly error: ErrorData }
  | { readonly type: 'learner-lost'; readonly requestId: number; readonly why: string }

/** A training process asks for a process or page with learners, and says when it is done with it. */
export type LearnerNews =
  | {
      readonly type: 'learner-wanted'
      readonly requestId: number
      readonly backend: BackendName
      /** Variables that it needs. */
      readonly environment: Readonly<Record<string, string>>
    }
  | { readonly type: 'learner-closed'; readonly requestId: number }

/** What only main can find out: whether a page is given a graphics adapter. */
export interface GraphicsLack {
  readonly webgpu: BackendLack | null
}

/** A process that computes says what on, and that it lives, so that its death can be told from a backend's. */
export type ComputingNews =
  | { readonly type: 'computing'; readonly backend: BackendName | null }
  | { readonly type: 'alive' }
  | { readonly type: 'checkpoint'; readonly checkpoint: SelectionCheckpoint }

/** Of main's own making: the process was lost with a backend, and another goes on. */
export interface BackendLostNews {
  readonly type: 'backend-lost'
  /** All that the job has lost so far. */
  readonly lost: readonly LostBackend[]
}

export type Work =
  | {
      readonly kind: 'import'
      readonly studyPath: string
      readonly paths: readonly string[]
      readonly keepPartial: boolean
      readonly streams?: StreamChoice | undefined
    }
  | {
      readonly kind: 'fetch'
      readonly studyPath: string
      readonly choice: DatasetChoice & { readonly dataset: DatasetId }
    }
  | { readonly kind: 'demo'; readonly studyPath: string }
  | ({ readonly kind: 'select'; readonly studyPath: string; readonly request: SelectionRequest } & GraphicsLack)
  | ({ readonly kind: 'curve'; readonly studyPath: string; readonly plan: CurvePlan } & GraphicsLack)
  | {
      readonly kind: 'curve-report'
      readonly studyPath: string
      readonly id: string
      readonly language: WordingLanguage
    }
  | ({ readonly kind: 'backends'; readonly names: readonly BackendName[] } & GraphicsLack)
  | ({ readonly kind: 'install-tensorflow' } & GraphicsLack)
  | ({ readonly kind: 'remove-tensorflow' } & GraphicsLack)
  | { readonly kind: 'report'; readonly studyPath: string; readonly modelId: string }
  | { readonly kind: 'overview'; readonly studyPath: string; readonly recordingId: number }
  | { readonly kind: 'check-labels'; readonly studyPath: string; readonly request: LabelCheckRequest }
  | { readonly kind: 'export-study'; readonly studyPath: string; readonly request: StudyExportRequest }
  | {
      readonly kind: 'export'
      readonly studyPath: string
      readonly modelId: string
      readonly format: ExportFormat
      readonly path: string
    }

/** A stretch of signals at some coarseness, for the signal browser. */
export interface TileOrder {
  readonly recordingId: number
  readonly factor: number
  readonly first: number
  readonly cells: number
  readonly channels: readonly number[]
  readonly filter: DisplayFilter
}

export type Question =
  | { readonly kind: 'datasets' }
  | ({ readonly kind: 'backends' } & GraphicsLack)
  | { readonly kind: 'label-warnings'; readonly studyPath: string; readonly subject: string }
  | { readonly kind: 'trial-preview'; readonly studyPath: string; readonly subject: string }
  | { readonly kind: 'browse'; readonly studyPath: string; readonly recordingId: number }
  | ({ readonly kind: 'tile'; readonly studyPath: string } & TileOrder)
  | { readonly kind: 'quality'; readonly studyPath: string; readonly recordingId: number }
  | { readonly kind: 'quality-findings'; readonly studyPath: string; readonly recordingId: number }
  | { readonly kind: 'spectra'; readonly studyPath: string; readonly recordingId: number }
  | { readonly kind: 'recording-details'; readonly studyPath: string; readonly recordingId: number }
  /** Also a change: the files have to be opened for it, which is no work of main's. */
  | {
      readonly kind: 'edit-channels'
      readonly studyPath: string
      readonly recordingIds: readonly number[]
      readonly changes: readonly ChannelChange[]
    }
  | {
      readonly kind: 'traces'
      readonly studyPath: string
      readonly recordingId: number
      readonly startSeconds: number
      readonly seconds: number
    }

export type Answer =
  | readonly ChannelQuality[]
  | TracesView
  | BrowserView
  | Float32Array
  | null
  | readonly BackendStatus[]
  | readonly DatasetView[]
  | readonly LabelWarning[]
  | TrialPreview
  | RecordingDetails
  | RecordingQuality
  | QualitySpectra
  | number

/** Training process → main. Exactly one of finished, failed and cancelled ends a job. */
export type TrainingNews =
  | { readonly type: 'progress'; readonly progress: Progress }
  | { readonly type: 'report'; readonly report: JobReport }
  | { readonly type: 'finished'; readonly outcome: JobOutcome }
  | { readonly type: 'failed'; readonly error: ErrorData }
  | { readonly type: 'cancelled' }
  | { readonly type: 'answer'; readonly requestId: number; readonly answer: Answer }
  | { readonly type: 'refused'; readonly requestId: number; readonly error: ErrorData }
  | LearnerNews
  | ComputingNews
  | BackendLostNews
