import { AppError } from '../../domain/error'
import type { Channel, Marker, RecordingProblem } from '../../domain/recording'
import { hertz, samples, seconds } from '../../domain/units'
import { toElectrodeNames } from '../../montage/names'
import { openMat } from '../mat/openMat'
import type { MatFile } from '../mat/values'
import { longestFill, placeOf, placePieces, readPlaced, type Break, type Placement } from '../pieces'
import { badMarkers, lossesOf, truncation, unknownLabels } from '../problems'
import type { OpenOptions, RecordingReader } from '../reader'
import type { ByteSource, FileNeighbours } from '../source'
import { findDataset, readDataset, type EeglabDataset, type EeglabEvent } from './dataset'
import { openSamples, type SampleStore } from './samples'

/**
 * Opens an EEGLAB dataset by its `.set` (MATLAB 5 to 7.3) or by the `.fdt` beside it; EEGLAB's values are µV. Where data were
 * cut out (boundary events with a duration) the last value is held and the gap listed; where nobody knows how much, and between
 * the epochs of an epoched set, which are put one after the other, a gap of length 0 is. Throws AppError `file/not-found`,
 * `file/not-eeg`, `file/unsupported`, `file/truncated-…`.
 */
export function openEeglab(source: ByteSource, neighbours: FileNeighbours, options: OpenOptions): RecordingReader {
  const set = /\.fdt$/i.test(source.name) ? findSet(source, neighbours) : source
  const reader = openEeglabFile(set, openMat(set, options), neighbours)
  if (!reader) throw noDataset()
  const companions = set === source ? reader.companions : [set.name]
  return { ...reader, companions }
}

/** The dataset in a MATLAB file; `null`: there is none in it. */
export function openEeglabFile(set: ByteSource, file: MatFile, neighbours: FileNeighbours): RecordingReader | null {
  const fields = findDataset(file)
  if (!fields) return null
  const dataset = readDataset(fields)
  const store = openSamples(set, dataset, neighbours)
  const { sampleRate, points } = dataset
  const placement = placePieces(store.count, breaksIn(dataset), longestFill * sampleRate)
  const channels = toChannels(dataset)
  const markers = toMarkers(dataset.events, placement, sampleRate)
  const all = channels.map((_, i) => i)
  const bad = dataset.badEvents + dataset.events.length - markers.length
  const expected = points * dataset.trials
  return {
    info: {
      format: 'eeglab',
      sampleRate: hertz(sampleRate),
      sampleCount: samples(placement.sampleCount),
      ...{ channels, markers, gaps: placement.gaps },
      ...(dataset.subject === '' ? {} : { subjectCode: dataset.subject }),
      problems: [
        ...truncation(expected, store.count, sampleRate),
        ...problemsOf(dataset, { store, placement, channels, bad }),
      ],
    },
    companions: store.companions,
    read: (from, to, wanted = all) => readPlaced(placement, store.read, { from, to, channels: wanted }),
  }
}

/** EEGLAB writes −99 where its user chose numbers for events. */
const isBoundary = ({ type }: EeglabEvent): boolean => /^boundary/i.test(type) || type === '-99'

/** Stored sample that an event belongs to: latencies count from 1, and half samples lie before the next one. */
const storedSample = (latency: number): number => Math.max(0, Math.round(latency) - 1)

function breaksIn({ events, trials, points }: EeglabDataset): Break[] {
  if (trials > 1) return Array.from({ length: trials - 1 }, (_, i) => ({ before: (i + 1) * points, lost: 0 }))
  return events.filter(isBoundary).map(({ latency, duration }) => ({
    before: Math.ceil(latency) - 1,
    lost: duration >= 1 && Number.isFinite(duration) ? Math.round(duration) : 0,
  }))
}

function toMarkers(events: readonly EeglabEvent[], placement: Placement, sampleRate: number): Marker[] {
  return events.flatMap((event): Marker[] => {
    // The boundary itself is told by the gap, but a person may want to see it.
    const stored = isBoundary(event) ? Math.ceil(event.latency) - 1 : storedSample(event.latency)
    const sample = placeOf(placement, Math.max(0, stored))
    if (sample === null || event.latency < 0.5) return []
    const duration = !isBoundary(event) && event.duration > 1 ? { duration: seconds(event.duration / sampleRate) } : {}
    return [{ code: event.type, sample, ...duration }]
  })
}

/** Types of channels (chanlocs.type) whose values are no voltage. */
const notVoltage =
  /^(?:stim|trig|trigger|misc|accel|acc|gyro|resp|gsr|temp|temperature|ppg|status|event|eyegaze|pupil)/i
const notScalp = /^(?:eog|heog|veog|emg|ecg|ekg)/i

function toChannels({ channels }: EeglabDataset): Channel[] {
  const isOther = (type: string): boolean => notVoltage.test(type) || notScalp.test(type)
  const electrodes = toElectrodeNames(channels.map(({ label, type }) => (isOther(type) ? '' : label)))
  return channels.map(({ label, type }, i) => ({
    ...{ label, electrode: electrodes[i]!, unit: notVoltage.test(type) ? 'n/a' : 'µV' },
  }))
}

interface Findings {
  readonly store: SampleStore
  readonly placement: Placement
  readonly channels: readonly Channel[]
  readonly bad: number
}

function problemsOf({ trials, sampleRate }: EeglabDataset, findings: Findings): RecordingProblem[] {
  const { store, placement, channels, bad } = findings
  const epoched: RecordingProblem = {
    code: 'epoched',
    message: `The file holds ${trials} cut epochs and no continuous signal. They were put one after the other.`,
    values: { count: trials },
  }
  // The seams of epochs are told as that.
  const losses = trials > 1 ? [epoched] : lossesOf(placement, sampleRate)
  return [...store.problems, ...losses, ...badMarkers(bad), ...unknownLabels(channels)]
}

function findSet(data: ByteSource, neighbours: FileNeighbours): ByteSource {
  const own = data.name.replace(/\.[^.]*$/, '')
  const set = neighbours.open(`${own}.set`)
  if (set) return set
  throw new AppError({
    code: 'file/not-found',
    message: `${own}.set should lie beside ${data.name}, and does not. Nothing was imported.`,
    hint: 'An EEGLAB dataset is two files (.set, .fdt): keep them in one folder.',
    values: { path: `${own}.set`, file: `${own}.set` },
  })
}

const noDataset = (): AppError =>
  new AppError({
    code: 'file/unsupported',
    message: 'This MATLAB file holds no EEGLAB dataset: expected the structure EEG. Nothing was imported.',
    hint: 'Save the dataset in EEGLAB (File › Save current dataset as), or export it as EDF+.',
    values: { expected: 'the structure EEG', got: 'MATLAB' },
  })
