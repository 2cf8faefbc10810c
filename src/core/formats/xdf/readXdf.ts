import { AppError } from '../../domain/error'
import type { Channel, Marker, RecordingProblem } from '../../domain/recording'
import { hertz, samples } from '../../domain/units'
import { toElectrodeNames } from '../../montage/names'
import { voltageFactor } from '../edf/calibration'
import { noEeg, truncatedData } from '../fields'
import type { OpenOptions, RecordingReader } from '../reader'
import type { ByteSource, FileNeighbours } from '../source'
import { chunkTag, listChunks, type ChunkList } from './chunks'
import { mapClock, type ClockOffset } from './clock'
import { indexSamples, isTime, readSamples, type SampleIndex } from './samples'
import { parseStreamHeader, type StreamHeader } from './streams'
import { effectiveRate, evenOut, gapsIn, placeStretches, sampleAt, type Timeline } from './timeline'

/**
 * Opens an XDF file (LabRecorder): one stream of signals and all streams of markers, on the recorder's clock, jitter
 * evened out. Throws AppError `file/several-streams` when it is not plain which stream is the EEG, `file/no-eeg-channels`,
 * `file/not-eeg`.
 */
export function openXdf(source: ByteSource, _neighbours: FileNeighbours, options: OpenOptions): RecordingReader {
  const list = listChunks(source)
  const headers = headersIn(source, list)
  const signal = chooseSignal(headers, options)
  const { index, times, resets } = timed(source, list, signal)
  const stretches = evenOut(times, signal.nominalRate)
  const sampleRate = effectiveRate(stretches, signal.nominalRate)
  const timeline = placeStretches(stretches, sampleRate)
  if (timeline.sampleCount === 0) throw truncatedData(1, 0)
  const markers = markersOf(source, { list, headers, options }, timeline)
  const { channels, gains } = toChannels(signal)
  const all = channels.map((_, i) => i)
  return {
    info: {
      format: 'xdf',
      sampleRate: hertz(sampleRate),
      sampleCount: samples(timeline.sampleCount),
      ...{ channels, markers: markers.markers },
      gaps: gapsIn(timeline),
      ...(signal.name ? { device: signal.name } : {}),
      problems: problemsOf({
        ...{ list, headers, signal, sampleRate, index, timeline, resets, channels },
        outside: markers.outside,
      }),
    },
    companions: [],
    read(from, to, wanted = all) {
      const end = Math.min(to, timeline.sampleCount)
      return readPlaced(source, { header: signal, index, timeline }, { from, to: end, channels: wanted }).map(
        (data, i) => {
          const gain = gains[wanted[i]!]!
          return gain === 1 ? data : data.map((value) => value * gain)
        },
      )
    },
  }
}

function headersIn(source: ByteSource, { chunks }: ChunkList): StreamHeader[] {
  return chunks.flatMap(({ tag, stream, at, length }) => {
    if (tag !== chunkTag.streamHeader) return []
    return parseStreamHeader(stream, source.read(at, Math.min(length, 16 << 20))) ?? []
  })
}

/** The one that was asked for, else the only regular stream of numbers that calls itself EEG, else the only one at all. */
function chooseSignal(headers: readonly StreamHeader[], { streams }: OpenOptions): StreamHeader {
  const regular = headers.filter(({ format, nominalRate }) => format !== null && nominalRate > 0)
  const eeg = regular.filter(({ type }) => /^eeg$/i.test(type))
  const candidates = eeg.length > 0 ? eeg : regular
  const asked = streams && regular.find(({ id }) => id === streams.signal)
  if (asked) return asked
  if (candidates.length === 1) return candidates[0]!
  if (candidates.length === 0) throw noEeg(headers.map(({ name }) => name))
  const listed = candidates.map(
    ({ id, name, channelCount, nominalRate }) => `${id}: ${name} (${channelCount} channels, ${nominalRate} Hz)`,
  )
  throw new AppError({
    code: 'file/several-streams',
    message: `The file holds ${candidates.length} streams that may be the EEG: ${listed.join('; ')}. Nothing was imported.`,
    hint: 'Say which one it is.',
    values: { count: candidates.length, streams: listed.join('; '), ids: candidates.map(({ id }) => id).join(' ') },
  })
}

interface TimedStream {
  readonly index: SampleIndex
  /** Recorder's time of each sample. */
  readonly times: Float64Array
  readonly resets: number
}

function timed(source: ByteSource, { chunks }: ChunkList, header: StreamHeader): TimedStream {
  const own = chunks.filter(({ stream }) => stream === header.id)
  const index = indexSamples(
    source,
    header,
    own.filter(({ tag }) => tag === chunkTag.samples),
  )
  const offsets = own.flatMap(({ tag, at, length }): ClockOffset[] => {
    if (tag !== chunkTag.clockOffset || length < 16) return []
    const bytes = source.read(at, 16)
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    const [time, offset] = [view.getFloat64(0, true), view.getFloat64(8, true)]
    return isTime(time) && isTime(offset) ? [{ time, offset }] : []
  })
  // Collection times are on the recorder's side in some writers: the stream's own time is that less the offset at most.
  const clock = mapClock(offsets, index.times)
  return { index, times: index.times.map((time, i) => clock.toRecorder(time, i)), resets: clock.resets }
}

