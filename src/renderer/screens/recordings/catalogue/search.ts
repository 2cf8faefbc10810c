import type { RecordingFormat } from '../../../../core/domain/recording'
import type { ChannelQuality, Quality, RecordingView } from '../../../../ipc/views'

/** What can be known of a recording beside its own data. */
export interface SearchContext {
  taskName(recording: RecordingView): string
  /** Undefined or null while nobody knows. */
  qualityOf(recordingId: number): readonly ChannelQuality[] | null | undefined
}

export interface CatalogueFilter {
  readonly text: string
  readonly subject: string | null
  readonly format: RecordingFormat | null
  readonly quality: Quality | null
  readonly tag: string | null
}
export const noFilter: CatalogueFilter = { text: '', subject: null, format: null, quality: null, tag: null }
export const isFiltering = ({ text, ...rest }: CatalogueFilter): boolean =>
  text.trim() !== '' || Object.values(rest).some((value) => value !== null)

/** Channels of a recording by what they are, and the worst word that any deserves. */
export interface QualityCount {
  readonly bad: number
  readonly fair: number
  readonly good: number
  readonly worst: Quality
}

/** Null while it is not known, and where there is nothing to judge. Channels that a person called bad count so. */
export function countQuality(
  recording: RecordingView,
  channels: readonly ChannelQuality[] | null | undefined,
): QualityCount | null {
  if (!channels || channels.length === 0) return null
  const marked = new Set(recording.badElectrodes)
  const is = ({ electrode, quality }: ChannelQuality): Quality => (marked.has(electrode) ? 'bad' : quality)
  const count = (wanted: Quality): number => channels.filter((channel) => is(channel) === wanted).length
  const [bad, fair, good] = [count('bad'), count('fair'), count('good')]
  return { bad, fair, good, worst: bad > 0 ? 'bad' : fair > 0 ? 'fair' : 'good' }
}

/** Those that have every word of the text somewhere, and what else is asked for. */
export function findRecordings(
  recordings: readonly RecordingView[],
  filter: CatalogueFilter,
  context: SearchContext,
): readonly RecordingView[] {
  if (!isFiltering(filter)) return recordings
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean)
  return recordings.filter((recording) => {
    const { summary, notes } = recording
    if (filter.subject !== null && summary.subject !== filter.subject) return false
    if (filter.format !== null && summary.format !== filter.format) return false
    if (filter.tag !== null && !notes.tags.some((tag) => isSameTag(tag, filter.tag!))) return false
    if (filter.quality !== null && !hasQuality(recording, filter.quality, context)) return false
    if (words.length === 0) return true
    const text = textOf(recording, context)
    return words.every((word) => text.includes(word))
  })
}

const isSameTag = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()

const hasQuality = (recording: RecordingView, wanted: Quality, { qualityOf }: SearchContext): boolean =>
  countQuality(recording, qualityOf(recording.summary.id))?.worst === wanted

const textOf = (recording: RecordingView, { taskName }: SearchContext): string => {
  const { subject, session = '', run, fileName } = recording.summary
  return [subject, session, run, fileName, taskName(recording), ...recording.notes.tags, recording.notes.note]
    .join('\n')
    .toLowerCase()
}

/** Values that occur, in order, for the lists to choose from. */
export function choicesIn(recordings: readonly RecordingView[]) {
  const order = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })
  const of = <Value extends string>(values: readonly Value[]): Value[] => [...new Set(values)].sort(order.compare)
  const tags = new Map(recordings.flatMap(({ notes }) => notes.tags.map((tag) => [tag.toLowerCase(), tag] as const)))
  return {
    subjects: of(recordings.map(({ summary }) => summary.subject)),
    formats: of(recordings.map(({ summary }) => summary.format)),
    tags: of([...tags.values()]),
  }
}
