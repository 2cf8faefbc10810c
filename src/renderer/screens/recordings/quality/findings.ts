import type { ElectrodeName } from '../../../../core/domain/electrode'
import type {
  ChannelFindings,
  CriterionKey,
  QualityCriterion,
  QualitySpectra,
  RecordingQuality,
} from '../../../../core/domain/quality'
import type { RecordingView } from '../../../../ipc/views'
import type { HeadSite } from '../../../components/head/site'
import { lookUp } from '../../../lib/catalogue'
import { formatDuration, formatNumber, formatProportion, formatUnit, missing } from '../../../lib/format'
import { m } from '../../../lib/paraglide/messages.js'
import type { CurveSeries, CurveSpec } from '../../../plots/curves'
import { niceAxis } from '../../../plots/curves'

/** What a person said to what was found of a channel. */
export type Decision = 'open' | 'accepted' | 'ignored'
type Marks = Pick<RecordingView, 'badElectrodes' | 'ignoredElectrodes'>

export function decisionOn(electrode: ElectrodeName, { badElectrodes, ignoredElectrodes }: Marks): Decision {
  if (badElectrodes.includes(electrode)) return 'accepted'
  return ignoredElectrodes.includes(electrode) ? 'ignored' : 'open'
}

/** Suggested to be left out, and nobody has said anything to it yet. */
export const openSuggestions = ({ channels }: RecordingQuality, marks: Marks): ElectrodeName[] =>
  channels.flatMap(({ electrode, verdict }) =>
    verdict === 'bad' && decisionOn(electrode, marks) === 'open' ? [electrode] : [],
  )

/** Channels that are not good, the bad ones first; those that a person marked belong to them. */
export function notGood({ channels }: RecordingQuality, { badElectrodes }: Marks): ChannelFindings[] {
  const order = { bad: 0, fair: 1, good: 2 }
  return channels
    .filter(({ verdict, electrode }) => verdict !== 'good' || badElectrodes.includes(electrode))
    .sort((a, b) => order[a.verdict] - order[b.verdict])
}

/** What is not good about a channel, the gravest first. */
export function crossedOf({ criteria }: ChannelFindings): QualityCriterion[] {
  const order = { bad: 0, fair: 1, good: 2 }
  return criteria.filter(({ verdict }) => verdict !== 'good').sort((a, b) => order[a.verdict] - order[b.verdict])
}

export const criterionName = ({ key, partner }: QualityCriterion<string>): string =>
  lookUp('quality_criterion', key, { partner: partner ?? missing }) ?? key

/** 12.4 %, .53, 8.1 µV */
export function valueText(value: number | null, unit: QualityCriterion['unit']): string {
  if (unit === 'r') return formatProportion(value)
  if (value === 0) return unit === 'z' ? '0' : formatUnit(0, unit)
  const digits = value !== null && Math.abs(value) < 1 ? 2 : 1
  return unit === 'z' ? formatNumber(value, digits) : formatUnit(value, unit, digits)
}

const limitNumber = (limit: number, unit: QualityCriterion['unit']): string =>
  unit === 'r'
    ? formatProportion(limit)
    : unit === 'z'
      ? formatNumber(limit)
      : formatUnit(limit, unit, limit < 1 ? 1 : 0)

export function limitText({ limit, unit, sound }: QualityCriterion<string>): string {
  const values = { limit: limitNumber(limit, unit) }
  return sound === 'below' ? m.quality_limit_below(values) : m.quality_limit_above(values)
}

export const suggestionText = ({ suggestion }: QualityCriterion<string>): string =>
  suggestion ? (lookUp('quality_suggestion', suggestion) ?? suggestion) : missing

export function mainsText({ mains, mainsFound }: RecordingQuality): string {
  const found = mains.find(({ hertz }) => hertz === mainsFound)
  if (found) return m.quality_mains_found({ hertz: found.hertz, decibels: formatNumber(found.median, 1) })
  return mains.length > 0 ? m.quality_mains_none() : m.quality_mains_unseen()
}

