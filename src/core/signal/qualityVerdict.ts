import type {
  ChannelFindings,
  ChannelMeasures,
  CriterionKey,
  QualityCriterion,
  QualityMeasures,
  QualitySuggestion,
  RecordingQuality,
} from '../domain/quality'
import { criterionKeys } from '../domain/quality'
import type { ChannelQuality, Quality } from '../domain/stream'
import { medianOf, quantileOf } from './median'

type Unit = QualityCriterion['unit']
interface Rule {
  readonly unit: Unit
  readonly sound: 'below' | 'above'
  /** From here on to be looked at, and from here on not usable; null: never by this alone. */
  readonly fair: number
  readonly bad: number | null
  /** What helps besides leaving the channel out. */
  readonly remedy: QualitySuggestion
}

/**
 * Limits. `flat`: bad from 5 % on, as MNE's annotate_amplitude has it by default; `uncorrelated` .4 and `deviating` 5 are PREP's
 * (Bigdely-Shamlo et al. 2015); `bridged`: bridges have electrical distances about 0 (Tenke & Kayser 2001), which Alschuler
 * et al. 2014 look for far below the middle of all pairs. The others are start values in the order of what the decoder's band can
 * bear.
 */
export const qualityRules: Readonly<Record<CriterionKey, Rule>> = {
  railed: { unit: '%', sound: 'below', fair: 0.2, bad: 5, remedy: 'look' },
  flat: { unit: '%', sound: 'below', fair: 1, bad: 5, remedy: 'look' },
  clipped: { unit: '%', sound: 'below', fair: 0.1, bad: 2, remedy: 'look' },
  'line-noise': { unit: 'µV', sound: 'below', fair: 10, bad: 40, remedy: 'notch' },
  noisy: { unit: 'µV', sound: 'below', fair: 75, bad: 200, remedy: 'look' },
  weak: { unit: 'µV', sound: 'above', fair: 1, bad: 0.3, remedy: 'look' },
  deviating: { unit: 'z', sound: 'below', fair: 5, bad: 10, remedy: 'look' },
  uncorrelated: { unit: 'r', sound: 'above', fair: 0.4, bad: 0.2, remedy: 'look' },
  bridged: { unit: 'µV²', sound: 'above', fair: 2, bad: 1, remedy: 'check-gel' },
  muscle: { unit: '%', sound: 'below', fair: 40, bad: null, remedy: 'look' },
  drift: { unit: 'µV', sound: 'below', fair: 300, bad: null, remedy: 'high-pass' },
}

/** Two channels that are quiet are near each other anyway: a bridge is also far nearer than the middle pair, whose distance is 100. */
const bridgedScaled = 2

/** Where channels are all alike, a large z is a small difference: only an amplitude so many times the middle one deviates. */
const deviatingShare = 2

/** With fewer channels a spread between them means nothing. */
const leastForSpread = 8

/** Verdicts from measures: good, fair (to be looked at), bad (suggested to be left out). Nothing is changed by them. */
export function judgeQuality({ channels: measured, sources: _, ...rest }: QualityMeasures): RecordingQuality {
  const scores = robustScores(measured.map(({ amplitude }) => amplitude))
  const spread: Spread = {
    scores,
    amplitude: medianOf(known(measured.map(({ amplitude }) => amplitude))),
    correlation: medianOf(known(measured.map(({ correlation }) => correlation))),
  }
  const channels = measured.map((one, i) => judgeChannel(one, i, spread))
  const { seconds, lostSeconds, silent } = rest
  const share = channels.filter(({ verdict }) => verdict === 'bad').length / Math.max(1, channels.length)
  const findings = [
    whole('lost', percent(lostSeconds / Math.max(1e-9, seconds + lostSeconds)), [0.1, 10]),
    whole('silent', percent(silent), [1, 20]),
    whole('bad-channels', percent(share), [5, 20]),
  ]
  return { ...rest, channels, findings, verdict: worst(findings.map(({ verdict }) => verdict)) }
}

type Finding = RecordingQuality['findings'][number]

function whole(key: Finding['key'], value: number, [fair, bad]: readonly [number, number]): Finding {
  const verdict = value >= bad ? 'bad' : value >= fair ? 'fair' : 'good'
  const suggestion = verdict === 'good' ? null : 'check-recording'
  return { key, value, unit: '%', sound: 'below', limit: verdict === 'bad' ? bad : fair, verdict, suggestion }
}

