import type { ClassId, EventMap, MarkerMeaning } from '../../../core/domain/trial'
import type { RecordingView } from '../../../ipc/views'
import { groupBy } from '../../lib/groupBy'

/** Runs of one subject whose markers mean the same. */
export interface LabelGroup {
  readonly key: string
  readonly recordings: readonly RecordingView[]
  readonly runs: readonly string[]
  /** In order of code. */
  readonly markers: readonly LabelMarker[]
  readonly source: EventMap['source']
  readonly confirmed: boolean
}

/** A code with its count over all runs of the group, and in each of them. */
export interface LabelMarker {
  readonly code: string
  readonly count: number
  readonly byRun: readonly number[]
  readonly classId: ClassId | null
}

const numeric = new Intl.Collator('en', { numeric: true })
export const codesOf = (recording: RecordingView): string[] =>
  Object.keys(recording.summary.markerCounts).sort(numeric.compare)
const meaningOf = ({ eventMap }: RecordingView, code: string): ClassId | null =>
  eventMap.meanings.find((meaning) => meaning.code === code)?.classId ?? null

function keyOf(recording: RecordingView): string {
  const meanings = codesOf(recording).map((code) => `${code}=${meaningOf(recording, code) ?? ''}`)
  return [...meanings, recording.eventMap.source, String(recording.eventMap.confirmed)].join('|')
}

/** Groups in the order of their first run; runs without markers are left out. */
export function toLabelGroups(recordings: readonly RecordingView[]): LabelGroup[] {
  const marked = recordings
    .filter((recording) => codesOf(recording).length > 0)
    .toSorted((a, b) => numeric.compare(a.summary.run, b.summary.run))
  return [...groupBy(marked, keyOf)].map(([key, members]) => ({
    key,
    recordings: members,
    runs: members.map(({ summary }) => summary.run),
    markers: codesOf(members[0]!).map((code) => ({
      code,
      count: members.reduce((sum, { summary }) => sum + (summary.markerCounts[code] ?? 0), 0),
      byRun: members.map(({ summary }) => summary.markerCounts[code] ?? 0),
      classId: meaningOf(members[0]!, code),
    })),
    source: members[0]!.eventMap.source,
    confirmed: members[0]!.eventMap.confirmed,
  }))
}

export interface Conflict {
  readonly codes: readonly string[]
  readonly runs: readonly string[]
  readonly classes: readonly ClassId[]
}

/** Where codes of this group mean another class: the reason why runs are mapped apart. Null when nowhere. */
export function conflictOf(group: LabelGroup, all: readonly LabelGroup[]): Conflict | null {
  const codes = new Set<string>()
  const runs = new Set<string>()
  const classes = new Set<ClassId>()
  for (const other of all) {
    for (const marker of group.markers) {
      const elsewhere = other.markers.find(({ code }) => code === marker.code)?.classId
      if (!marker.classId || !elsewhere || elsewhere === marker.classId) continue
      codes.add(marker.code)
      classes.add(elsewhere)
      for (const run of other.runs) runs.add(run)
    }
  }
  const sorted = (values: Set<string>) => [...values].sort(numeric.compare)
  return codes.size === 0 ? null : { codes: sorted(codes), runs: sorted(runs), classes: [...classes] }
}

/** The group's meanings with one of them changed. */
export const withMeaning = (group: LabelGroup, code: string, classId: ClassId | null): MarkerMeaning[] =>
  group.markers.map((marker) => ({ code: marker.code, classId: marker.code === code ? classId : marker.classId }))

/** Classes that a person made up, anywhere in the study. */
export function ownClasses(recordings: readonly RecordingView[], known: readonly ClassId[]): ClassId[] {
  const found = new Set<ClassId>()
  for (const { eventMap } of recordings) {
    for (const { classId } of eventMap.meanings) if (classId && !known.includes(classId)) found.add(classId)
  }
  return [...found].sort(numeric.compare)
}
