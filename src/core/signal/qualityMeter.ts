import type { ChannelMeasures, QualityMeasures } from '../domain/quality'
import { recordedRanges } from '../domain/recordingGaps'
import { samples } from '../domain/units'
import { findMains } from './qualityMains'
import { createPairWatch, type ChannelPairs } from './qualityPairs'
import { createScan, type ChannelScan } from './qualityScan'
import type { WindowSpectra } from './qualitySpectra'
import { createWindowWatch, windowSeconds, type Windowed } from './qualityWindows'

/** Rises when measures are taken in another way. */
export const qualityVersion = 1

/** What is known of a recording before its samples come. */
export interface MeteredRecording extends Windowed {
  /** `neighbours[electrode]`: indices of electrodes nearby. */
  readonly neighbours: readonly (readonly number[])[]
}

export interface QualityMeter {
  /** The next samples, one array an electrode; however many, the result is the same. */
  push(data: readonly Float32Array[]): void
  /** To be called once, after the last sample. */
  finish(): Omit<QualityMeasures, 'sources'>
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
  const pairs = createPairWatch(neighbours, windows.plan.starts.length)
  let [at, turn] = [0, 0]

  /** Only what was recorded; behind a gap the scan begins anew. */
  const scanRecorded = (data: readonly Float32Array[], from: number, to: number): void => {
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
      scanRecorded(data, at, end)
      windows.push(data, at, (banded) => pairs.add(banded))
      at = end
    },
    finish() {
      const recorded = ranges.reduce((sum, { from, to }) => sum + to - from, 0)
      return {
        ...lostOf(recording),
        ...measuresFrom({ recording, scan: scan.finish(), pairs: pairs.finish(), recorded }, windows.spectra),
      }
    },
  }
}

interface Parts {
  readonly recording: MeteredRecording
  readonly scan: { readonly channels: readonly ChannelScan[]; readonly silent: number }
  readonly pairs: readonly ChannelPairs[]
  readonly recorded: number
}

function measuresFrom({ recording, scan, pairs, recorded }: Parts, spectra: WindowSpectra) {
  const { electrodes, sampleRate } = recording
  const densities = spectra.medians()
  const basis: Basis = { step: spectra.step, windows: spectra.count }
  const line = findMains(densities, basis)
  const channels = electrodes.map((electrode, i): ChannelMeasures => {
    const { partner, ...alike } = pairs[i]!
    return {
      ...{ electrode, ...scan.channels[i]!, ...alike, partner: partner === null ? null : electrodes[partner]! },
      line: spectra.count > 0 ? line.microvolts[i]! : null,
      muscle: muscleShare(densities[i]!, basis),
    }
  })
  return {
    ...{ version: qualityVersion, seconds: recorded / sampleRate, windows: spectra.count, windowSeconds },
    ...{ silent: scan.silent, mains: line.mains, mainsFound: line.found, channels },
  }
}

function lostOf({ gaps = [], sampleRate }: MeteredRecording): Pick<QualityMeasures, 'lostSeconds' | 'gaps'> {
  const lost = gaps.filter(({ length }) => length > 0)
  return { lostSeconds: lost.reduce((sum, { length }) => sum + length, 0) / sampleRate, gaps: lost.length }
}

interface Basis {
  readonly step: number
  readonly windows: number
}

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
