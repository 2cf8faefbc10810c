import type { ElectrodeName } from '../domain/electrode'
import type { ChannelMeasures, QualityMeasures, QualitySpectra } from '../domain/quality'
import type { Gappy } from '../domain/recordingGaps'
import { recordedRanges } from '../domain/recordingGaps'
import { samples, type Samples, type Seconds } from '../domain/units'
import { findMains } from './qualityMains'
import { createPairWatch } from './qualityPairs'
import { createScan } from './qualityScan'
import { createWindowSpectra, medianBias } from './qualitySpectra'

/** Rises when measures are taken in another way. */
export const qualityVersion = 1
/** So many windows tell how a channel is; those of hours lie evenly over them. */
const mostWindows = 60
const windowSeconds: Seconds = 2

/** What is known of a recording before its samples come. */
export interface MeteredRecording extends Gappy {
  readonly sampleCount: Samples
  readonly electrodes: readonly ElectrodeName[]
  /** `neighbours[electrode]`: indices of electrodes nearby. */
  readonly neighbours: readonly (readonly number[])[]
}

export interface QualityMeter {
  /** The next samples, one array an electrode; however many, the result is the same. */
  push(data: readonly Float32Array[]): void
  /** To be called once, after the last sample. */
  finish(): { readonly measures: QualityMeasures; readonly spectra: QualitySpectra }
}

/**
 * Measures quality in one pass: every sample for extremes, plateaus, flat seconds and drift; up to 60 windows of two seconds for
 * spectra, correlations and bridges. Memory: the spectra of the windows (about 10 MB for 64 electrodes), whatever the length.
 */
export function createQualityMeter(recording: MeteredRecording): QualityMeter {
  const { sampleRate, sampleCount, electrodes, neighbours } = recording
  const ranges = recordedRanges({ from: samples(0), to: sampleCount }, recording)
  const scan = createScan(electrodes.length, Math.max(1, Math.round(sampleRate)))
  const windows = createWindowWatch(recording)
  const pairs = createPairWatch(neighbours, windows.most)
  let [at, turn] = [0, 0]

  const take = (data: readonly Float32Array[], from: number, to: number): void => {
    for (; turn < ranges.length && ranges[turn]!.from < to; turn++) {
      const range = ranges[turn]!
      if (range.from >= from && turn > 0) scan.break()
      scan.push(data, Math.max(range.from, from) - from, Math.min(range.to, to) - from)
      if (range.to > to) return
    }
  }
  return {
    push(data) {
      const end = at + (data[0]?.length ?? 0)
      take(data, at, end)
      windows.push(data, at, (window) => pairs.add(windows.spectra.add(window)))
      at = end
    },
    finish() {
      const { channels, silent } = scan.finish()
      const { spectra } = windows
      const compared = pairs.finish()
      const densities = spectra.medians()
      const basis = { step: spectra.step, windows: spectra.count, windowSeconds }
      const line = findMains(densities, basis)
      const muscle = densities.map((density) => muscleShare(density, basis))
      const one = (electrode: ElectrodeName, i: number): ChannelMeasures => {
        const { partner, ...alike } = compared[i]!
        return {
          ...{ electrode, ...channels[i]!, line: spectra.count > 0 ? line.microvolts[i]! : null, muscle: muscle[i]! },
          ...alike,
          partner: partner === null ? null : electrodes[partner]!,
        }
      }
      const recorded = ranges.reduce((sum, { from, to }) => sum + to - from, 0)
      const gaps = (recording.gaps ?? []).filter(({ length }) => length > 0)
      const measures: QualityMeasures = {
        ...{ version: qualityVersion, seconds: recorded / sampleRate, windows: spectra.count, windowSeconds },
        ...{ lostSeconds: gaps.reduce((sum, { length }) => sum + length, 0) / sampleRate, gaps: gaps.length, silent },
        ...{ mains: line.mains, mainsFound: line.found, channels: electrodes.map(one) },
      }
      return { measures, spectra: { electrodes, ...basis, density: densities.map((one) => toDecibels(one, basis)) } }
    },
  }
}

/** Where windows begin, evenly over all whole windows that were recorded. */
export function windowStarts(recording: Gappy & { readonly sampleCount: Samples }): number[] {
  const length = windowLength(recording)
  const ranges = recordedRanges({ from: samples(0), to: recording.sampleCount }, recording)
  const starts = ranges.flatMap(({ from, to }) =>
    Array.from({ length: Math.floor((to - from) / length) }, (_, i) => from + i * length),
  )
  const step = Math.max(1, starts.length / mostWindows)
  return Array.from({ length: Math.min(starts.length, mostWindows) }, (_, i) => starts[Math.floor(i * step)]!)
}

export const windowLength = ({ sampleRate }: Gappy): number => Math.max(8, Math.round(windowSeconds * sampleRate))

/** Collects the windows out of what passes by. */
function createWindowWatch(recording: MeteredRecording) {
  const starts = windowStarts(recording)
  const length = windowLength(recording)
  const channels = recording.electrodes.length
  const buffer = recording.electrodes.map(() => new Float32Array(length))
  const spectra = createWindowSpectra({
    ...{ channels, windows: starts.length, length, sampleRate: recording.sampleRate },
  })
  let next = 0
  return {
    spectra,
    most: starts.length,
    push(data: readonly Float32Array[], at: number, whole: (window: readonly Float32Array[]) => void): void {
      const end = at + (data[0]?.length ?? 0)
      for (; next < starts.length && starts[next]! < end; next++) {
        const start = starts[next]!
        const from = Math.max(start, at)
        const to = Math.min(start + length, end)
        buffer.forEach((one, i) => one.set(data[i]!.subarray(from - at, to - at), from - start))
        if (to < start + length) return
        if (buffer.some(carries)) whole(buffer)
      }
    },
  }
}

/** A window in which nothing carries anything tells nothing. */
const carries = (signal: Float32Array): boolean => signal.some((value) => value - value === 0 && value !== signal[0])

type Basis = Pick<QualitySpectra, 'step' | 'windows'>

/** Share of the power from 1 Hz to 98 Hz that lies above 40 Hz, the mains left out; null where the rate tells too little. */
function muscleShare(density: Float64Array, { step, windows }: Basis): number | null {
  let [low, high] = [0, 0]
  for (let k = Math.ceil(1 / step); k < density.length && k * step <= 98; k++) {
    const hertz = k * step
    if (Math.abs(hertz - 50) < 2 || Math.abs(hertz - 60) < 2) continue
    if (hertz <= 40) low += density[k]!
    else high += density[k]!
  }
  return windows === 0 || (density.length - 1) * step < 58 || low + high === 0 ? null : high / (low + high)
}

/** Density of a channel that carries nothing: where the scale of decibels ends, µV²/Hz. */
const least = 1e-9

function toDecibels(density: Float64Array, { windows }: Basis): Float32Array {
  const bias = medianBias(windows)
  return Float32Array.from(density, (value) => 10 * Math.log10(value / bias + least))
}
