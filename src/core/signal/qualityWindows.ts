import type { ElectrodeName } from '../domain/electrode'
import type { QualitySpectra } from '../domain/quality'
import type { Gappy } from '../domain/recordingGaps'
import { recordedRanges } from '../domain/recordingGaps'
import { samples, type Samples, type Seconds } from '../domain/units'
import { createWindowSpectra, medianBias, type WindowSpectra } from './qualitySpectra'

/** So many windows tell how a channel is; those of hours lie evenly over them. */
const mostWindows = 60
export const windowSeconds: Seconds = 2

/** What has windows: a recording of known length, and which electrodes of it are looked at. */
export interface Windowed extends Gappy {
  readonly sampleCount: Samples
  readonly electrodes: readonly ElectrodeName[]
}

export interface WindowPlan {
  /** Where windows begin, evenly over all whole windows that were recorded. */
  readonly starts: readonly number[]
  /** In samples. */
  readonly length: number
}

export function planWindows({ sampleCount, ...recording }: Gappy & { readonly sampleCount: Samples }): WindowPlan {
  const length = Math.max(8, Math.round(windowSeconds * recording.sampleRate))
  const ranges = recordedRanges({ from: samples(0), to: sampleCount }, recording)
  const counts = ranges.map(({ from, to }) => Math.floor((to - from) / length))
  const all = counts.reduce((sum, count) => sum + count, 0)
  const step = Math.max(1, all / mostWindows)
  let [range, before] = [0, 0]
  const starts = Array.from({ length: Math.min(all, mostWindows) }, (_, i) => {
    const at = Math.floor(i * step)
    while (at >= before + counts[range]!) before += counts[range++]!
    return ranges[range]!.from + (at - before) * length
  })
  return { starts, length }
}

export interface WindowWatch {
  readonly spectra: WindowSpectra
  readonly plan: WindowPlan
  /** Samples from `at` on, in order; `whole` gets what the spectra give for each window that is complete. */
  push(data: readonly Float32Array[], at: number, whole?: (banded: readonly Float64Array[]) => void): void
}

/** Collects the windows out of what passes by. Memory: their spectra and one window. */
export function createWindowWatch(recording: Windowed): WindowWatch {
  const plan = planWindows(recording)
  const { starts, length } = plan
  const buffer = recording.electrodes.map(() => new Float32Array(length))
  const shape = { channels: buffer.length, windows: starts.length, length, sampleRate: recording.sampleRate }
  const spectra = createWindowSpectra(shape)
  let next = 0
  return {
    ...{ spectra, plan },
    push(data, at, whole) {
      const end = at + (data[0]?.length ?? 0)
      for (; next < starts.length && starts[next]! < end; next++) {
        const start = starts[next]!
        const from = Math.max(start, at)
        const to = Math.min(start + length, end)
        buffer.forEach((one, i) => one.set(data[i]!.subarray(from - at, to - at), from - start))
        if (to < start + length) return
        if (!buffer.some(carries)) continue
        const banded = spectra.add(buffer)
        whole?.(banded)
      }
    },
  }
}

/** A window in which nothing carries anything tells nothing. */
const carries = (signal: Float32Array): boolean => signal.some((value) => value - value === 0 && value !== signal[0])

/** Density of a channel that carries nothing: where the scale of decibels ends, µV²/Hz. */
const least = 1e-9

/** What was collected, to be shown. */
export function toSpectra({ spectra }: WindowWatch, electrodes: readonly ElectrodeName[]): QualitySpectra {
  const bias = medianBias(spectra.count)
  return {
    ...{ electrodes, step: spectra.step, windows: spectra.count, windowSeconds },
    density: spectra
      .medians()
      .map((density) => Float32Array.from(density, (value) => 10 * Math.log10(value / bias + least))),
  }
}
