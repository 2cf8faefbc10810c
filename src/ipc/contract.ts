import type { BackendStatus } from '../core/domain/backend'
import type { DatasetView } from '../core/domain/dataset'
import type { CurveFinding, CurveReport, NamedSet } from '../core/domain/curve'
import type { Cap } from '../core/domain/electrode'
import type { ErrorData } from '../core/domain/error'
import type { ImportReport, ImportResult, UnfinishedImport } from '../core/domain/import'
import type { JobId, JobUpdate } from '../core/domain/job'
import type { LabelCheckResult } from '../core/domain/labelCheck'
import type { LabelWarning } from '../core/domain/labelWarnings'
import type { QualitySpectra, RecordingQuality } from '../core/domain/quality'
import type { RecordingDetails } from '../core/domain/recordingDetails'
import type { SessionResult, SessionSummary, Wiring } from '../core/domain/session'
import type { SelectionReport, SelectionResult } from '../core/domain/training'
import { ask, call, topic } from './define'
import * as s from './schemas'
import type {
  AppInfo,
  AppSettings,
  BackendsView,
  BrowserView,
  CapsView,
  ChannelQuality,
  CurveSummary,
  DeviceView,
  ModelSummary,
  NativesView,
  RecordingUse,
  RecordingView,
  SelectionSummary,
  StreamState,
  StudyFailure,
  StudyView,
  TracesView,
  TrialPreview,
  UnfinishedCurve,
} from './views'

export type AnyJobUpdate = JobUpdate<JobOutcome, JobReport>
export type JobOutcome =
  | { readonly kind: 'import'; readonly import: ImportResult }
  | { readonly kind: 'fetch'; readonly import: ImportResult }
  | { readonly kind: 'demo'; readonly import: ImportResult }
  | { readonly kind: 'select'; readonly selection: SelectionResult }
  | { readonly kind: 'curve'; readonly finding: CurveFinding }
  /** `pdf`: the page printed beside itself. */
  | { readonly kind: 'curve-report'; readonly path: string; readonly pdf?: string }
  | { readonly kind: 'report'; readonly path: string }
  | { readonly kind: 'export'; readonly path: string }
  | { readonly kind: 'export-study'; readonly path: string }
  /** `notKept`: why the disk took nothing of it. */
  | { readonly kind: 'backends'; readonly statuses: readonly BackendStatus[]; readonly notKept: ErrorData | null }
  | {
      readonly kind: 'install-tensorflow'
      readonly statuses: readonly BackendStatus[]
      readonly notKept: ErrorData | null
    }
  | { readonly kind: 'remove-tensorflow'; readonly statuses: readonly BackendStatus[] }
  | { readonly kind: 'check-labels'; readonly check: LabelCheckResult }
  | { readonly kind: 'overview'; readonly recordingId: number }
export type JobReport =
  | { readonly kind: 'import'; readonly import: ImportReport }
  | { readonly kind: 'select'; readonly selection: SelectionReport }
  | { readonly kind: 'curve'; readonly curve: CurveReport }
  | { readonly kind: 'backends'; readonly statuses: readonly BackendStatus[] }
  /** Whose labels are checked. */
  | { readonly kind: 'check-labels'; readonly subject: string; readonly studyPath: string }

