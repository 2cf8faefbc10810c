import type { Channel, Marker, RecordingProblem } from '../../domain/recording'
import { hertz, samples } from '../../domain/units'
import { toElectrodeNames } from '../../montage/names'
import { noEeg, truncatedData } from '../fields'
import { longestFill, placePieces, readPlaced, type Placement } from '../pieces'
import { badMarkers, lossesOf, notRead, truncation, unknownLabels } from '../problems'
import type { RecordingReader } from '../reader'
import type { ByteSource, FileNeighbours } from '../source'
import { readBuffers, type Column } from './buffers'
import { annotationMarkers, triggerChannels, triggerMarkers } from './events'
import { channelKinds, type FifChannel, type FifHeader } from './header'
import { openSplits, type FifRecording } from './splits'

/**
 * Opens a continuous FIF recording, with the files that it goes on in. EEG, EOG, ECG and EMG channels in volts become µV;
 * steps of the trigger channels and annotations become markers. Throws AppError `file/not-eeg`, `file/unsupported` (epochs,
 * averages, complex samples), `file/truncated-data`, `file/no-eeg-channels`.
 */
export function openFif(source: ByteSource, neighbours: FileNeighbours): RecordingReader {
  const recording = openSplits(source, neighbours)
  const { header, buffers, count, companions } = recording
  const { channels, columns } = placeChannels(header.channels)
  if (count === 0) throw truncatedData(header.channels.length * 2, 0)
  const placement = placePieces(count, recording.breaks, longestFill * header.sampleRate)
  const annotations = annotationMarkers(source, recording, placement.sampleCount)
  const markers = [...triggerMarkers(recording, placement), ...annotations.markers].sort(bySample)
  const all = columns.map((_, i) => i)
  return {
    info: {
      format: 'fif',
      sampleRate: hertz(header.sampleRate),
      sampleCount: samples(placement.sampleCount),
      ...{ channels, markers, gaps: placement.gaps },
      ...startOf(header, recording.firstSample),
      ...(header.subject === undefined ? {} : { subjectCode: header.subject }),
      problems: problemsOf(recording, { placement, channels, bad: annotations.bad }),
    },
    companions,
    read: (from, to, wanted = all) =>
      readPlaced(
        placement,
        (low, high, list) =>
          readBuffers(buffers, header.channels.length, { from: low, to: high, columns: list.map((c) => columns[c]!) }),
        { from, to, channels: wanted },
      ),
  }
}

const bySample = (a: Marker, b: Marker): number => a.sample - b.sample

const isRead = ({ kind, isVolts }: FifChannel): boolean =>
  isVolts && [channelKinds.eeg, channelKinds.eog, channelKinds.ecg, channelKinds.emg].some((known) => known === kind)

function placeChannels(list: readonly FifChannel[]): { channels: Channel[]; columns: Column[] } {
  const kept = list.flatMap((channel, column) => (isRead(channel) ? [{ ...channel, column }] : []))
  if (!kept.some(({ kind }) => kind === channelKinds.eeg)) throw noEeg(list.map(({ label }) => label))
  const sites = toElectrodeNames(kept.map(({ label, kind }) => (kind === channelKinds.eeg ? label : '')))
  return {
    channels: kept.map(({ label }, i) => ({ label, electrode: sites[i]!, unit: 'µV' })),
    columns: kept.map(({ column, gain }) => ({ column, gain: gain * 1e6 })),
  }
}

/** The date counts from sample 0 of the measurement, UTC. */
function startOf({ date, sampleRate }: FifHeader, firstSample: number): { startedAt?: string } {
  if (date === undefined) return {}
  const started = date + firstSample / sampleRate
  return started > 0 && started < 8e9 ? { startedAt: new Date(started * 1000).toISOString().slice(0, 19) } : {}
}

function problemsOf(
  recording: FifRecording,
  { placement, channels, bad }: { placement: Placement; channels: readonly Channel[]; bad: number },
): RecordingProblem[] {
  const { header, missing } = recording
  const triggers = triggerChannels(header.channels)
  const left = header.channels.flatMap((one, i) => (isRead(one) || triggers.includes(i) ? [] : [one.label]))
  return [
    ...truncation(placement.sampleCount + missing, placement.sampleCount, header.sampleRate),
    ...lossesOf(placement, header.sampleRate),
    ...recording.problems,
    ...notRead(left),
    ...badMarkers(bad),
    ...unknownLabels(channels.filter((_, i) => isEeg(header.channels, i))),
  ]
}

/** Of the channels that are read, whether one is EEG: an EOG channel is no site, and need not be told. */
const isEeg = (list: readonly FifChannel[], index: number): boolean =>
  list.filter(isRead)[index]?.kind === channelKinds.eeg
