import { tidySpans, withoutRange, type BadSpan } from '../../../../core/domain/badSpans'
import type { ElectrodeName } from '../../../../core/domain/electrode'
import type { BrowserView } from '../../../../ipc/views'

/** Numbers of the channels that have these electrodes. */
export const channelsOf = (view: BrowserView | null, electrodes: readonly ElectrodeName[]): ReadonlySet<number> =>
  new Set(view?.channels.flatMap(({ electrode }, i) => (electrode && electrodes.includes(electrode) ? [i] : [])))

/** All that a person marked in a recording. */
export interface Marks {
  readonly spans: readonly BadSpan[]
  readonly electrodes: readonly ElectrodeName[]
}

/** Marks as they were, the newest last; so many can be taken back. */
const mostKept = 100

/** With the marks before a change on top. */
export const remember = (history: readonly Marks[], marks: Marks): Marks[] => [...history, marks].slice(-mostKept)

export function withSpan(
  marks: Marks,
  { from, to }: { readonly from: number; readonly to: number },
  sampleCount: number,
): Marks {
  const span = { start: Math.floor(Math.min(from, to)), end: Math.ceil(Math.max(from, to)) }
  return { ...marks, spans: tidySpans([...marks.spans, span], sampleCount) }
}

export const spanAt = (spans: readonly BadSpan[], sample: number): BadSpan | null =>
  spans.find(({ start, end }) => start <= sample && sample < end) ?? null

export const withoutSpan = (marks: Marks, { start, end }: BadSpan): Marks => ({
  ...marks,
  spans: withoutRange(marks.spans, { from: start, to: end }),
})

export const withElectrodeToggled = (marks: Marks, name: ElectrodeName): Marks => ({
  ...marks,
  electrodes: marks.electrodes.includes(name)
    ? marks.electrodes.filter((one) => one !== name)
    : [...marks.electrodes, name],
})