/** Everything that the window and main say to each other. */
export const contract = {
  app: {
    info: ask<AppInfo>(),
    saveSettings: call(s.settingsChange).returns<AppSettings>(),
    /** Loads BrainFlow's library in a process of its own, which takes a moment: asked apart from `info`. */
    natives: ask<NativesView>(),
    chooseNativesFolder: ask<NativesView>(),
    /** Only what lies in the open study or the user's data, or was exported since the start, can be shown. */
    showItem: call(s.path).returns<void>(),
  },
  study: {
    current: ask<StudyView | null>(),
    /** Null once a study is open. */
    notOpened: ask<StudyFailure | null>(),
    open: call(s.path).returns<StudyView>(),
    choose: ask<StudyView | null>(),
    create: ask<StudyView | null>(),
    /** Generates the demo study in a folder of the user's data, opens it and imports its files. */
    demo: ask<JobId>(),
    close: ask<void>(),
    changed: topic<StudyView | null>(),
  },
  recordings: {
    list: ask<RecordingView[]>(),
    chooseFiles: ask<string[]>(),
    chooseFolder: ask<string[]>(),
    import: call(s.importRequest).returns<JobId>(),
    /** Imports that a crash or a power cut ended: nothing of them is in the study. */
    unfinished: ask<UnfinishedImport[]>(),
    /** Takes away what is left of the one of this file. */
    discardUnfinished: call(s.path).returns<void>(),
    /** Says whose recording it is, which session and run; the file in the study keeps its name. */
    rename: call(s.recordingName).returns<void>(),
    /** None of them, with `recording/in-use`, while a job or session reads one of them. */
    remove: call(s.recordingList).returns<void>(),
    /** What was made from each of these, or is being made. */
    uses: call(s.recordingList).returns<RecordingUse[]>(),
    /** Tags and notes, of several alike. */
    annotate: call(s.notesChange).returns<void>(),
    /** Header, channels, gaps and events of one. */
    details: call(s.recordingId).returns<RecordingDetails>(),
    /** Types and sites of channels, in several recordings alike; how many are different now. */
    setChannels: call(s.channelsChange).returns<number>(),
    quality: call(s.recordingId).returns<ChannelQuality[]>(),
    /** Each number with its limit, verdict and suggestion. */
    qualityFindings: call(s.recordingId).returns<RecordingQuality>(),
    spectra: call(s.recordingId).returns<QualitySpectra>(),
    /** Electrodes of which nobody wants to hear suggestions any more. */
    ignoreQuality: call(s.badChannels).returns<void>(),
    traces: call(s.tracesRequest).returns<TracesView>(),
    setBad: call(s.badChannels).returns<void>(),
    /** Asks where to, and writes recordings as a BIDS data set or their trials as npz; null when the person thought better of it. */
    exportStudy: call(s.studyExport).returns<JobId | null>(),
  },
  browser: {
    /** What there is to look at; `job` builds the overview where there is none. */
    open: call(s.recordingId).returns<BrowserView & { readonly job: JobId | null }>(),
    /** Samples (factor 1) or extremes `[channel][cell][low, high]`, µV; null while it takes an overview that is not there. */
    tile: call(s.tileRequest).returns<Float32Array | null>(),
    setBadSpans: call(s.badSpans).returns<void>(),
  },
  datasets: {
    /** Public data sets that can be loaded. */
    list: ask<DatasetView[]>(),
    /** Loads the choice and imports what came. */
    fetch: call(s.datasetChoice).returns<JobId>(),
  },
  labels: {
    set: call(s.labelChange).returns<void>(),
    /** Back to the built-in rule. */
    reset: call(s.recordingId).returns<void>(),
    /** What cannot be right in the labels of a subject's runs, or is worth knowing. */
    warnings: call(s.subject).returns<LabelWarning[]>(),
    /** Some trials of each class, as the electrodes saw them. */
    preview: call(s.subject).returns<TrialPreview>(),
    /** Whether the labels carry signal: a job, since it takes some seconds. */
    check: call(s.subject).returns<JobId>(),
  },
  selection: {
    start: call(s.selectionRequest).returns<JobId>(),
    latest: ask<SelectionResult | null>(),
    /** All answers of the study, the newest first. */
    list: ask<SelectionSummary[]>(),
    /** One of them in full; null when it is gone. */
    get: call(s.modelId).returns<SelectionResult | null>(),
    report: call(s.modelId).returns<JobId>(),
    /** Asks where to; null when the person named no file. */
    export: call(s.exportRequest).returns<JobId | null>(),
  },
  curve: {
    /** Goes on where the same plan was cut off; is done at once where it was finished. */
    start: call(s.curvePlan).returns<JobId>(),
    /** Finished answers over N, the newest first. */
    list: ask<CurveSummary[]>(),
    /** One in full; null when it is gone. */
    get: call(s.curveId).returns<CurveFinding | null>(),
    /** Plans that were begun and not finished. */
    unfinished: ask<UnfinishedCurve[]>(),
    discard: call(s.curveId).returns<void>(),
    /** Writes report, wiring sheet and electrodes.tsv into the study. */
    report: call(s.curveId).returns<JobId>(),
    /** Asks where to, and writes the figure or its table there; where it lies, or null when the person named no file. */
    saveFigure: call(s.curveFigure).returns<string | null>(),
    /** Sets that a person saved by name in the study, the last one last. */
    ownSets: ask<NamedSet[]>(),
    /** One of the same name is replaced. What the study has now. */
    saveOwnSet: call(s.namedSet).returns<NamedSet[]>(),
    removeOwnSet: call(s.setName).returns<NamedSet[]>(),
  },
  jobs: {
    list: ask<AnyJobUpdate[]>(),
    cancel: call(s.jobId).returns<void>(),
    changed: topic<AnyJobUpdate>(),
  },
  backends: {
    /** What was found out and chosen; at once. */
    known: ask<BackendsView>(),
    /** Also looks for what is missing, which takes a moment. */
    survey: ask<BackendsView>(),
    choose: call(s.backendChoice).returns<void>(),
    check: call(s.backendsCheck).returns<JobId>(),
    /** Loads some hundred megabytes; goes on where it was cut short. */
    installTensorflow: ask<JobId>(),
    /** Deletes it, with what was loaded for it. */
    removeTensorflow: ask<JobId>(),
  },
  models: { list: ask<ModelSummary[]>() },
  caps: {
    /** Caps of one's own, and the one in use; presets come with the montage and need no asking. */
    list: ask<CapsView>(),
    save: call(s.cap).returns<Cap>(),
    remove: call(s.capId).returns<void>(),
    use: call(s.capId).returns<void>(),
    /** What was wired by hand for this model and cap; null when nobody has yet. */
    wiring: call(s.wiringAsk).returns<Wiring | null>(),
    saveWiring: call(s.wiringChange).returns<void>(),
  },
  session: {
    devices: ask<DeviceView[]>(),
    /** A file that BrainFlow recorded; null when the person named none. */
    choosePlayback: ask<string | null>(),
    state: ask<StreamState>(),
    start: call(s.sessionRequest).returns<void>(),
    stop: ask<SessionResult | null>(),
    list: ask<SessionSummary[]>(),
    remove: call(s.sessionId).returns<void>(),
    changed: topic<StreamState>(),
  },
} as const

export type Api = typeof contract
