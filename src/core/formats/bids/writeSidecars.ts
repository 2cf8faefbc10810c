import type { BadSpan } from '../../domain/badSpans'
import type { ChannelType } from '../../domain/channelType'
import type { Marker, Recording } from '../../domain/recording'
import type { EventMap } from '../../domain/trial'
import { writeJson, writeTable } from './writeTable'

/** A channel of an exported file. */
export interface BidsChannel {
  /** As in the file. */
  readonly name: string
  readonly type: ChannelType
  readonly unit: string
  readonly sampleRate: number
  /** Null: nobody looked at it. */
  readonly isBad: boolean | null
}

const types: Readonly<Record<ChannelType, string>> = {
  ...{ eeg: 'EEG', eog: 'EOG', emg: 'EMG', ecg: 'ECG', trigger: 'TRIG', other: 'MISC' },
}

/** `channels.tsv`; `isBad` with the reason that it is so in the study. */
export const channelsTable = (channels: readonly BidsChannel[]): string =>
  writeTable(
    ['name', 'type', 'units', 'sampling_frequency', 'status', 'status_description'],
    channels.map(({ name, type, unit, sampleRate, isBad }) => [
      ...[name, types[type], unit, sampleRate],
      ...[isBad === null ? undefined : isBad ? 'bad' : 'good', isBad ? 'marked bad in the study' : undefined],
    ]),
  )

/** Events of a recording as `events.tsv` has them. */
export interface BidsEvent {
  readonly sample: number
  /** Seconds; absent: the file gives none. */
  readonly duration?: number | undefined
  /** The class where the study maps the code to one, else the code; `BAD_…` for stretches that are not to be used. */
  readonly trialType: string
  /** The raw code; absent for what is no marker. */
  readonly value?: string
}

interface Happenings {
  readonly markers: readonly Marker[]
  readonly map: EventMap
  readonly badSpans: readonly BadSpan[]
  readonly gaps: NonNullable<Recording['gaps']>
  readonly sampleRate: number
}

/** Markers, bad spans and gaps in time. Names as MNE-Python leaves them out: all that begin with `BAD`. */
export function toBidsEvents({ markers, map, badSpans, gaps, sampleRate }: Happenings): BidsEvent[] {
  const meanings = new Map(map.meanings.map(({ code, classId }) => [code, classId]))
  const events: BidsEvent[] = [
    ...markers.map(({ code, sample, duration }) => ({
      ...{ sample, duration, trialType: meanings.get(code) ?? code, value: code },
    })),
    ...badSpans.map(({ start, end, note }) => ({
      ...{ sample: start, duration: (end - start) / sampleRate, trialType: `BAD_${note ?? 'segment'}` },
    })),
    ...gaps.map(({ start, length }) => ({
      ...{ sample: start, duration: length / sampleRate, trialType: length > 0 ? 'BAD_ACQ_SKIP' : 'BAD_boundary' },
    })),
  ]
  return events.sort((a, b) => a.sample - b.sample)
}

export const eventsTable = (events: readonly BidsEvent[], sampleRate: number): string =>
  writeTable(
    ['onset', 'duration', 'trial_type', 'value', 'sample'],
    events.map(({ sample, duration, trialType, value }) => [sample / sampleRate, duration, trialType, value, sample]),
  )

/** `events.json`: what the columns are, and what each name means. */
export function eventsDescription(events: readonly BidsEvent[]): string {
  const levels = new Map(events.map(({ trialType, value }) => [trialType, meaningOf(trialType, value)]))
  return writeJson({
    trial_type: {
      LongName: 'Event',
      Description: 'The class where the study maps the marker to one, else the marker itself',
      Levels: Object.fromEntries([...levels].sort(([a], [b]) => (a < b ? -1 : 1))),
    },
    value: { LongName: 'Marker', Description: 'The code in the recording' },
    sample: { LongName: 'Sample', Description: 'First sample of the event, from 0 at the start of the recording' },
  })
}

function meaningOf(trialType: string, value: string | undefined): string {
  if (trialType === 'BAD_ACQ_SKIP') return 'Not recorded: the last value is held'
  if (trialType === 'BAD_boundary') return 'Pieces of signal were joined here'
  if (value === undefined) return 'A stretch that a person marked bad'
  return trialType === value ? 'A marker without a class' : `Class of markers ${value}`
}

/** `eeg.json` */
export interface EegDescription {
  readonly task: string
  readonly info: Pick<Recording, 'reference' | 'powerLine' | 'device' | 'filters' | 'sampleRate'>
  readonly channels: readonly BidsChannel[]
  readonly seconds: number
  readonly isDiscontinuous: boolean
}

export function eegDescription({ task, info, channels, seconds, isDiscontinuous }: EegDescription): string {
  const count = (type: ChannelType): number => channels.filter((channel) => channel.type === type).length
  const filters = info.filters?.length ? { Header: { Description: info.filters.join('; ') } } : 'n/a'
  return writeJson({
    TaskName: task,
    ...(info.device ? { ManufacturersModelName: info.device } : {}),
    EEGReference: info.reference ?? 'n/a',
    SamplingFrequency: info.sampleRate,
    PowerLineFrequency: info.powerLine ?? 'n/a',
    SoftwareFilters: 'n/a',
    HardwareFilters: filters,
    EEGChannelCount: count('eeg'),
    EOGChannelCount: count('eog'),
    ECGChannelCount: count('ecg'),
    EMGChannelCount: count('emg'),
    TriggerChannelCount: count('trigger'),
    MiscChannelCount: count('other'),
    RecordingDuration: seconds,
    RecordingType: isDiscontinuous ? 'discontinuous' : 'continuous',
  })
}