export const basisText = ({ seconds, windows, windowSeconds }: RecordingQuality): string =>
  m.quality_basis({ seconds: formatDuration(seconds), windows, length: windowSeconds })

/** What can be laid over the head; each is measured in every channel. */
export const mappedKeys = ['noisy', 'line-noise', 'muscle', 'uncorrelated', 'drift'] as const
export type MappedKey = (typeof mappedKeys)[number]

export interface HeadMap {
  readonly sites: readonly HeadSite[]
  /** Of the middle electrode. */
  readonly middle: number
  readonly unit: QualityCriterion['unit']
  /** Value at both ends of the colours: what all but the few outermost stay within. */
  readonly range: number
}

/** Differences from the middle electrode; bad channels carry their mark. Null where nothing was measured. */
export function toHeadMap({ channels }: RecordingQuality, key: CriterionKey, marks: Marks): HeadMap | null {
  const of = (channel: ChannelFindings) => channel.criteria.find((one) => one.key === key)
  const known = channels.flatMap((one) => of(one)?.value ?? []).sort((a, b) => a - b)
  const middle = known[known.length >> 1]
  if (middle === undefined || known.length < 4) return null
  const away = known.map((value) => Math.abs(value - middle)).sort((a, b) => a - b)
  const sites = channels.map((channel): HeadSite => {
    const value = of(channel)?.value
    const isBad = channel.verdict === 'bad' || marks.badElectrodes.includes(channel.electrode)
    const note = value === null || value === undefined ? {} : { value: value - middle }
    return { name: channel.electrode, state: isBad ? 'bad' : 'candidate', ...note }
  })
  const unit = of(channels[0]!)!.unit
  return { sites, middle, unit, range: Math.max(1e-6, away[Math.floor(0.95 * (away.length - 1))]!) }
}

/** Highest frequency that is drawn. */
const drawnHertz = 100

/** All spectra thin, one of them over the others; the mains as lines. Null without a window. */
export function toSpectraPlot(
  spectra: QualitySpectra,
  chosen: ElectrodeName | null,
  mains: readonly number[],
): CurveSpec | null {
  if (spectra.windows === 0 || spectra.density.length === 0) return null
  const { step, density, electrodes } = spectra
  const first = Math.max(1, Math.ceil(0.5 / step))
  const last = Math.min(density[0]!.length - 2, Math.floor(drawnHertz / step))
  const pointsOf = (values: Float32Array) =>
    Array.from({ length: last - first + 1 }, (_, i) => ({ x: (first + i) * step, y: values[first + i]! }))
  const lines = electrodes.map((label, i): CurveSeries => {
    const isChosen = label === chosen
    const colour = isChosen ? 'var(--chosen)' : 'var(--control)'
    return { label, colour, points: pointsOf(density[i]!), width: isChosen ? 2 : 0.6 }
  })
  const drawn = density.flatMap((values) => [...values.subarray(first, last + 1)]).filter((value) => value > -60)
  const { min, max, step: yStep } = niceAxis(drawn)
  return {
    // The first one is drawn over the others.
    series: lines.sort((a, b) => Number(b.label === chosen) - Number(a.label === chosen)),
    ...{ xMax: Math.ceil(last * step), xStep: 20, yMin: min, yMax: max, yStep, format: (value) => formatNumber(value) },
    verticals: mains.filter((hertz) => hertz <= last * step).map((hertz) => ({ x: hertz, label: `${hertz} Hz` })),
  }
}

/** dB of a channel near a frequency, for a screen reader. */
export const densityAt = (
  { electrodes, density, step }: QualitySpectra,
  electrode: ElectrodeName,
  hertz: number,
): string => formatNumber(density[electrodes.indexOf(electrode)]?.[Math.round(hertz / step)], 1)
