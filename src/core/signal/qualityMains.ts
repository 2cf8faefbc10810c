import type { MainsMeasure } from '../domain/quality'
import type { Hertz } from '../domain/units'
import { medianOf } from './median'
import { medianBias } from './qualitySpectra'

export const mains: readonly Hertz[] = [50, 60]

/** The main lobe of a Hann window of two seconds reaches 1 Hz to both sides. */
const lobe = 1.25
/** What is called the neighbourhood, from the line outwards, Hz. */
const beside = [2, 5] as const
/** Of the middle channel, or of one alone: then a channel picks it up that the others do not. Of few windows twice as much. */
const foundMedian = 1.5
const foundStrongest = 4
const fewWindows = 20

/** What a line stands out by in one channel. */
interface Line {
  /** Mean density in the lobe against the median beside it, dB; null where the rate cannot carry it. */
  readonly decibels: number | null
  /** Root mean square of it and its harmonics, µV. */
  readonly microvolts: number
}

/**
 * The mains' frequency that stands out of its neighbourhood, if any does, and each channel's part of it. With none found, the
 * larger of both is a channel's part, so that nothing is hidden. Ratios in the manner of Bigdely-Shamlo et al. 2015.
 */
export function findMains(
  densities: readonly Float64Array[],
  { step, windows }: { readonly step: Hertz; readonly windows: number },
): {
  readonly mains: readonly MainsMeasure[]
  readonly found: Hertz | null
  readonly microvolts: readonly (number | null)[]
} {
  const bias = medianBias(windows)
  const lines = mains.map((hertz) => densities.map((density) => lineOf(density, { step, hertz, bias })))
  const measures = mains.flatMap((hertz, m): MainsMeasure[] => {
    const known = lines[m]!.flatMap(({ decibels }) => decibels ?? [])
    return known.length > 0 ? [{ hertz, median: medianOf(known), strongest: Math.max(...known) }] : []
  })
  const trust = windows < fewWindows ? 0.5 : 1
  const score = ({ median, strongest }: MainsMeasure) =>
    trust * Math.max(median / foundMedian, strongest / foundStrongest)
  const best = measures.toSorted((a, b) => score(b) - score(a))[0]
  const found = best && score(best) >= 1 ? best.hertz : null
  const part = (i: number): number | null => {
    const known = mains.flatMap((hertz, m) =>
      lines[m]![i]!.decibels !== null && (found === null || found === hertz) ? [lines[m]![i]!.microvolts] : [],
    )
    return known.length > 0 ? Math.max(...known) : null
  }
  return { mains: measures, found, microvolts: densities.map((_, i) => part(i)) }
}

interface Place {
  readonly step: Hertz
  readonly hertz: Hertz
  readonly bias: number
}

function lineOf(density: Float64Array, { step, hertz, bias }: Place): Line {
  const at = standOut(density, { step, hertz, bias })
  if (!at) return { decibels: null, microvolts: 0 }
  const harmonics = [2, 3].flatMap((order) => standOut(density, { step, hertz: order * hertz, bias }) ?? [])
  const power = [at, ...harmonics].reduce((sum, one) => sum + one.power, 0)
  return { decibels: at.decibels, microvolts: Math.sqrt(power) }
}

function standOut(density: Float64Array, { step, hertz, bias }: Place) {
  const within = (low: number, high: number): number[] =>
    Array.from(density.subarray(Math.ceil((hertz + low) / step), Math.floor((hertz + high) / step) + 1))
  if (hertz + lobe > (density.length - 1) * step) return null
  const line = within(-lobe, lobe)
  const ground = medianOf([...within(-beside[1], -beside[0]), ...within(beside[0], beside[1])])
  if (Number.isNaN(ground) || line.length === 0) return null
  const mean = line.reduce((sum, value) => sum + value, 0) / line.length
  // The ground is noise, of which medians lie low; a line is the same in each window.
  const power = line.reduce((sum, value) => sum + Math.max(0, value - ground / bias), 0) * step
  return { decibels: 10 * Math.log10((mean + tiny) / (ground + tiny)), power }
}

/** Density of a channel that carries nothing, µV²/Hz: keeps ratios finite. */
const tiny = 1e-9
