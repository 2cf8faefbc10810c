import type { ElectrodeName } from './electrode'
import type { Hertz, Samples, Seconds } from './units'

/** Raw code in a file or on a wire, before anyone says what it means. */
export interface Marker {
  readonly code: string
  /** Sample on the recording's own clock. */
  readonly sample: Samples
  readonly duration?: Seconds
}

export interface Channel {
  /** Label exactly as in the file, e.g. `Fc5.`. */
  readonly label: string
  /** Canonical 10-05 name, or null for a channel that is no scalp electrode. */
  readonly electrode: ElectrodeName | null
  readonly unit: string
}

/** Signals of one continuous recording. `data[channel]` holds µV for EEG channels. */
export interface Recording {
  readonly format: RecordingFormat
  readonly sampleRate: Hertz
  readonly channels: readonly Channel[]
  readonly sampleCount: Samples
  readonly markers: readonly Marker[]
  /** ISO date and time of the start as the file gives it, without a zone; absent when the file has none. */
  readonly startedAt?: string
  readonly subjectCode?: string
  readonly data: readonly Float32Array[]
  /** Stretches of samples that were not recorded; there the last value is held. Absent: none. */
  readonly gaps?: readonly RecordingGap[]
  /** What came with the recording says that these are bad; absent: nothing does. */
  readonly badElectrodes?: readonly ElectrodeName[]
  /** Of the electrodes, and of the mains, as what came with the recording has them. */
  readonly reference?: string
  readonly powerLine?: Hertz
  /** What recorded it, as the header has it; absent: the header names nothing. */
  readonly device?: string
  /** Filters of the amplifier, as the header has them: each once. */
  readonly filters?: readonly string[]
  /** What the header tells of a person beyond a code; empty: looked for and not there; absent: the format has no such fields. */
  readonly personal?: readonly PersonalField[]
  /** What is not sound in the file, in sentences; empty when all is well. */
  readonly problems: readonly RecordingProblem[]
}

/** `text`: words in a field that is for a person, of unknown meaning. */
export type PersonalField = 'name' | 'birthdate' | 'sex' | 'technician' | 'text'

export interface RecordingGap {
  /** First sample that is not there. */
  readonly start: Samples
  /** 0: two pieces of signal were joined here, and nobody knows what lay between. */
  readonly length: Samples
}

/** Which of the streams of a file is the EEG (XDF), and which hold its markers: all marker streams when absent. */
export interface StreamChoice {
  readonly signal: number
  readonly markers?: readonly number[]
}

export const recordingFormats = [
  'edf',
  'edf+',
  'bdf',
  'bdf+',
  'gdf',
  'brainvision',
  'eeglab',
  'xdf',
  'openbci',
  'brainflow',
  'matlab',
  'fif',
] as const
export type RecordingFormat = (typeof recordingFormats)[number]

export interface RecordingProblem {
  readonly code:
    | 'truncated'
    | 'discontinuous'
    | 'record-count'
    | 'duplicate-label'
    | 'unknown-label'
    | 'unknown-unit'
    | 'bad-annotation'
    | 'uneven-rate'
    | 'companion-renamed'
    | 'companion-missing'
    | 'lost-samples'
    | 'clock-reset'
    | 'epoched'
    | 'several-signals'
    | 'joined'
    | 'board-assumed'
    | 'not-read'
    | 'sidecar-unreadable'
    | 'sidecar-differs'
    | 'positions-not-kept'
    | 'same-signals'
  readonly message: string
  readonly values?: Readonly<Record<string, string | number>>
}

/** What the catalogue knows of a recording; the signals stay in the file. */
export interface RecordingSummary {
  readonly id: number
  /** sha-256 of the original, hexadecimal, over all of its files; also its name in the study. */
  readonly hash: string
  readonly fileName: string
  /** The recording's further files by name (data, markers, splits); absent: it is one file. */
  readonly companions?: readonly string[]
  /** What was chosen at import where the file holds several streams. */
  readonly streams?: StreamChoice
  readonly format: RecordingFormat
  readonly subject: string
  /** Run as a person names it: `R06`. */
  readonly run: string
  /** Session of the subject, where there are several visits; absent: nobody said. */
  readonly session?: string
  /** Identifier of the task where the file's own rule knows it (`imagined-left-right`), else null. */
  readonly task?: string | null
  readonly sampleRate: Hertz
  readonly sampleCount: Samples
  readonly electrodes: readonly ElectrodeName[]
  readonly channelLabels: readonly string[]
  /** Count by marker code, in order of code. */
  readonly markerCounts: Readonly<Record<string, number>>
  readonly problems: readonly RecordingProblem[]
  readonly importedAtMs: number
  readonly origin: 'file' | 'simulator'
  readonly byteLength: number
}