function markersOf(
  source: ByteSource,
  { list, headers, options }: { list: ChunkList; headers: readonly StreamHeader[]; options: OpenOptions },
  timeline: Timeline,
): { markers: Marker[]; outside: number } {
  const wanted = headers.filter(({ id, format, nominalRate, type }) =>
    options.streams?.markers
      ? options.streams.markers.includes(id)
      : format === null || (nominalRate === 0 && /marker|event|stim|trigger/i.test(type)),
  )
  const all = wanted.flatMap((header) => {
    const { index, times } = timed(source, list, header)
    const codes =
      header.format === null
        ? index.texts
        : [...readSamples(source, { header, index }, { from: 0, to: index.count, channels: [0] })[0]!].map(String)
    return codes.map((code, i) => ({ code: code.trim(), sample: sampleAt(timeline, times[i]!) }))
  })
  const markers = all.flatMap(({ code, sample }) =>
    sample === null || code === '' ? [] : [{ code, sample: samples(sample) }],
  )
  return {
    markers: markers.sort((a, b) => a.sample - b.sample),
    outside: all.filter(({ sample }) => sample === null).length,
  }
}

function toChannels({ channels, channelCount }: StreamHeader): { channels: Channel[]; gains: number[] } {
  const labels = Array.from({ length: channelCount }, (_, i) => channels[i]?.label || `Channel ${i + 1}`)
  const electrodes = toElectrodeNames(labels)
  const factors = labels.map((_, i) => voltageFactor(channels[i]?.unit.replace(/s$/i, '') ?? ''))
  return {
    channels: labels.map((label, i) => {
      const isVoltage = factors[i] !== null
      return { label, electrode: isVoltage ? electrodes[i]! : null, unit: isVoltage ? 'µV' : channels[i]!.unit }
    }),
    gains: factors.map((factor) => (typeof factor === 'number' ? factor : 1)),
  }
}

/** Samples by their place in the recording; where some were lost, the last value is held. */
function readPlaced(
  source: ByteSource,
  stream: { header: StreamHeader; index: SampleIndex; timeline: Timeline },
  { from, to, channels }: { from: number; to: number; channels: readonly number[] },
): Float32Array[] {
  const result = channels.map(() => new Float32Array(Math.max(0, to - from)))
  let end = 0
  for (const { at, first, count } of stream.timeline.stretches) {
    const [low, high] = [Math.max(from, at), Math.min(to, at + count)]
    // The value before a break is read with the stretch that it ends, or alone when that lies before `from`.
    if (at > end && at > from && end < to) hold(source, stream, { result, from, to, channels, gap: [end, at] })
    if (low < high) {
      const part = readSamples(source, stream, { from: first + low - at, to: first + high - at, channels })
      part.forEach((data, i) => result[i]!.set(data, low - from))
    }
    end = at + count
  }
  return result
}

interface Held {
  readonly result: readonly Float32Array[]
  readonly from: number
  readonly to: number
  readonly channels: readonly number[]
  readonly gap: readonly [number, number]
}

function hold(
  source: ByteSource,
  stream: { header: StreamHeader; index: SampleIndex; timeline: Timeline },
  { result, from, to, channels, gap: [start, end] }: Held,
): void {
  const before = stream.timeline.stretches.findLast(({ at }) => at < start)
  if (!before) return
  const last = before.first + before.count - 1
  const value = readSamples(source, stream, { from: last, to: last + 1, channels })
  value.forEach((data, i) => result[i]!.fill(data[0]!, Math.max(0, start - from), Math.min(to, end) - from))
}

interface Findings {
  readonly list: ChunkList
  readonly headers: readonly StreamHeader[]
  readonly signal: StreamHeader
  readonly sampleRate: number
  readonly index: SampleIndex
  readonly timeline: Timeline
  readonly resets: number
  readonly outside: number
  readonly channels: readonly Channel[]
}

function problemsOf(findings: Findings): RecordingProblem[] {
  const { list, headers, signal, sampleRate, index, timeline, resets, outside, channels } = findings
  const problems: RecordingProblem[] = []
  const say = (
    code: RecordingProblem['code'],
    message: string,
    values: NonNullable<RecordingProblem['values']>,
  ): void => {
    problems.push({ code, message, values })
  }
  const kept = Math.round((timeline.sampleCount / sampleRate) * 1000) / 1000
  if (list.rest > 0 || index.bad > 0)
    say('truncated', `The file ends inside a chunk. The first ${kept} seconds were kept.`, {
      second: Math.floor(kept) + 1,
      total: kept,
      kept,
      events: 0,
    })
  if (timeline.left > 0)
    say(
      'discontinuous',
      `The recording has a long gap after ${kept} seconds. These were kept, ${timeline.left} seconds after the gap were not.`,
      { kept, lost: timeline.left },
    )
  if (timeline.lost > 0)
    say('lost-samples', `${timeline.lost} samples were lost; the last value was held.`, {
      count: timeline.lost,
      places: timeline.stretches.length - 1,
    })
  if (resets > 0) say('clock-reset', `The clock of the stream was set anew ${resets} times.`, { count: resets })
  const others = headers
    .filter((header) => header !== signal && header.format !== null && header.nominalRate > 0)
    .map(({ name }) => name)
  if (others.length > 0)
    say('several-signals', `${signal.name} was read, not: ${others.join(', ')}.`, {
      got: signal.name,
      labels: others.join(', '),
    })
  if (outside > 0) say('bad-annotation', `Markers outside the recording: ${outside}.`, { count: outside })
  const unknown = channels
    .filter(({ electrode, unit }) => electrode === null && unit === 'µV')
    .map(({ label }) => label)
  if (unknown.length > 0)
    say('unknown-label', `Not a site of the 10-05 system: ${unknown.join(', ')}.`, {
      count: unknown.length,
      labels: unknown.join(', '),
    })
  return problems
}