/** What the channels of a recording are like together. */
interface Spread {
  readonly scores: readonly (number | null)[]
  /** Of the middle channel. */
  readonly amplitude: number
  readonly correlation: number
}

function judgeChannel(measured: ChannelMeasures, index: number, spread: Spread): ChannelFindings {
  const values: Readonly<Record<CriterionKey, number | null>> = {
    railed: percent(measured.railed),
    flat: percent(measured.flat),
    clipped: percent(measured.clipped),
    'line-noise': measured.line,
    noisy: measured.amplitude,
    weak: measured.amplitude,
    deviating: spread.scores[index] ?? null,
    uncorrelated: measured.correlation,
    bridged: measured.bridge,
    muscle: measured.muscle === null ? null : percent(measured.muscle),
    drift: measured.drift,
  }
  const criteria = criterionKeys.map((key) => judge(key, values[key], { measured, spread }))
  const verdict = worst(criteria.map((one) => one.verdict))
  const reason = verdict === 'good' ? null : (criteria.find((one) => one.verdict === verdict)?.key ?? null)
  return { electrode: measured.electrode, verdict, reason, criteria }
}

interface Case {
  readonly measured: ChannelMeasures
  readonly spread: Spread
}

function judge(key: CriterionKey, value: number | null, about: Case): QualityCriterion {
  const { unit, sound, fair, bad, remedy } = rulesFor(key, about.spread)
  const crossed = (limit: number | null): boolean =>
    value !== null && limit !== null && (sound === 'below' ? value >= limit : value < limit)
  const verdict = isExcused(key, about) ? 'good' : crossed(bad) ? 'bad' : crossed(fair) ? 'fair' : 'good'
  const { partner } = about.measured
  return {
    ...{ key, value, unit, sound, verdict },
    limit: verdict === 'bad' ? bad! : fair,
    suggestion: verdict === 'bad' ? 'leave-out' : verdict === 'fair' ? remedy : null,
    ...(key === 'bridged' && partner !== null ? { partner } : {}),
  }
}

/** Where all channels have little in common (few electrodes, a reference nearby), one is judged by half of what the middle one has. */
function rulesFor(key: CriterionKey, { correlation }: Spread): Rule {
  const rule = qualityRules[key]
  if (key !== 'uncorrelated' || !(correlation / 2 < rule.fair)) return rule
  const fair = correlation / 2
  return { ...rule, fair, bad: Math.min(rule.bad!, fair / 2) }
}

/** What a limit alone would get wrong. */
function isExcused(key: CriterionKey, { measured: { bridgeScaled, amplitude }, spread }: Case): boolean {
  if (key === 'bridged') return !(bridgeScaled !== null && bridgeScaled < bridgedScaled)
  return key === 'deviating' && !(amplitude !== null && amplitude >= deviatingShare * spread.amplitude)
}

/** PREP's robust z: distance from the median in robust standard deviations, .7413 of the interquartile range. */
function robustScores(values: readonly (number | null)[]): (number | null)[] {
  const some = known(values)
  if (some.length < leastForSpread) return values.map(() => null)
  const spread = 0.7413 * (quantileOf(some, 0.75) - quantileOf(some, 0.25))
  return values.map((value) => (value === null || !(spread > 0) ? null : (value - medianOf(some)) / spread))
}

const known = (values: readonly (number | null)[]): number[] => values.filter((value) => value !== null)

/** The same in the words in which a live channel is judged. */
export const toChannelQuality = (
  { channels }: Pick<RecordingQuality, 'channels'>,
  { channels: measured }: QualityMeasures,
): readonly ChannelQuality[] =>
  channels.map(({ electrode, verdict, reason }, i) => ({
    ...{ electrode, quality: verdict, reason },
    rmsMicrovolts: measured[i]!.amplitude ?? 0,
    lineMicrovolts: measured[i]!.line ?? 0,
  }))

const order: Readonly<Record<Quality, number>> = { good: 0, fair: 1, bad: 2 }
const worst = (verdicts: readonly Quality[]): Quality =>
  verdicts.reduce((a, b) => (order[b] > order[a] ? b : a), 'good')
const percent = (share: number): number => 100 * share
