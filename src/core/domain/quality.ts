import type { ElectrodeName } from './electrode'
import type { Quality } from './stream'
import type { Hertz, Seconds } from './units'

/** What a channel is judged by, the gravest first: of equal verdicts the first one names the reason. */
export const criterionKeys = [
  'railed',
  'flat',
  'clipped',
  'line-noise',
  'noisy',
  'weak',
  'deviating',
  'uncorrelated',
  'bridged',
  'muscle',
  'drift',
] as const
export type CriterionKey = (typeof criterionKeys)[number]

/** What a recording as a whole is judged by. */
export const recordingCriterionKeys = ['lost', 'silent', 'bad-channels'] as const
export type RecordingCriterionKey = (typeof recordingCriterionKeys)[number]

/** What could be done about it; nothing is done until a person accepts. */
export type QualitySuggestion = 'leave-out' | 'look' | 'high-pass' | 'notch' | 'check-gel' | 'check-recording' | null

/** One number, held against its limit. */
export interface QualityCriterion<Key extends string = CriterionKey> {
  readonly key: Key
  /** Null: it could not be measured here (too few neighbours, a rate that cannot carry the mains). */
  readonly value: number | null
  readonly unit: '%' | 'µV' | 'µV²' | 'r' | 'z'
  /** The limit that was crossed, else the first one there is. */
  readonly limit: number
  /** Which side of the limit is sound. */
  readonly sound: 'below' | 'above'
  readonly verdict: Quality
  readonly suggestion: QualitySuggestion
  /** The other electrode of a bridge. */
  readonly partner?: ElectrodeName
}

/** What was measured of a channel; shares are 0…1, amplitudes µV. Null: could not be measured. */
export interface ChannelMeasures {
  readonly electrode: ElectrodeName
  readonly low: number | null
  readonly high: number | null
  readonly railed: number
  readonly flat: number
  readonly clipped: number
  readonly drift: number | null
  readonly amplitude: number | null
  readonly line: number | null
  readonly muscle: number | null
  readonly correlation: number | null
  /** Least electrical distance to a neighbour, µV², and the same with the middle pair of the recording at 100. */
  readonly bridge: number | null
  readonly bridgeScaled: number | null
  readonly partner: ElectrodeName | null
}

export interface MainsMeasure {
  readonly hertz: Hertz
  /** Density about it against that beside it, of the middle channel and of the strongest one, dB. */
  readonly median: number
  readonly strongest: number
}

/** All numbers about a recording's quality; verdicts follow from them (`judgeQuality`). Plain data, kept in the study. */
export interface QualityMeasures {
  /** Of the way they were measured: older ones are measured anew. */
  readonly version: number
  readonly seconds: Seconds
  /** Spectra and correlations are from so many windows of so many seconds, spread evenly. */
  readonly windows: number
  readonly windowSeconds: Seconds
  readonly lostSeconds: Seconds
  readonly gaps: number
  /** Share of the time in which no channel carried anything. */
  readonly silent: number
  readonly mains: readonly MainsMeasure[]
  readonly mainsFound: Hertz | null
  readonly channels: readonly ChannelMeasures[]
  /** Which channels of the file they are: another one may have been placed at the same site since. */
  readonly sources: readonly number[]
}

export interface ChannelFindings {
  readonly electrode: ElectrodeName
  readonly verdict: Quality
  readonly reason: CriterionKey | null
  /** In the order of `criterionKeys`. */
  readonly criteria: readonly QualityCriterion[]
}

export interface RecordingQuality extends Omit<QualityMeasures, 'channels' | 'sources'> {
  readonly verdict: Quality
  readonly findings: readonly QualityCriterion<RecordingCriterionKey>[]
  readonly channels: readonly ChannelFindings[]
}

/** Power spectra by Welch's method, one a channel: `density[channel][bin]` in dB of µV²/Hz. */
export interface QualitySpectra {
  readonly electrodes: readonly ElectrodeName[]
  /** Bin k is at k · step. */
  readonly step: Hertz
  readonly density: readonly Float32Array[]
  readonly windows: number
  readonly windowSeconds: Seconds
}
